/**
 * What WhatsApp takes, by the type that the browser says; the server looks at the content. Source: WhatsApp Business Platform, media:
 * supported types and sizes. Documents may have 100 MB there; the server takes 32.
 */
const MB = 1024 * 1024;
const TYPES: { readonly [type: string]: number } = {
  'image/jpeg': 5 * MB,
  'image/png': 5 * MB,
  'video/mp4': 16 * MB,
  'video/3gpp': 16 * MB,
  'audio/aac': 16 * MB,
  'audio/amr': 16 * MB,
  'audio/mpeg': 16 * MB,
  'audio/mp4': 16 * MB,
  'audio/ogg': 16 * MB,
  'text/plain': 32 * MB,
  'application/pdf': 32 * MB,
  'application/msword': 32 * MB,
  'application/vnd.ms-excel': 32 * MB,
  'application/vnd.ms-powerpoint': 32 * MB,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 32 * MB,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 32 * MB,
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 32 * MB,
};

/** For the `accept` of a field that takes files. */
export const ACCEPTED = Object.keys(TYPES).join(',');

export type FileFault = { why: 'type' } | { why: 'size'; mostMb: number } | { why: 'empty' };

/** What is wrong with a file before it is sent; null when nothing is. */
export function faultOf({ type, size }: { type: string; size: number }): FileFault | null {
  const most = TYPES[type.split(';')[0]?.trim().toLowerCase() ?? ''];
  if (most === undefined) return { why: 'type' };
  if (size === 0) return { why: 'empty' };
  return size > most ? { why: 'size', mostMb: most / MB } : null;
}
