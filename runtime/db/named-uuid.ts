import { hash } from 'node:crypto';

/**
 * A UUID made from a name, the same for the same name everywhere: two processes that create the same thing at once give it the
 * same id. Version 8 (RFC 9562): the first 128 bits of a SHA-256, bar the six that mark the version.
 */
export function namedUuid(name: string): string {
  const hex = hash('sha256', name, 'hex');
  const variant = (0x8 | (Number.parseInt(hex.charAt(16), 16) & 0x3)).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
