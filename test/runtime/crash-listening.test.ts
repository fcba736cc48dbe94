import type { Database } from '@parley/runtime/db/tables.ts';
import { recordStatuses } from '@parley/runtime/outbox/record-status.ts';
import { createGraphClient, type GraphClient } from '@parley/runtime/whatsapp/graph-client.ts';
import { startWork, type Work } from '@parley/runtime/work.ts';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEmulator } from '../emulator/emulator.ts';
import type { Emulator } from '../emulator/emulator-types.ts';
import { forEachDatabase } from '../setup/database.ts';
import { type Guest, openShop, type Shop } from './shop.ts';

const LANE = 3;

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let shop: Shop;
  let emulator: Emulator;
  let graph: GraphClient;
  let work: Work | undefined;

  beforeEach(async () => {
    db = (await open()).db;
    emulator = await startEmulator({ webhookUrl: null });
    graph = createGraphClient({ baseUrl: emulator.url, version: 'v25.0' });
    shop = await openShop(db, emulator.phoneNumberId);
  });
  afterEach(async () => {
    await work?.stop();
    await graph.close();
    await emulator.close();
  });

  test('after a standstill nothing goes again before the statuses had the time to come in', async () => {
    const [settled, silent, next] = [await guest(), await guest(), await guest()];
    // All processes had ended in the middle of these two, long ago.
    const callbackData = await queue(settled, 'unknown');
    await queue(silent, 'unknown');
    await queue(next, 'queued');
    const { phoneNumberId, accessToken } = emulator;
    work = startWork({
      ...{ db, graph, pollMs: 50, graceMs: 2_000, log: { warn: () => {}, error: () => {} } },
      channelOf: async () => ({ phoneNumberId, accessToken, catalogId: null, throughput: 80 }),
    });
    await emulator.until(() => shown(next) === 1);
    const told = { wamid: 'wamid.lost', status: 'delivered' as const, at: new Date(), errors: [] };
    await recordStatuses(db, [{ channelId: shop.channelId, callbackData, ...told }]);

    await emulator.until(() => shown(silent) === 1, 10_000);
    expect(shown(settled)).toBe(0);
  });

  const guest = async (): Promise<Guest> => {
    const someone = await shop.guest({ lane: LANE });
    await emulator.phone(someone.waId).text('hello');
    await sql`update conversations set last_inbound_at = now() where id = ${someone.conversationId}`.execute(
      db,
    );
    return someone;
  };
  const shown = ({ waId }: Guest) => emulator.phone(waId).messages.length;

  /** A message to the guest, the name by which its statuses come. */
  const queue = async ({ lane, conversationId, contactId }: Guest, status: 'queued' | 'unknown') => {
    const { id } = await db
      .insertInto('outbox')
      .values({
        ...{
          lane,
          conversation_id: conversationId,
          contact_id: contactId,
          channel_id: shop.channelId,
          status,
        },
        ...{
          message: JSON.stringify({ type: 'text', body: 'hello' }),
          attempts: status === 'queued' ? 0 : 1,
        },
        due_at: new Date(Date.now() - 3600_000),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return `${lane}.${id}`;
  };
});
