import { numberOn, RULES_AS_OF, ruleOn } from './rules/pack.ts';

/** What a file can be sent as. */
export const MEDIA_KINDS = ['image', 'video', 'audio', 'document', 'sticker'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** What is known of a file without its content: what it is, as `image/png`, and its size in bytes. */
export type FileFacts = { mimeType: string; bytes: number };

/** Why WhatsApp would not take a file; sizes in bytes. `stored` is our own limit, for files that are kept here. */
export type FileFault =
  | { why: 'type'; taken: readonly string[] }
  | { why: 'size'; most: number }
  | { why: 'stored'; most: number }
  | { why: 'empty' };

/** How names of such files end, the usual ending first. */
const ENDINGS: { readonly [mimeType: string]: readonly string[] | undefined } = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'video/mp4': ['mp4'],
  'video/3gpp': ['3gp'],
  'audio/aac': ['aac'],
  'audio/amr': ['amr'],
  'audio/mpeg': ['mp3'],
  'audio/mp4': ['m4a'],
  'audio/ogg': ['ogg', 'opus'],
  'text/plain': ['txt'],
  'application/pdf': ['pdf'],
  'application/msword': ['doc'],
  'application/vnd.ms-excel': ['xls'],
  'application/vnd.ms-powerpoint': ['ppt'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
};

const TYPES_RULES = {
  image: 'media.imageTypes',
  video: 'media.videoTypes',
  audio: 'media.audioTypes',
  document: 'media.documentTypes',
  sticker: 'media.stickerTypes',
} as const satisfies { [kind in MediaKind]: string };

/** The types that only this kind of message takes. */
function ownTypes(kind: MediaKind, day: string): string[] {
  const value = ruleOn(TYPES_RULES[kind], day)?.value;
  return Array.isArray(value) ? value.map(String) : [];
}

/** The types that a kind of message takes. A document may be of any type that WhatsApp knows. */
export function typesOf(kind: MediaKind, day: string = RULES_AS_OF): string[] {
  return kind === 'document' ? MEDIA_KINDS.flatMap((other) => ownTypes(other, day)) : ownTypes(kind, day);
}

/** What a file of this type is sent as; null for a type that WhatsApp does not take. */
export function kindOfType(mimeType: string, day: string = RULES_AS_OF): MediaKind | null {
  const bare = bareType(mimeType);
  return MEDIA_KINDS.find((kind) => ownTypes(kind, day).includes(bare)) ?? null;
}

/** Endings of names, without their dot, of files of a type; the usual one first. */
export function endingsOfType(mimeType: string): readonly string[] {
  return ENDINGS[bareType(mimeType)] ?? [];
}

/** The same of all files that a kind of message takes. */
export function endingsOf(kind: MediaKind): string[] {
  return typesOf(kind).flatMap(endingsOfType);
}

/** How a file of this type is called by its ending: `JPG`. */
export function typeName(mimeType: string): string {
  return endingsOfType(mimeType)[0]?.toUpperCase() ?? mimeType;
}

/** The usual ending of a type's files; `bin` for one that is not known. */
export function endingOf(mimeType: string): string {
  return endingsOfType(mimeType)[0] ?? 'bin';
}

/** How many bytes WhatsApp takes of a type: the type decides, also where the file is sent as a document. */
export function mostBytesOf(mimeType: string, day: string = RULES_AS_OF): number {
  const kind = kindOfType(mimeType, day);
  // Whether a sticker moves, which may be larger, only its content tells.
  return kind === null ? 0 : numberOn(kind === 'sticker' ? 'media.stickerAnimated' : `media.${kind}`, day);
}

/** Why a file cannot be sent as this kind of message, as far as its type and size tell; null when it can. */
export function fileFault(
  { mimeType, bytes }: FileFacts,
  kind: MediaKind,
  day: string = RULES_AS_OF,
): FileFault | null {
  const taken = typesOf(kind, day);
  if (!taken.includes(bareType(mimeType))) return { why: 'type', taken };
  if (bytes === 0) return { why: 'empty' };
  const most = mostBytesOf(mimeType, day);
  if (bytes > most) return { why: 'size', most };
  const stored = numberOn('media.stored', day);
  return bytes > stored ? { why: 'stored', most: stored } : null;
}

/** `audio/ogg; codecs=opus` → `audio/ogg` */
export function bareType(mimeType: string): string {
  return (mimeType.split(';')[0] ?? '').trim().toLowerCase();
}

const MB = 1024 * 1024;

/** Bytes as people say them: `340 kB`, `4.2 MB`. */
export function sizeInWords(bytes: number): string {
  if (bytes < MB) return `${Math.max(1, Math.ceil(bytes / 1024))} kB`;
  const tenths = Math.ceil((bytes / MB) * 10) / 10;
  return `${Number.isInteger(tenths) ? tenths : tenths.toFixed(1)} MB`;
}
