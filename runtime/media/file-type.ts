/** What WhatsApp takes as what kind of message, and how large. Source: WhatsApp Cloud API, "Media", supported media types. */
export type FileType = {
  mimeType: string;
  kind: 'image' | 'video' | 'audio' | 'sticker' | 'document';
  extension: string;
  maxBytes: number;
};

const MB = 1024 * 1024;
const of = (kind: FileType['kind'], maxBytes: number) => (mimeType: string, extension: string) => ({
  ...{ mimeType, kind, extension, maxBytes },
});
const image = of('image', 5 * MB);
const video = of('video', 16 * MB);
const audio = of('audio', 16 * MB);
const document = of('document', 100 * MB);
const office = 'application/vnd.openxmlformats-officedocument';

const JPEG = image('image/jpeg', 'jpg');
const PNG = image('image/png', 'png');
const WEBP = of('sticker', 500 * 1024)('image/webp', 'webp');
const MP4 = video('video/mp4', 'mp4');
const MOBILE = video('video/3gpp', '3gp');
const AUDIO_MP4 = audio('audio/mp4', 'm4a');
const AAC = audio('audio/aac', 'aac');
const AMR = audio('audio/amr', 'amr');
const MP3 = audio('audio/mpeg', 'mp3');
const OGG = audio('audio/ogg', 'ogg');
const PDF = document('application/pdf', 'pdf');
const TEXT = document('text/plain', 'txt');
/** By what the folders in them are called. */
const ZIPPED = [
  ['word/', document(`${office}.wordprocessingml.document`, 'docx')],
  ['xl/', document(`${office}.spreadsheetml.sheet`, 'xlsx')],
  ['ppt/', document(`${office}.presentationml.presentation`, 'pptx')],
] as const;
/** By the name's end, as their content begins alike. */
const COMPOUND: { readonly [extension: string]: FileType } = {
  doc: document('application/msword', 'doc'),
  xls: document('application/vnd.ms-excel', 'xls'),
  ppt: document('application/vnd.ms-powerpoint', 'ppt'),
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
  if (at(0, 4) === 'RIFF' && at(8, 12) === 'WEBP') return WEBP;
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
