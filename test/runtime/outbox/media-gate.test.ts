import type { OutboundMessage } from '@parley/flows/message.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { createSender, deliverDue, type SenderDeps } from '@parley/runtime/outbox/deliver.ts';
import { bringsFile } from '@parley/runtime/outbox/media-gate.ts';
import { createGraphClient, type GraphClient } from '@parley/runtime/whatsapp/graph-client.ts';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator-types.ts';
import { forEachDatabase } from '../../setup/database.ts';
import { emptyDatabase, type Guest, openShop, type Shop } from '../shop.ts';

const text = (body: string): OutboundMessage => ({ type: 'text', body });
const image: OutboundMessage = { type: 'image', media: { link: 'https://files.example.com/a.png' } };
/** Far more than any test takes: whoever waits for it hangs. */
const LONG_MS = 3_600_000;

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let shop: Shop;
  let guest: Guest;
  let emulator: Emulator;
  let graph: GraphClient;
  let deps: SenderDeps;

  beforeAll(async () => {
    db = (await open()).db;
  });
  beforeEach(async () => {
    await emptyDatabase(db);
    emulator = await startEmulator({ webhookUrl: null });
    graph = createGraphClient({ baseUrl: emulator.url, version: 'v25.0' });
    shop = await openShop(db, emulator.phoneNumberId);
    guest = await newGuest();
    const { phoneNumberId, accessToken } = emulator;
    deps = {
      ...{ db, graph, log: { warn: () => {}, error: () => {} } },
      channelOf: async () => ({ phoneNumberId, accessToken, catalogId: null, throughput: 80 }),
    };
  });
  afterEach(async () => {
    await graph.close();
    await emulator.close();
  });

  const newGuest = async () => {
    const someone = await shop.guest();
    await emulator.phone(someone.waId).text('hello');
    await sql`update conversations set last_inbound_at = now()`.execute(db);
    return someone;
  };
  const queue = async (someone: Guest, ...messages: OutboundMessage[]) => {
    for (const message of messages) {
      await db
        .insertInto('outbox')
        .values({
          ...{ lane: someone.lane, conversation_id: someone.conversationId, contact_id: someone.contactId },
          ...{ channel_id: shop.channelId, message: JSON.stringify(message) },
        })
        .execute();
    }
  };
  const sent = (someone = guest) =>
    emulator.accepted.filter(({ to }) => to === someone.waId).map(({ type }) => type);
  const arrives = (status: string) =>
    sql`update outbox set status = ${status} where message ->> 'type' = 'image' and status = 'sent'`.execute(
      db,
    );

  test('a message after a file goes when the file has arrived, and holds up nobody else', async () => {
    const other = await newGuest();
    const sender = createSender({ ...deps, mediaWaitMs: LONG_MS });
    await queue(guest, image, text('what you see'));
    await queue(other, text('one'), text('two'));
    const delivering = deliverDue({ ...deps, sender });
    await emulator.until(() => sent(other).length === 2 && sent().length === 1);
    await expect
      .poll(async () => (await shop.outbox(guest)).map(({ status }) => status))
      .toEqual(['sent', 'queued']);
    expect(sent()).toEqual(['image']);

    await arrives('delivered');
    await delivering;
    expect(sent()).toEqual(['image', 'text']);
    await sender.stop();
  });

  test('a file that has failed holds up nothing', async () => {
    const sender = createSender({ ...deps, mediaWaitMs: LONG_MS });
    emulator.faults.next({ kind: 'error', code: 131009 }, { match: { type: 'image' } });
    await queue(guest, image, text('what you do not see'));
    await deliverDue({ ...deps, sender });
    expect(sent()).toEqual(['text']);
    await sender.stop();
  });

  test('a phone that reports nothing is waited for a moment only', async () => {
    const sender = createSender({ ...deps, mediaWaitMs: 200 });
    await queue(guest, image, text('what you see later'));
    await deliverDue({ ...deps, sender });
    expect(sent()).toEqual(['image', 'text']);
    await sender.stop();
  });

  test('the answer to what the person wrote meanwhile waits for the file too', async () => {
    const sender = createSender({ ...deps, mediaWaitMs: LONG_MS });
    await queue(guest, image);
    await deliverDue({ ...deps, sender });
    await queue(guest, text('the next turn'));
    const delivering = deliverDue({ ...deps, sender });
    await expect
      .poll(async () => (await shop.outbox(guest)).filter(({ leased_until }) => leased_until !== null))
      .toHaveLength(1);
    expect(sent()).toEqual(['image']);
    await arrives('read');
    await delivering;
    expect(sent()).toEqual(['image', 'text']);
    await sender.stop();
  });

  test('stopping does not wait for it, and gives the message back', async () => {
    const sender = createSender({ ...deps, mediaWaitMs: LONG_MS });
    await queue(guest, image, text('later'));
    const delivering = deliverDue({ ...deps, sender });
    await expect.poll(async () => (await shop.outbox(guest))[0]?.status).toBe('sent');
    await sender.stop();
    await delivering;
    expect(await shop.outbox(guest)).toMatchObject([
      { status: 'sent' },
      { status: 'queued', leased_until: null, attempts: 0 },
    ]);
  });
});

describe('what brings a file', () => {
  const media = { link: 'https://files.example.com/a.mp4' };
  const buttons = { type: 'buttons' as const, body: 'Tea?', buttons: [{ id: 'yes', title: 'Yes' }] };
  const hello = { type: 'template' as const, name: 'hello', language: 'en' };
  test.each<[string, OutboundMessage, boolean]>([
    ['a picture', image, true],
    ['a voice note', { type: 'audio', media, voice: true }, true],
    ['a text', text('hi'), false],
    ['buttons under a video', { ...buttons, header: { type: 'video', media } }, true],
    ['buttons under a line of text', { ...buttons, header: { type: 'text', text: 'Tea' } }, false],
    ['buttons', buttons, false],
    ['a template with a document', { ...hello, header: { type: 'document', media } }, true],
    ['a template', hello, false],
  ])('%s', (_what, message, does) => {
    expect(bringsFile(message)).toBe(does);
  });
});
