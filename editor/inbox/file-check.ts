import { fileFault, kindOfType, MEDIA_KINDS, typesOf } from '@parley/flows/media-files.ts';

/** A sticker is not among what agents send. */
const KINDS = MEDIA_KINDS.filter((kind) => kind !== 'sticker');
const MB = 1024 * 1024;

/** For the `accept` of a field that takes files. */
export const ACCEPTED = typesOf('document')
  .filter((type) => KINDS.some((kind) => kind === kindOfType(type)))
  .join(',');

export type FileFault = { why: 'type' } | { why: 'size'; mostMb: number } | { why: 'empty' };

/** What is wrong with a file before it is sent, by the type that the browser says; null when nothing is. The server looks at the content. */
export function faultOf({ type, size }: { type: string; size: number }): FileFault | null {
  const kind = KINDS.find((one) => one === kindOfType(type));
  const fault = kind ? fileFault({ mimeType: type, bytes: size }, kind) : ({ why: 'type' } as const);
  if (fault === null || fault.why === 'empty') return fault;
  return fault.why === 'type' ? { why: 'type' } : { why: 'size', mostMb: fault.most / MB };
}
