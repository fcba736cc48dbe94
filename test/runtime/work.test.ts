import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from '@parley/runtime/db/tables.ts';
import { resolveCase } from '@parley/runtime/escalation/cases.ts';
import { createGraphClient, type GraphClient } from '@parley/runtime/whatsapp/graph-client.ts';
import { startWork, type Work, type WorkDeps } from '@parley/runtime/work.ts';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEmulator } from '../emulator/emulator.ts';
import type { Emulator } from '../emulator/emulator-types.ts';
import { forEachDatabase } from '../setup/database.ts';
import { echo, emptyDatabase, flow, type Guest, openShop, type Shop } from './shop.ts';

const at: [number, number] = [0, 0];

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let shop: Shop;
  let emulator: Emulator;
  let graph: GraphClient;
  let deps: WorkDeps;
  const working: Work[] = [];
  const errors: unknown[] = [];

  beforeAll(async () => {
    db = (await open()).db;
  });
  beforeEach(async () => {
    await emptyDatabase(db);
    errors.length = 0;
    emulator = await startEmulator({ webhookUrl: null });
    graph = createGraphClient({ baseUrl: emulator.url, version: 'v25.0' });
    shop = await openShop(db, emulator.phoneNumberId);
    const keep = (fields: { err?: unknown }) => {
      errors.push(fields.err);
    };
    deps = {
      db,
      graph,
      channelOf: async () => ({
        phoneNumberId: emulator.phoneNumberId,
        accessToken: emulator.accessToken,
        catalogId: null,
        throughput: 80,
      }),
      log: { warn: keep, error: keep },
      pollMs: 50,
    };
  });
  afterEach(async () => {
    await Promise.all(working.splice(0).map((work) => work.stop()));
    await graph.close();
    await emulator.close();
    expect(errors).toEqual([]);
  });

  const start = (more: Partial<WorkDeps> = {}) => {
    const work = startWork({ ...deps, ...more });
    working.push(work);
    return work;
  };
  /** The guest writes on the emulated phone, and the message is in our inbox. */
  const write = async (guest: Guest, text: string) => {
    const wamid = await emulator.phone(guest.waId).text(text);
    await shop.say(guest, text, { source: wamid });
  };
  const shown = (guest: Guest) => emulator.phone(guest.waId).messages.map(({ text }) => text);
  const until = (guest: Guest, count: number) => emulator.until(() => shown(guest).length >= count);

  test('a message that somebody is woken for is answered, without a poll', async () => {
    await shop.bind(echo);
    const guest = await shop.guest();
    const work = start({ pollMs: 3_600_000 });
    for (const [n, text] of ['hello', 'one', 'two'].entries()) {
      await write(guest, text);
      work.wake([guest.lane]);
      await until(guest, n + 1);
    }
    expect(shown(guest)).toEqual(['0: ', '1: one', '2: two']);
  });

  test('a message that nobody is woken for is found', async () => {
    await shop.bind(echo);
    const guest = await shop.guest();
    start();
    await write(guest, 'hello');
    await until(guest, 1);
    expect(shown(guest)).toEqual(['0: ']);
  });

  test('many people are answered by two processes, each in order and once', async () => {
    await shop.bind(echo);
    const guests = await Promise.all(Array.from({ length: 12 }, () => shop.guest()));
    const works = [start(), start()];
    for (const text of ['hello', '1', '2', '3']) {
      for (const [n, guest] of guests.entries()) {
        await write(guest, text);
        works[n % 2]?.wake([guest.lane]);
      }
    }
    for (const guest of guests) await until(guest, 4);
    for (const guest of guests) expect(shown(guest)).toEqual(['0: ', '1: 1', '2: 2', '3: 3']);
    expect(emulator.accepted).toHaveLength(48);
  });

  test('timers, calls and agents move sessions too', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"place":"Berlin"}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const say = (body: string) => ({
      type: 'message' as const,
      at,
      bubbles: [{ id: 'a', message: { type: 'text' as const, body } }],
    });
    await shop.bind(
      flow(
        'walk',
        {
          wait: { type: 'wait', at, until: { kind: 'duration', duration: 'PT1S' } },
          ask: {
            type: 'request',
            at,
            method: 'GET',
            url: `http://127.0.0.1:${port}/`,
            save: [{ variable: 'said', from: 'response.body.place' }],
          },
          told: say('It is in {{said}}.'),
          lost: say('Nobody knows.'),
          help: { type: 'escalation', at, text: 'Somebody comes.', contact: { method: 'agent' } },
          bye: say('Goodbye.'),
          end: { type: 'end', at },
        },
        {
          wait: { elapsed: 'ask' },
          ask: { answered: 'told', failed: 'lost' },
          told: { next: 'help' },
          lost: { next: 'help' },
          help: { resolved: 'bye' },
          bye: { next: 'end' },
        },
      ),
    );
    const guest = await shop.guest();
    const work = start({ opened: { ports: [port], addresses: ['127.0.0.0/8'] } });
    await write(guest, 'hello');
    await until(guest, 2);
    expect(await resolveCase({ db, onResolved: (lane) => work.wake([lane]) }, guest.conversationId)).toBe(
      true,
    );
    await until(guest, 3);
    expect(shown(guest)).toEqual(['It is in Berlin.', 'Somebody comes.', 'Goodbye.']);
    server.closeAllConnections();
    server.close();
  });

  test('a message that WhatsApp refuses for good is told to its session', async () => {
    await shop.bind(
      flow(
        'careful',
        {
          hi: { type: 'message', at, bubbles: [{ id: 'a', message: { type: 'text', body: 'Hello' } }] },
          ask: {
            type: 'question',
            at,
            body: 'Which one?',
            answer: { kind: 'text' },
            saveAs: 'said',
            retries: 0,
          },
          sorry: {
            type: 'question',
            at,
            body: 'Once more.',
            answer: { kind: 'text' },
            saveAs: 'said',
            retries: 0,
          },
        },
        {
          hi: { next: 'ask' },
          ask: { answered: 'ask', other: 'ask' },
          sorry: { answered: 'ask', other: 'ask' },
        },
        { globals: { 'send-failed': 'sorry' } },
      ),
    );
    const guest = await shop.guest();
    emulator.faults.next({ kind: 'error', code: 131009 }, { match: { type: 'text' } });
    start();
    await write(guest, 'hello');
    await until(guest, 2);
    expect(shown(guest)).toEqual(['Which one?', 'Once more.']);
  });

  test('a storm of timers lets the people who write meanwhile in between', async () => {
    await shop.bind(echo);
    const guest = await shop.guest({ lane: 2 });
    const idle = await shop.guest({ lane: 2 });
    await sql`
      insert into timers (lane, session_id, timer, id, conversation_id, due_at)
      select 2, gen_random_uuid(), 't', gen_random_uuid(), ${idle.conversationId}, now() from generate_series(1, 400)
    `.execute(db);
    await write(guest, 'hello');
    let firedBefore: number | null = null;
    start({
      at: async (point) => {
        if (point !== 'deliver.before-send' || firedBefore !== null) return;
        firedBefore = (await shop.inbox(idle)).length;
      },
    });
    await until(guest, 1);
    expect(firedBefore).toBeLessThan(400);
  });

  describe('stopping', () => {
    test('waits for what is on the network, loses nothing, and a process that starts later goes on', async () => {
      await shop.bind(echo);
      const guest = await shop.guest();
      emulator.faults.next({ kind: 'delay', ms: 300 }, { match: { type: 'text' } });
      const sending = Promise.withResolvers<void>();
      const work = start({
        at: (point) => {
          if (point === 'deliver.before-send') sending.resolve();
        },
      });
      await write(guest, 'hello');
      await write(guest, 'one');
      await sending.promise;
      await work.stop();
      const rows = await shop.outbox(guest);
      expect(
        rows.filter(({ status, leased_until }) => status === 'sending' || leased_until !== null),
      ).toEqual([]);
      expect(rows[0]).toMatchObject({ status: 'sent' });

      start();
      await until(guest, 2);
      expect(shown(guest)).toEqual(['0: ', '1: one']);
    });

    test('starts nothing more, whoever wakes it', async () => {
      await shop.bind(echo);
      const guest = await shop.guest();
      const work = start();
      await work.stop();
      await write(guest, 'hello');
      work.wake([guest.lane]);
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(await shop.inbox(guest)).toMatchObject([{ status: 'new' }]);
    });
  });
});
