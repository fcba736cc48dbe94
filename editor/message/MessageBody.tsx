import type { OutboundMessage } from '@parley/flows/message.ts';
import { IconExternalLink, IconForms, IconList, IconMapPin } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../words.ts';
import { Bubble } from './Bubble.tsx';
import { ContactCards, HeaderPart, MediaPart, Place } from './MediaParts.tsx';
import { Options, Rows, TapRow } from './Options.tsx';
import { CatalogPart, ProductPart, ProductsPart } from './ProductParts.tsx';
import { TemplatePart } from './TemplatePart.tsx';
import { BodyText, Footer } from './Texts.tsx';
import { words } from './words.ts';

/** The inside of a message of each type. `meta` stands at the end of the bubble: time and ticks. */
export function MessageBody({ message, meta }: { message: OutboundMessage; meta: ReactNode }) {
  const say = useWords(words);
  switch (message.type) {
    case 'text':
      return (
        <Bubble meta={meta}>
          <BodyText text={message.body} />
        </Bubble>
      );
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
      return (
        <Bubble meta={meta}>
          <MediaPart
            kind={message.type}
            media={message.media}
            filename={message.type === 'document' ? message.filename : undefined}
            isVoice={message.type === 'audio' && message.voice === true}
          />
          {message.type !== 'audio' && message.caption ? <BodyText text={message.caption} /> : null}
        </Bubble>
      );
    case 'sticker':
      return <MediaPart kind="sticker" media={message.media} />;
    case 'location':
      return (
        <Bubble meta={meta}>
          <Place place={message} />
        </Bubble>
      );
    case 'contacts':
      return (
        <Bubble meta={meta}>
          <ContactCards cards={message.contacts} />
        </Bubble>
      );
    case 'buttons':
      return (
        <>
          <Framed message={message} meta={meta} />
          <Options options={message.buttons} />
        </>
      );
    case 'list':
      return (
        <>
          <Framed message={message} meta={meta} />
          <TapRow tap={{ type: 'list' }} icon={IconList} title={message.button} />
          <Rows message={message} />
        </>
      );
    case 'link':
      return (
        <>
          <Framed message={message} meta={meta} />
          <TapRow url={message.url} icon={IconExternalLink} title={message.title} />
        </>
      );
    case 'form':
      return (
        <>
          <Framed message={message} meta={meta} />
          <TapRow tap={{ type: 'form' }} icon={IconForms} title={message.title} />
        </>
      );
    case 'location-request':
      return (
        <>
          <Framed message={message} meta={meta} />
          <TapRow tap={{ type: 'location' }} icon={IconMapPin} title={say.sendLocation} />
        </>
      );
    case 'product':
      return <ProductPart message={message} meta={meta} />;
    case 'products':
      return <ProductsPart message={message} meta={meta} />;
    case 'catalog':
      return <CatalogPart message={message} meta={meta} />;
    case 'template':
      return <TemplatePart message={message} meta={meta} />;
  }
}

type WithFrame = Extract<
  OutboundMessage,
  { type: 'buttons' | 'list' | 'link' | 'form' | 'location-request' }
>;

function Framed({ message, meta }: { message: WithFrame; meta: ReactNode }) {
  return (
    <Bubble meta={meta}>
      {'header' in message && message.header && <HeaderPart header={message.header} />}
      <BodyText text={message.body} />
      {'footer' in message && message.footer && <Footer text={message.footer} />}
    </Bubble>
  );
}
