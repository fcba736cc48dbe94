import { isRecord, type Path, valueAt } from './path.ts';

/**
 * Endings of the files that WhatsApp takes for each kind of message; a document may be any file.
 * Source: Cloud API, supported media types, as read on 2026-11-22.
 */
const ENDINGS: { readonly [type: string]: readonly string[] | undefined } = {
  image: ['.jpg', '.jpeg', '.png'],
  video: ['.mp4', '.3gp'],
  audio: ['.aac', '.amr', '.mp3', '.m4a', '.ogg', '.opus'],
  sticker: ['.webp'],
};

/** Which kind of file stands behind a link at `path`, which ends in `media.link`; undefined when it is no media link. */
export function typeOfMedia(node: unknown, path: Path): string | undefined {
  if (path.at(-2) !== 'media' || path.at(-1) !== 'link') return undefined;
  const owner = valueAt(node, path.slice(0, -2));
  return isRecord(owner) && typeof owner.type === 'string' ? owner.type : undefined;
}

/** What can be told of a link without fetching it: that it is no address, or that its ending is of another kind of file. */
export function mediaFault(
  link: string,
  type: string | undefined,
): null | 'address' | { found: string; wanted: readonly string[] } {
  if (type === undefined || link === '' || link.startsWith('{{')) return null;
  if (!/^https?:\/\//i.test(link)) return 'address';
  const wanted = ENDINGS[type];
  const found = /^https?:\/\/[^/]+\/[^?#]*?(\.[a-z0-9]{2,5})(?:[?#]|$)/i.exec(link)?.[1]?.toLowerCase();
  return !wanted || found === undefined || wanted.includes(found) ? null : { found, wanted };
}
