import { endingOf, kindOfType, type MediaKind, mostBytesOf } from '@parley/flows/media-files.ts';
import { numberOn } from '@parley/flows/rules/pack.ts';

/** What WhatsApp takes as what kind of message, and how large. */
export type FileType = { mimeType: string; kind: MediaKind; extension: string; maxBytes: number };

/** A type as the rules know it; throws for one that they do not know. */
function typed(mimeType: string): FileType {
  const kind = kindOfType(mimeType);
  if (kind === null) throw new Error(`WhatsApp takes no ${mimeType}`);
  return { mimeType, kind, extension: endingOf(mimeType), maxBytes: mostBytesOf(mimeType) };
}
const office = 'application/vnd.openxmlformats-officedocument';

const JPEG = typed('image/jpeg');
const PNG = typed('image/png');
const MOVING = typed('image/webp');
const WEBP = { ...MOVING, maxBytes: numberOn('media.sticker') };
const MP4 = typed('video/mp4');
const MOBILE = typed('video/3gpp');
const AUDIO_MP4 = typed('audio/mp4');
const AAC = typed('audio/aac');
const AMR = typed('audio/amr');
const MP3 = typed('audio/mpeg');
const OGG = typed('audio/ogg');
const PDF = typed('application/pdf');
const TEXT = typed('text/plain');
/** By what the folders in them are called. */
const ZIPPED = [
  ['word/', typed(`${office}.wordprocessingml.document`)],
  ['xl/', typed(`${office}.spreadsheetml.sheet`)],
  ['ppt/', typed(`${office}.presentationml.presentation`)],
] as const;
/** By the name's end, as their content begins alike. */
const COMPOUND: { readonly [extension: string]: FileType } = {
  doc: typed('application/msword'),
  xls: typed('application/vnd.ms-excel'),
  ppt: typed('application/vnd.ms-powerpoint'),
};

/**
 * What a file is, by its content; whatever its name or its sender says counts for nothing where the content tells. Null for what WhatsApp
 * does not take, and for what a browser might run: HTML and SVG are text, and text is only what is named so.
 */
export function fileTypeOf(bytes: Uint8Array, filename = ''): FileType | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64));
  const at = (start: number, end: number) => head.toString('latin1', start, end);
  const extension = /\.([a-z0-9]{1,8})$/i.exec(filename)?.[1]?.toLowerCase() ?? '';
  if (head.length >= 3 && head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return JPEG;
  if (at(0, 8) === '\x89PNG\r\n\x1a\n') return PNG;
  if (at(0, 4) === 'RIFF' && at(8, 12) === 'WEBP') return isMoving(head) ? MOVING : WEBP;
  if (at(4, 8) === 'ftyp') return ofBrand(at(8, 12), extension);
  if (at(0, 5) === '#!AMR') return AMR;
  if (at(0, 4) === 'OggS') return Buffer.from(bytes.subarray(0, 512)).includes('OpusHead') ? OGG : null;
  if (at(0, 3) === 'ID3') return MP3;
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0) return AAC;
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2) return MP3;
  if (at(0, 5) === '%PDF-') return PDF;
  if (at(0, 4) === 'PK\x03\x04') return zippedType(bytes);
  if (at(0, 8) === '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1') return COMPOUND[extension] ?? null;
  return extension === 'txt' && isText(bytes) ? TEXT : null;
}

/** WebP says so in the flags of its extended header. Source: WebP Container Specification, “Extended File Format”. */
function isMoving(head: Buffer): boolean {
  return head.toString('latin1', 12, 16) === 'VP8X' && ((head[20] ?? 0) & 0b10) !== 0;
}

function ofBrand(brand: string, extension: string): FileType {
  if (brand.startsWith('3g')) return MOBILE;
  return brand.startsWith('M4A') || extension === 'm4a' ? AUDIO_MP4 : MP4;
}

function zippedType(bytes: Uint8Array): FileType | null {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return ZIPPED.find(([folder]) => all.includes(folder))?.[1] ?? null;
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Kinds that a browser shows and plays without running anything that is in them. */
export function isShown({ kind }: FileType): boolean {
  return kind !== 'document';
}
