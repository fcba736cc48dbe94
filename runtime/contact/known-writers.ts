import { aliasesOf } from './alias.ts';
import type { Identity, Writer } from './identity.ts';

/**
 * Who wrote lately, so that nobody is looked up twice. What it says may be out of date: storing a message checks that the contact
 * is still what it was when it was looked up, and sends whoever is not back to `identify`.
 */
export type KnownWriters = {
  find(writer: Writer): Identity | undefined;
  remember(writer: Writer, identity: Identity): void;
  forget(writer: Writer): void;
};

/** A few hundred bytes each. */
const MANY = 20_000;

export function createKnownWriters(limit = MANY): KnownWriters {
  const known = new Map<string, Identity>();
  return {
    find: (writer) => known.get(keyOf(writer)),
    remember(writer, identity) {
      const key = keyOf(writer);
      known.delete(key);
      known.set(key, identity);
      const [oldest] = known.keys();
      if (known.size > limit && oldest !== undefined) known.delete(oldest);
    },
    forget: (writer) => void known.delete(keyOf(writer)),
  };
}

function keyOf({ channelId, sender }: Writer): string {
  const { waId, bsuid } = aliasesOf(sender);
  return `${channelId} ${waId ?? ''} ${bsuid ?? ''}`;
}
