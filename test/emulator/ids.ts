import { randomBytes } from 'node:crypto';

/** Everything WhatsApp invents a name for. All ids are unique and carry no order. */
export type Ids = {
  /** A message id as WhatsApp forms them: base64 over the person's id, the direction and a random part. */
  wamid(person: string, direction: 'in' | 'out'): string;
  mediaId(): string;
  templateId(): string;
  traceId(): string;
  secret(): string;
};

/**
 * Makes ids. Random by default, so that two emulators on one database never meet; a `seed` makes a run repeatable.
 */
export function createIds(seed?: number): Ids {
  const bytes = seed === undefined ? (count: number) => randomBytes(count) : seededBytes(seed);
  const digits = (count: number) => Array.from(bytes(count), (byte) => String(byte % 10)).join('');

  return {
    wamid(person, direction) {
      const who = Buffer.from(person, 'latin1');
      const unique = Buffer.from(bytes(9).toString('hex').toUpperCase(), 'latin1');
      const raw = Buffer.concat([
        Buffer.from([0x1c, 0x18, who.length]),
        who,
        Buffer.from([0x15, 0x02, 0x00, direction === 'out' ? 0x11 : 0x12, 0x18, unique.length]),
        unique,
        Buffer.from([0x00]),
      ]);
      return `wamid.${raw.toString('base64')}`;
    },
    mediaId: () => `1${digits(15)}`,
    templateId: () => `2${digits(15)}`,
    traceId: () => `A${bytes(16).toString('base64url')}`,
    secret: () => bytes(24).toString('base64url'),
  };
}

/** mulberry32: small, and good enough where nothing depends on secrecy. */
function seededBytes(seed: number): (count: number) => Buffer {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) & 0xff;
  };
  return (count) => Buffer.from(Array.from({ length: count }, next));
}
