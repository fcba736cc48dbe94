import type { Header, Media, OutboundMessage } from '@parley/flows/message.ts';
import {
  IconFileText,
  IconMapPin,
  IconMicrophone,
  IconPhoto,
  IconSticker,
  IconUser,
  IconVideo,
  IconVolume,
} from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useWords } from '../words.ts';
import { useLook } from './look.ts';
import styles from './message.module.css';
import { Plain } from './Texts.tsx';
import { words } from './words.ts';

type Kind = 'image' | 'video' | 'audio' | 'document' | 'sticker';

const ICONS = {
  image: IconPhoto,
  video: IconVideo,
  audio: IconVolume,
  document: IconFileText,
  sticker: IconSticker,
};

type Part = {
  kind: Kind;
  media: Media;
  filename?: string | undefined;
  isVoice?: boolean | undefined;
};

const StoredMedia = lazy(async () => ({ default: (await import('../files/StoredMedia.tsx')).StoredMedia }));

/** A file that is kept with the flow as it is; any other as a labelled place, since it is WhatsApp's to fetch, and often not there yet. */
export function MediaPart(props: Part) {
  const { isCompact } = useLook();
  const { file } = props.media;
  const place = <MediaPlace {...props} />;
  if (!file) return place;
  return (
    <Suspense fallback={place}>
      <StoredMedia kind={props.kind} file={file} isStill={isCompact} otherwise={place} />
    </Suspense>
  );
}

function MediaPlace(props: Part) {
  const { kind, media, filename, isVoice = false } = props;
  const say = useWords(words);
  const Icon = isVoice ? IconMicrophone : ICONS[kind];
  const name = filename || nameOf(media);
  return (
    <div className={`${styles.media} ${styles[kind] ?? ''}`}>
      <Icon
        size={kind === 'image' || kind === 'video' || kind === 'sticker' ? 28 : 18}
        stroke={1.75}
        aria-hidden
      />
      <span className={styles.mediaWords}>
        <span>{isVoice ? say.voice : say[kind]}</span>
        <span className={styles.small}>{name || say.noFile}</span>
      </span>
      {kind === 'audio' && <Wave />}
    </div>
  );
}

export function HeaderPart({ header }: { header: Header }) {
  if (header.type !== 'text') {
    return <MediaPart kind={header.type} media={header.media} filename={header.filename} />;
  }
  return (
    <p className={styles.header}>
      <Plain text={header.text} />
    </p>
  );
}

type Located = Pick<
  Extract<OutboundMessage, { type: 'location' }>,
  'latitude' | 'longitude' | 'name' | 'address'
>;

export function Place({ place: { latitude, longitude, name, address } }: { place: Located }) {
  const say = useWords(words);
  return (
    <div>
      <div className={styles.map}>
        <IconMapPin size={28} stroke={1.75} aria-hidden />
      </div>
      <p className={styles.line}>{name ? <Plain text={name} /> : say.location}</p>
      <p className={styles.small}>{address ? <Plain text={address} /> : `${latitude}, ${longitude}`}</p>
    </div>
  );
}

type Card = Extract<OutboundMessage, { type: 'contacts' }>['contacts'][number];

export function ContactCards({ cards }: { cards: Card[] }) {
  const say = useWords(words);
  return cards.map((card, place) => {
    const key = `${place}`;
    return (
      <div className={styles.card} key={key}>
        <span className={styles.face}>
          <IconUser size={18} stroke={1.75} aria-hidden />
        </span>
        <span className={styles.mediaWords}>
          <span>{card.name ? <Plain text={card.name} /> : say.contactCard}</span>
          <span className={styles.small}>
            {[...card.phones.map(({ phone }) => phone), ...(card.emails ?? [])].join(', ')}
          </span>
        </span>
      </div>
    );
  });
}

function Wave() {
  return (
    <span className={styles.wave} aria-hidden="true">
      {[6, 12, 8, 16, 10, 14, 6, 10, 4].map((height, place) => {
        const key = `${place}`;
        return <span key={key} style={{ height }} />;
      })}
    </span>
  );
}

/** The last part of the link; the name of a stored file, the id of one that WhatsApp has. */
function nameOf({ link, file, id }: Media): string {
  if (!link) return file?.name ?? id ?? '';
  const path = link.split(/[?#]/)[0] ?? '';
  return path.split('/').at(-1) || link;
}
