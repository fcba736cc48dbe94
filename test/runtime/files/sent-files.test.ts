import type { Media, OutboundMessage } from '@parley/flows/message.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { addFlowFile } from '@parley/runtime/files/flow-files.ts';
import { createSentFiles } from '@parley/runtime/files/sent-files.ts';
import { createSender, deliverDue, type SenderDeps } from '@parley/runtime/outbox/deliver.ts';
import { createGraphClient, type GraphClient } from '@parley/runtime/whatsapp/graph-client.ts';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator-types.ts';
import { forEachDatabase } from '../../setup/database.ts';
import { emptyDatabase, type Guest, openShop, type Shop } from '../shop.ts';

const PNG = Buffer.from('\x89PNG\r\n\x1a\n and a picture', 'latin1');
const PDF = Buffer.from('%PDF-1.7 and pages');

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
    emulator = await startEmulator({ webhookUrl: null, pairRate: false });
    graph = createGraphClient({ baseUrl: emulator.url, version: 'v25.0' });
    shop = await openShop(db, emulator.phoneNumberId);
    guest = await shop.guest();
    await emulator.phone(guest.waId).text('hello');
    await sql`update conversations set last_inbound_at = now()`.execute(db);
    const { phoneNumberId, accessToken } = emulator;
    deps = {
      ...{ db, graph, mediaWaitMs: 0, log: { warn: () => {}, error: () => {} } },
      files: createSentFiles({ db, graph }),
      channelOf: async () => ({ phoneNumberId, accessToken, catalogId: null, throughput: 80 }),
    };
  });
  afterEach(async () => {
    await graph.close();
    await emulator.close();
  });

  const picture = async (name = 'cake.png'): Promise<Media> => ({
    file: await addFlowFile(db, {
      bytes: name === 'cake.png' ? PNG : Buffer.concat([PNG, Buffer.from(name)]),
      name,
      mimeType: 'image/png',
    }),
  });
  const queue = (message: OutboundMessage) =>
    db
      .insertInto('outbox')
      .values({
        ...{ lane: guest.lane, conversation_id: guest.conversationId, contact_id: guest.contactId },
        ...{ channel_id: shop.channelId, message: JSON.stringify(message) },
      })
      .execute();
  const send = async (...messages: OutboundMessage[]) => {
    for (const message of messages) await queue(message);
    await sql`update outbox set due_at = now() where status = 'queued'`.execute(db);
    const sender = createSender(deps);
    await deliverDue({ ...deps, sender });
    await sender.stop();
  };
  const uploads = () =>
    emulator.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/media')).length;
  const mediaIds = () => emulator.accepted.map(({ body }) => (body as { image?: { id?: string } }).image?.id);
  const statuses = async () => (await shop.outbox(guest)).map(({ status }) => status);

  test('a file is given to WhatsApp once, and sent by its id', async () => {
    const media = await picture();
    await send({ type: 'image', media, caption: 'cake' }, { type: 'image', media });
    expect(uploads()).toBe(1);
    const [first, second] = mediaIds();
    expect(first).toMatch(/^\d+$/);
    expect(second).toBe(first);
    // What is stored is what the author wrote: the file, which outlives WhatsApp's id.
    expect((await shop.outbox(guest))[0]?.message).toMatchObject({ media });
  });

  test('a document has its name, above buttons as well', async () => {
    const file = await addFlowFile(db, { bytes: PDF, name: 'menu.pdf', mimeType: 'application/pdf' });
    const buttons = [{ id: 'yes', title: 'Yes' }];
    await send(
      { type: 'document', media: { file } },
      { type: 'document', media: { file }, filename: 'today.pdf' },
      { type: 'buttons', header: { type: 'document', media: { file } }, body: 'Tea?', buttons },
    );
    expect(emulator.accepted.map(({ body }) => body)).toMatchObject([
      { document: { filename: 'menu.pdf' } },
      { document: { filename: 'today.pdf' } },
      { interactive: { header: { document: { filename: 'menu.pdf' } } } },
    ]);
    expect(uploads()).toBe(1);
  });

  test('each card of a carousel has its own file, given once, and WhatsApp takes the message with its offer’s end', async () => {
    const card = { components: [{ type: 'HEADER' as const, format: 'IMAGE' }] };
    const offer = { text: 'Sale', has_expiration: true };
    emulator.templates.add({
      ...{ name: 'new_teas', language: 'en', category: 'MARKETING' },
      components: [
        { type: 'BODY', text: 'New' },
        { type: 'LIMITED_TIME_OFFER', limited_time_offer: offer },
        { type: 'CAROUSEL', cards: [card, card, card] },
      ],
    });
    const [one, other] = [await picture(), await picture('tea.png')];
    const header = (media: Media) => ({ header: { type: 'image' as const, media } });
    await send({
      ...{ type: 'template', name: 'new_teas', language: 'en' },
      offerEnds: { kind: 'moment', at: new Date(Date.now() + 3_600_000).toISOString() },
      cards: [header(one), header(other), header(one)],
    });
    expect(await statuses()).toEqual(['sent']);
    expect(uploads()).toBe(2);
  });

  test('a file that WhatsApp has forgotten is given anew, within the same try', async () => {
    const media = await picture();
    await send({ type: 'image', media });
    const [id] = mediaIds();
    await fetch(`${emulator.url}/v25.0/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${emulator.accessToken}` },
    });
    await send({ type: 'image', media });
    expect(await statuses()).toEqual(['sent', 'sent']);
    expect(uploads()).toBe(2);
    expect(mediaIds()[1]).not.toBe(id);
  });

  test('a refusal that is not about the file does not upload for ever', async () => {
    const media = await picture();
    await send({ type: 'image', media });
    emulator.faults.next({ kind: 'error', code: 100 }, { times: 2, match: { type: 'image' } });
    await send({ type: 'image', media });
    expect(await statuses()).toEqual(['sent', 'failed']);
    expect(uploads()).toBe(2);
    expect(emulator.faults.pending).toBe(0);
  });

  test('shortly before its thirty days are over, a file is given anew', async () => {
    const media = await picture();
    await send({ type: 'image', media });
    await sql`update flow_file_uploads set uploaded_at = now() - interval '28 days 23 hours'`.execute(db);
    await send({ type: 'image', media });
    expect(uploads()).toBe(1);
    await sql`update flow_file_uploads set uploaded_at = now() - interval '29 days 1 minute'`.execute(db);
    await send({ type: 'image', media });
    expect(uploads()).toBe(2);
  });

  test('an upload that fails for now leaves the message waiting, and nothing has gone', async () => {
    const media = await picture();
    emulator.faults.next({ kind: 'error', code: 131016 }, { match: { path: '/media' } });
    await send({ type: 'image', media }, { type: 'text', body: 'after the picture' });
    const [waiting, behind] = await shop.outbox(guest);
    expect(waiting).toMatchObject({ status: 'queued', attempts: 0, failures: 1, error: { code: 131016 } });
    expect(behind?.status).toBe('queued');
    expect(emulator.accepted).toEqual([]);

    await send();
    expect(emulator.accepted.map(({ type }) => type)).toEqual(['image', 'text']);
  });

  test('an upload whose answer is lost is repeated: it has told nobody anything', async () => {
    const media = await picture();
    emulator.faults.next({ kind: 'accept-then-drop' }, { match: { path: '/media' } });
    await send({ type: 'image', media });
    expect(await statuses()).toEqual(['queued']);
    await send();
    expect(await statuses()).toEqual(['sent']);
  });

  test('a file that is not on this server fails the message, with its name', async () => {
    const { file } = await picture();
    if (!file) throw new Error('no file');
    await sql`delete from flow_files`.execute(db);
    await send({ type: 'image', media: { file } });
    expect((await shop.outbox(guest))[0]).toMatchObject({
      status: 'failed',
      error: { reason: 'refused', details: 'The file “cake.png” is not on this server.' },
    });
  });

  test('many messages with one new file upload it once', async () => {
    const media = await picture();
    const files = createSentFiles({ db, graph });
    const { phoneNumberId, accessToken } = emulator;
    const given = await Promise.all(
      Array.from({ length: 20 }, () =>
        files.attach(shop.channelId, { phoneNumberId, accessToken }, { type: 'image', media }),
      ),
    );
    expect(uploads()).toBe(1);
    expect(new Set(given.map((one) => JSON.stringify('message' in one && one.message))).size).toBe(1);
  });
});
