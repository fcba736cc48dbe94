import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { forEachDatabase } from '../setup/database.ts';
import { API_KEY, apiUnderTest, openInMemory } from './api-under-test.ts';
import { runParley } from './run-parley.ts';
import { echo, emptyDatabase, type Guest, openShop, type Shop } from './shop.ts';

type Json = {
  conversationId: string;
  story: { text: string }[];
  outlook: string[];
  event: { id: string; status: string; path: { node: string; port: string }[]; [member: string]: unknown };
  session: { id: string; flow: string } | null;
  messages: { id: string; status: string; [member: string]: unknown }[];
  kept: { kind: string }[];
};

/** As WhatsApp writes them, with letters that mean something in an address. */
const WAMID = 'wamid.HBgL/MTY0+NjcwNDM1OTUVAg==';

forEachDatabase((_name, open) => {
  let opened: OpenDatabase;
  let api: ReturnType<typeof apiUnderTest>;
  let shop: Shop;
  let guest: Guest;
  beforeAll(async () => {
    opened = await open();
    api = apiUnderTest(opened);
  });
  beforeEach(async () => {
    await emptyDatabase(opened.db);
    await sql`delete from webhook_events`.execute(opened.db);
    shop = await openShop(opened.db);
    await shop.bind(echo);
    guest = await shop.guest();
  });

  const trace = async (id: string): Promise<Json> => {
    const { status, json } = await api.call('GET', `/api/messages/${encodeURIComponent(id)}/trace`);
    expect(status).toBe(200);
    return json as Json;
  };
  const told = ({ story }: Json) => story.map(({ text }) => text);
  const set = (change: ReturnType<typeof sql>) => sql`update outbox set ${change}`.execute(opened.db);

  test('leads from a message to its turn, its answer and what became of that, without its words', async () => {
    await shop.say(guest, 'my secret words', { source: WAMID });
    await shop.turns(guest);
    await set(sql`status = 'read', attempts = 1, wamid = 'wamid.answer', sent_at = now() + interval '1 second',
      delivered_at = now() + interval '2 seconds', read_at = now() + interval '3 seconds'`);
    const traced = await trace(WAMID);
    const [row] = await shop.outbox(guest);
    expect(traced).toMatchObject({
      conversationId: guest.conversationId,
      numberId: shop.channelId,
      event: { source: WAMID, kind: 'message', input: 'text', status: 'done', failures: 0 },
      session: { id: row?.session_id, flow: 'echo', version: 1, endedAt: null },
      messages: [{ id: `out-${row?.id}`, wamid: 'wamid.answer', node: 'ask', status: 'read', attempts: 1 }],
      outlook: [],
      kept: [],
    });
    expect(told(traced)).toEqual([
      expect.stringMatching(/^A message \(text\) was accepted as in-\d+\.$/),
      expect.stringMatching(/^Its turn was taken in session .* \(echo, version 1\)/),
      expect.stringMatching(/^out-\d+ was written: text of node ask\.$/),
      expect.stringMatching(/^out-\d+ was sent as wamid\.answer\.$/),
      expect.stringMatching(/ was delivered\.$/),
      expect.stringMatching(/ was read\.$/),
    ]);
    expect(JSON.stringify(traced)).not.toContain('secret words');
  });

  test('is the same by our own message’s wamid and by both ids of the transcript', async () => {
    await shop.say(guest, 'earlier');
    await shop.turns(guest);
    await shop.say(guest, 'hello', { source: WAMID });
    await shop.turns(guest);
    await sql`update outbox set wamid = 'wamid.' || id`.execute(opened.db);
    const traced = await trace(WAMID);
    expect(traced.messages).toHaveLength(1);
    const id = String(traced.messages[0]?.id);
    for (const other of [id, id.replace('out-', 'wamid.'), traced.event.id])
      expect(await trace(other)).toEqual(traced);
  });

  test('names the nodes that the flow went through', async () => {
    await shop.say(guest, 'hello');
    await shop.turns(guest);
    await shop.say(guest, 'one', { source: WAMID });
    await shop.turns(guest);
    const traced = await trace(WAMID);
    expect(traced.event.path.map(({ node }) => node)).toContain('count');
    expect(told(traced)[1]).toMatch(/: ask\.answered → count\.next/);
  });

  test('tells what it waits for, and what went wrong', async () => {
    await shop.say(guest, 'hello', { source: WAMID });
    expect(await trace(WAMID)).toMatchObject({
      messages: [],
      outlook: [expect.stringMatching(/^in-\d+ waits/)],
    });
    await shop.turns(guest);
    await set(sql`attempts = 2, error = '{"code":131016,"reason":"refused","details":"Unavailable."}'`);
    expect((await trace(WAMID)).outlook).toEqual([
      expect.stringMatching(/waits to be sent, .* after 2 tries: Unavailable\. \(WhatsApp’s error 131016\)$/),
    ]);
    await set(sql`status = 'unknown'`);
    expect((await trace(WAMID)).outlook).toEqual([expect.stringContaining('may have been sent')]);
    await set(sql`status = 'failed', failed_at = now()`);
    const failed = await trace(WAMID);
    expect(failed.outlook).toEqual([]);
    expect(told(failed).at(-1)).toMatch(/failed: Unavailable\. \(WhatsApp’s error 131016\)$/);
    await sql`update inbox set status = 'parked', attempts = 3, error = 'no such node'`.execute(opened.db);
    expect(told(await trace(WAMID)).join()).toContain('set aside after 3 failed turns: no such node');
  });

  test('knows a message that was only kept', async () => {
    await opened.db
      .insertInto('webhook_events')
      .values({ dedup_key: `message:${WAMID}`, kind: 'unknown-number', raw: '{}' })
      .execute();
    const traced = await trace(WAMID);
    expect(traced).toMatchObject({
      conversationId: null,
      event: null,
      messages: [],
      kept: [{ kind: 'unknown-number' }],
    });
    expect(told(traced)).toEqual([expect.stringContaining('unknown-number')]);
  });

  test.each(['wamid.never', 'in-999999999', 'out-999999999', 'in-x'])('of %s is a problem', async (id) => {
    const { status, json } = await api.call('GET', `/api/messages/${id}/trace`);
    expect({ status, code: json.code }).toEqual({ status: 404, code: 'message-not-found' });
  });
});

test('parley trace prints the story of a message on a running server', { timeout: 180_000 }, async () => {
  const own = await openInMemory();
  const api = apiUnderTest(own);
  const shop = await openShop(own.db);
  await shop.bind(echo);
  const guest = await shop.guest();
  await shop.say(guest, 'hello', { source: WAMID });
  await shop.turns(guest);
  const server = createAdaptorServer({ fetch: api.app.fetch });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const run = (...args: string[]) =>
    runParley(['trace', ...args, '--url', `http://127.0.0.1:${port}`], { env: { PARLEY_API_KEY: API_KEY } });
  try {
    const { code, stdout } = await run(WAMID);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Conversation [0-9a-f-]{36}\n.*Z {2}A message \(text\) was accepted as in-1\.\n/);
    expect(stdout).toMatch(/\nout-1 waits to be sent, not before .*\.\n$/);
    const json = await run('in-1', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ event: { source: WAMID }, messages: [{ id: 'out-1' }] });
    expect(await run('wamid.never')).toMatchObject({ code: 3, stderr: 'There is no such message.\n' });
    expect((await run()).code).toBe(2);
  } finally {
    server.close();
    await own.close();
  }
});
