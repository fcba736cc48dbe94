/**
 * The part of a file that a `Range` header asks for, first and last byte included; null for all of it, as also for what cannot be read or
 * given, which a server may leave out of account. Source: RFC 9110, section 14.
 */
export function byteRange(header: string | undefined, size: number): { from: number; to: number } | null {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return from <= to ? { from, to } : null;
}
