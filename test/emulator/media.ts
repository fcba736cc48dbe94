import { createHash } from 'node:crypto';
import { type Refusal, refusal } from './graph/graph-error.ts';
import type { Ids } from './ids.ts';

/** A file that WhatsApp keeps for a while. */
type StoredMedia = {
  id: string;
  bytes: Uint8Array;
  mimeType: string;
  /** Base64 in webhooks, hexadecimal over Graph. */
  sha256: Buffer;
  phoneNumberId: string;
  expiresAt: number;
};

export type MediaStore = {
  /** A file uploaded by the business; refused for a type or size that WhatsApp does not take. */
  upload(phoneNumberId: string, bytes: Uint8Array, mimeType: string, now: number): StoredMedia | Refusal;
  /** A file that a person sends; any type. */
  receive(phoneNumberId: string, bytes: Uint8Array, mimeType: string, now: number): StoredMedia;
  find(id: string, now: number): StoredMedia | undefined;
  remove(id: string): boolean;
  /** Path and query of a link that lives five minutes. */
  link(media: StoredMedia, now: number): string;
  /** The file behind such a link; undefined once it has expired. */
  follow(query: { mid?: string; ext?: string; hash?: string }, now: number): StoredMedia | undefined;
};

export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker';

const MB = 1024 * 1024;
const DAY_MS = 86_400_000;
const LINK_MS = 5 * 60_000;
/** Source: WhatsApp Cloud API, media: how long ids of uploads and of webhooks live. */
const UPLOAD_DAYS = 30;
const INBOUND_DAYS = 7;
export const MEDIA_PATH = '/whatsapp_business/attachments/';

/** Source: WhatsApp Cloud API, supported media types. */
const KINDS: { kind: MediaKind; types: string[]; maxBytes: number }[] = [
  { kind: 'image', types: ['image/jpeg', 'image/png'], maxBytes: 5 * MB },
  { kind: 'video', types: ['video/mp4', 'video/3gpp'], maxBytes: 16 * MB },
  {
    kind: 'audio',
    types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'],
    maxBytes: 16 * MB,
  },
  { kind: 'sticker', types: ['image/webp'], maxBytes: 500 * 1024 },
  {
    kind: 'document',
    types: [
      'text/plain',
      'application/pdf',
      'application/msword',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.ms-excel',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.ms-powerpoint',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    ],
    maxBytes: 100 * MB,
  },
];

export function createMediaStore(ids: Ids): MediaStore {
  const store = new Map<string, StoredMedia>();
  const key = ids.secret();
  const seal = (id: string, expiresAt: number) =>
    createHash('sha256').update(`${key} ${id} ${expiresAt}`).digest('base64url');

  const keep = (phoneNumberId: string, bytes: Uint8Array, mimeType: string, expiresAt: number) => {
    const sha256 = createHash('sha256').update(bytes).digest();
    const media = { id: ids.mediaId(), bytes, mimeType, sha256, phoneNumberId, expiresAt };
    store.set(media.id, media);
    return media;
  };
  const find = (id: string, now: number) => {
    const media = store.get(id);
    return media && now < media.expiresAt ? media : undefined;
  };

  return {
    upload(phoneNumberId, bytes, mimeType, now) {
      const kind = KINDS.find(({ types }) => types.includes(bare(mimeType)));
      if (!kind) {
        const all = KINDS.flatMap(({ types }) => types).join(', ');
        return refusal(
          100,
          `Param file must be a file with one of the following types: ${all}. Received: ${mimeType}`,
        );
      }
      const maxBytes = kind.kind === 'sticker' && !isAnimated(bytes) ? 100 * 1024 : kind.maxBytes;
      if (bytes.length > maxBytes) {
        return refusal(
          100,
          `Param file is too large: ${bytes.length} bytes, at most ${maxBytes} for ${mimeType}`,
        );
      }
      return keep(phoneNumberId, bytes, mimeType, now + UPLOAD_DAYS * DAY_MS);
    },
    receive: (phoneNumberId, bytes, mimeType, now) =>
      keep(phoneNumberId, bytes, mimeType, now + INBOUND_DAYS * DAY_MS),
    find,
    remove: (id) => store.delete(id),
    link(media, now) {
      const expiresAt = now + LINK_MS;
      return `${MEDIA_PATH}?mid=${media.id}&ext=${expiresAt}&hash=${seal(media.id, expiresAt)}`;
    },
    follow({ mid = '', ext = '', hash }, now) {
      const isGood = hash === seal(mid, Number(ext)) && now < Number(ext);
      return isGood ? find(mid, now) : undefined;
    },
  };
}

/** Whether a stored file may be sent as this kind of message. A document may be any supported file. */
export function fitsKind(media: StoredMedia, kind: MediaKind): boolean {
  return (
    kind === 'document' ||
    KINDS.some((known) => known.kind === kind && known.types.includes(bare(media.mimeType)))
  );
}

/** `audio/ogg; codecs=opus` → `audio/ogg` */
function bare(mimeType: string): string {
  return (mimeType.split(';')[0] ?? '').trim().toLowerCase();
}

/** WebP says so in the flags of its extended header. */
function isAnimated(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 21));
  return head.toString('latin1', 12, 16) === 'VP8X' && ((head[20] ?? 0) & 0b10) !== 0;
}
