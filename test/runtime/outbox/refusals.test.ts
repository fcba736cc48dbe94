import type { OutboundMessage } from '@parley/flows/message.ts';
import { resumeChannel } from '@parley/runtime/channel/channels.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { createSender, deliverDue, type Sender, type SenderDeps } from '@parley/runtime/outbox/deliver.ts';
import { outcomeOf } from '@parley/runtime/outbox/outcome.ts';
import { createGraphClient, type GraphClient } from '@parley/runtime/whatsapp/graph-client.ts';
import { classify } from '@parley/runtime/whatsapp/graph-errors.ts';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator-types.ts';
import { forEachDatabase } from '../../setup/database.ts';
import { emptyDatabase, type Guest, openShop, type Shop } from '../shop.ts';

const text = (body: string): OutboundMessage => ({ type: 'text', body });

/** What becomes of a first message that is refused with one of these codes. Whatever is not here is in the test of `classify`. */
const BY_CODE: readonly [string, readonly number[], object][] = [
  ['waits, and slows its number', [130429], { outcome: 'again', counts: 'slowed' }],
  ['waits, and slows its account', [80007], { outcome: 'again', counts: 'slowed' }],
  ['waits, and slows the app', [4, 17, 613], { outcome: 'again', counts: 'slowed' }],
  ['waits, and slows its person', [131056], { outcome: 'again', counts: 'slowed', delayMs: 1_000 }],
  [
    'goes again, so often and so long',
    [1, 2, 131000, 131016, 131053, 131057, 132069, 133004, 134101, 2494100],
    { outcome: 'again', counts: 'failures', maxAgeMs: 15 * 60_000 },
  ],
  [
    'needs a template: its session is told',
    [131047],
    { outcome: 'failed', error: { reason: 'window-closed' } },
  ],
  [
    'never goes again: its session is told',
    [
      100, 130472, 131008, 131009, 131021, 131026, 131049, 131050, 131051, 132000, 132015, 132016, 135000,
      137000,
    ],
    { outcome: 'failed', error: { reason: 'refused' } },
  ],
  [
    'stays until its number may send again',
    [0, 3, 10, 33, 190, 200, 299, 368, 131005, 131031, 131037, 131045, 133010],
    { outcome: 'again', counts: null, delayMs: 0 },
  ],
];

describe('a message that WhatsApp refuses', () => {
  test.each(BY_CODE.flatMap(([what, codes, outcome]) => codes.map((code) => [what, code, outcome] as const)))(
    '%s: %i',
    (_what, code, outcome) => {
      const sent = { ok: false as const, outcome: 'refused' as const, failure: classify({ code }) };
      expect(outcomeOf(sent, text('hi'), { failures: 0, slowed: 0 }, 0)).toMatchObject(outcome);
    },
  );
});

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let shop: Shop;
  let guest: Guest;
  let emulator: Emulator;
  let graph: GraphClient;
  let sender: Sender;
  let deps: SenderDeps;
  const logged: object[] = [];
  const keep = (fields: object) => {
    logged.push(fields);
  };

  beforeAll(async () => {
    db = (await open()).db;
  });
  beforeEach(async () => {
    await emptyDatabase(db);
    logged.length = 0;
    emulator = await startEmulator({ webhookUrl: null, accessToken: ['EAAold', 'EAAnew'] });
    graph = createGraphClient({ baseUrl: emulator.url, version: 'v25.0' });
    shop = await openShop(db, emulator.phoneNumberId);
    guest = await shop.guest();
    await emulator.phone(guest.waId).text('hello');
    await sql`update conversations set last_inbound_at = now()`.execute(db);
    deps = {
      ...{ db, graph, log: { warn: keep, error: keep } },
      channelOf: async () => channel('EAAold'),
    };
    sender = createSender(deps);
  });
  afterEach(async () => {
    await sender.stop();
    await graph.close();
    await emulator.close();
  });

  const channel = (accessToken: string) => ({
    ...{ phoneNumberId: emulator.phoneNumberId, accessToken, catalogId: null, throughput: 1_000 },
  });
  const queue = async (...messages: OutboundMessage[]) => {
    for (const message of messages) {
      await db
        .insertInto('outbox')
        .values({
          ...{ lane: guest.lane, conversation_id: guest.conversationId, contact_id: guest.contactId },
          ...{ channel_id: shop.channelId, message: JSON.stringify(message) },
          session_id: '00000000-0000-4000-8000-000000000001',
        })
        .execute();
    }
  };
  /** As if the wait were over. */
  const again = async () => {
    await sql`update outbox set due_at = now() where status = 'queued'`.execute(db);
    await deliverDue({ ...deps, sender }, [guest.lane]);
  };
  const rows = () => shop.outbox(guest);
  const shown = () => emulator.phone(guest.waId).messages.map((message) => message.text);

  test('being told to wait, however often, uses up none of what a message may fail', async () => {
    emulator.faults.next({ kind: 'error', code: 131056 }, { times: 8 });
    await queue(text('one'), text('two'));
    for (let n = 0; n < 8; n++) await again();
    expect(await rows()).toMatchObject([
      { status: 'queued', attempts: 8, slowed: 8, failures: 0 },
      { status: 'queued', attempts: 0, slowed: 0, failures: 0 },
    ]);
    emulator.faults.next({ kind: 'error', code: 131000 }, { times: 3 });
    for (let n = 0; n < 3; n++) await again();
    expect(await rows()).toMatchObject([{ status: 'queued', slowed: 8, failures: 3 }, { attempts: 0 }]);
    await again();
    expect(shown()).toEqual(['one', 'two']);
  });

  test('failing too often is final before it is old, its session is told, and the next one goes', async () => {
    emulator.faults.next({ kind: 'error', code: 131000 }, { times: 4 });
    await queue(text('one'), text('two'));
    for (let n = 0; n < 4; n++) await again();
    expect(await rows()).toMatchObject([{ status: 'failed', attempts: 4, failures: 3 }, { status: 'sent' }]);
    expect(await shop.inbox(guest)).toMatchObject([
      { kind: 'send', input: { type: 'send.failed', code: 131000 } },
    ]);
    expect(shown()).toEqual(['two']);
  });

  test('a number that was stopped goes on where it stopped, in order and without repeating anything', async () => {
    await queue(text('one'));
    await again();
    // The token ends.
    emulator.faults.next({ kind: 'error', code: 190 });
    await queue(text('two'), text('three'));
    await again();
    expect(shown()).toEqual(['one']);
    expect(await rows()).toMatchObject([
      { status: 'sent' },
      { status: 'queued', failures: 0 },
      { attempts: 0 },
    ]);
    expect(logged).toMatchObject([{ channelId: shop.channelId, reason: expect.stringContaining('token') }]);
    await again();
    expect(shown()).toEqual(['one']);

    expect(await resumeChannel(db, shop.channelId)).toBe(true);
    await again();
    expect(shown()).toEqual(['one', 'two', 'three']);
    await again();
    expect(emulator.accepted).toHaveLength(3);
  });

  test('a number that has a new token is not stopped for what the old one was told', async () => {
    const status = async () =>
      (await db.selectFrom('channels').select('status').executeTakeFirstOrThrow()).status;
    sender = createSender({ ...deps, freshChannelOf: async () => channel('EAAnew') });
    emulator.faults.next({ kind: 'error', code: 190 });
    await queue(text('one'));
    await again();
    expect([await status(), (await rows())[0]?.status]).toEqual(['active', 'queued']);
    await again();
    expect(shown()).toEqual(['one']);

    sender = createSender({ ...deps, freshChannelOf: async () => channel('EAAold') });
    emulator.faults.next({ kind: 'error', code: 190 });
    await queue(text('two'));
    await again();
    expect(await status()).toBe('stopped');
  });

  test('what only the owner can put right is said in the log, and stops nothing', async () => {
    emulator.faults.next({ kind: 'error', code: 131042 });
    await queue(text('one'), text('two'));
    await again();
    expect(shown()).toEqual(['two']);
    expect(logged).toMatchObject([{ channelId: shop.channelId, code: 131042, reason: expect.any(String) }]);
  });
});
