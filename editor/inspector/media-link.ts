import { endingsOf, MEDIA_KINDS } from '@parley/flows/media-files.ts';
import { isRecord, type Path, valueAt } from './path.ts';

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
  // Behind a link, a document may be any file.
  const kind = MEDIA_KINDS.find((one) => one === type && one !== 'document');
  const wanted = kind && endingsOf(kind).map((ending) => `.${ending}`);
  const found = /^https?:\/\/[^/]+\/[^?#]*?(\.[a-z0-9]{2,5})(?:[?#]|$)/i.exec(link)?.[1]?.toLowerCase();
  return !wanted || found === undefined || wanted.includes(found) ? null : { found, wanted };
}
