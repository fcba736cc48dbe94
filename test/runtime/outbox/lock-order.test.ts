import type { Database } from '@parley/runtime/db/tables.ts';
import { recordStatuses, type Told } from '@parley/runtime/outbox/record-status.ts';
import { settle } from '@parley/runtime/outbox/settle.ts';
import { type Kysely, sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { openShop } from '../shop.ts';

const MESSAGES = 20;

/**
 * The answer to a send and the statuses of the same message are stored at the same moment, for many messages at once. If each held what
 * the other waits for, PostgreSQL would let both wait a second before it ends one.
 */
forEachDatabase((name, open) => {
  let db: Kysely<Database>;
  beforeAll(async () => {
    db = (await open()).db;
  });

  test.runIf(name === 'PostgreSQL').each(['what was sent', 'statuses'])(
    'of many messages %s is stored in the order of the messages, whatever order it came in',
    async (what) => {
      const shop = await openShop(db);
      const ids: string[] = [];
      for (let n = 0; n < MESSAGES; n++) {
        const guest = await shop.guest({ lane: 3 });
        const { id } = await db
          .insertInto('outbox')
          .values({
            ...{ lane: 3, conversation_id: guest.conversationId, contact_id: guest.contactId, node: 'a' },
            ...{ channel_id: shop.channelId, message: JSON.stringify({ type: 'text', body: 'hi' }) },
            ...{ status: 'sending', attempts: 1 },
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        ids.push(id);
      }
      const backwards = ids.toReversed();
      const first = ids[0] ?? '';
      let storing: Promise<unknown> = Promise.resolve();
      await db.transaction().execute(async (tx) => {
        await sql`select from outbox where lane = 3 and id = ${first} for update`.execute(tx);
        storing =
          what === 'statuses'
            ? recordStatuses(
                db,
                backwards.map(
                  (id): Told => ({
                    ...{ channelId: shop.channelId, wamid: `wamid.${what}.${id}`, status: 'delivered' },
                    ...{ at: new Date(), errors: [], callbackData: `3.${id}` },
                  }),
                ),
              )
            : settle(
                db,
                3,
                backwards.map((id) => ({ id, attempts: 1, outcome: 'sent', wamid: `wamid.${id}` })),
              );
        await expect.poll(() => waitingLocks(db), { timeout: 20_000 }).toBe(1);
        // Whoever waits for the first holds none of the others.
        const { rows } = await sql<{ id: string }>`
          select id from outbox where lane = 3 and id = any(${ids}::bigint[]) for update skip locked
        `.execute(tx);
        expect(rows).toHaveLength(MESSAGES);
      });
      await storing;
    },
  );
});

async function waitingLocks(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where a.datname = current_database() and not l.granted
  `.execute(db);
  return rows[0]?.count ?? 0;
}
