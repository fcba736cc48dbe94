import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@parley/runtime/db/tables.ts';
import { type Kysely, sql } from 'kysely';

const LOOK_EVERY_MS = 25;
const PATIENCE_MS = 20_000;

export type Quiet = ReturnType<typeof watchQuiet>;

/**
 * Tells when nothing is under way in a conversation: no event waits for its turn, no message waits to be sent, no timer is due. One
 * question to the database for everybody who waits, so that many may.
 */
export function watchQuiet(db: Kysely<Database>) {
  let asking: { keys: string[]; until: number; resolve: () => void; reject: (error: Error) => void }[] = [];
  let isOpen = true;
  const look = async () => {
    while (isOpen) {
      await sleep(LOOK_EVERY_MS);
      if (asking.length === 0) continue;
      const asked = asking;
      asking = [];
      const busy = await underWay(db);
      for (const one of asked) {
        const open = one.keys.flatMap((key) => busy.get(key) ?? []);
        if (open.length === 0) one.resolve();
        else if (Date.now() > one.until) one.reject(new Error(`still under way: ${open.join(', ')}`));
        else asking.push(one);
      }
    }
  };
  const looking = look().catch((cause) => {
    for (const { reject } of asking.splice(0)) reject(new Error('cannot look', { cause }));
  });
  return {
    /** `call` names an answered HTTP call whose answer has to come in first. */
    of(conversationId: string, call?: string): Promise<void> {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const keys = [conversationId, ...(call === undefined ? [] : [`${conversationId} ${call}`])];
      asking.push({ keys, until: Date.now() + PATIENCE_MS, resolve, reject });
      return promise;
    },
    async close() {
      isOpen = false;
      await looking;
    },
  };
}

async function underWay(db: Kysely<Database>): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ key: string; what: string }>`
    select conversation_id::text as key, 'inbox ' || source as what from inbox where status = 'new'
    union all
    select conversation_id::text, 'outbox ' || status || ' ' || id from outbox
    where status in ('queued', 'sending', 'unknown')
    union all
    select conversation_id::text, 'timer ' || timer from timers where not fired and due_at <= now()
    union all
    select conversation_id || ' ' || call, 'call ' || call from calls
  `.execute(db);
  const busy = new Map<string, string[]>();
  for (const { key, what } of rows) busy.set(key, [...(busy.get(key) ?? []), what]);
  return busy;
}
