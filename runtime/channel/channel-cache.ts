import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { SecretKey } from '../secrets.ts';
import { type Channel, openChannels } from './channels.ts';

/** Our numbers as this process knows them: every webhook and every send asks for one. */
export type ChannelCache = {
  /** The number with this id at WhatsApp. Null: not ours. */
  byPhoneNumberId(phoneNumberId: string): Promise<Channel | null>;
  byId(channelId: string): Promise<Channel | null>;
  /** All of them, read again when what is known is older than `maxAgeMs`. The same list until then. */
  all(maxAgeMs?: number): Promise<readonly Channel[]>;
  /** For whoever has just changed one in this process. */
  forget(): void;
};

/** How long a change made by another process may go unnoticed. */
const FRESH_MS = 5_000;
/** A number that is not known may just have been added; still, a flood of unknown ones must not become a flood of queries. */
export const SECOND_LOOK_MS = 1_000;

type Known = {
  at: number;
  all: readonly Channel[];
  byPhoneNumberId: Map<string, Channel>;
  byId: Map<string, Channel>;
};

export function createChannelCache(deps: {
  db: Kysely<Database>;
  key: SecretKey;
  /** Milliseconds, from any clock that does not jump. */
  now?: () => number;
}): ChannelCache {
  const { db, key, now = () => performance.now() } = deps;
  let known: Known | null = null;
  let reading: Promise<Known> | null = null;

  const read = async (): Promise<Known> => {
    const at = now();
    const channels = await openChannels(db, key);
    return {
      at,
      all: channels,
      byPhoneNumberId: new Map(channels.map((channel) => [channel.phoneNumberId, channel])),
      byId: new Map(channels.map((channel) => [channel.id, channel])),
    };
  };
  const knownWithin = async (maxAgeMs: number): Promise<Known> => {
    if (known && now() - known.at < maxAgeMs) return known;
    if (!reading) {
      const current = read();
      reading = current;
      current
        .then((result) => {
          // Somebody may have called `forget` since: what was read before that is not kept.
          if (reading === current) known = result;
        })
        .catch(() => {})
        .finally(() => {
          if (reading === current) reading = null;
        });
    }
    return reading;
  };
  const find = async (look: (among: Known) => Channel | undefined): Promise<Channel | null> => {
    const found = look(await knownWithin(FRESH_MS)) ?? look(await knownWithin(SECOND_LOOK_MS));
    return found ?? null;
  };

  return {
    byPhoneNumberId: (phoneNumberId) => find((among) => among.byPhoneNumberId.get(phoneNumberId)),
    byId: (channelId) => find((among) => among.byId.get(channelId)),
    all: async (maxAgeMs = FRESH_MS) => (await knownWithin(maxAgeMs)).all,
    forget: () => {
      known = null;
      reading = null;
    },
  };
}
