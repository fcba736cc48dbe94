import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeDueCalls } from '@parley/runtime/calls/make-due.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { emptyDatabase, flow, type Guest, openShop, type Shop } from '../shop.ts';

const at: [number, number] = [0, 0];

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let shop: Shop;
  let guest: Guest;
  let asked: string[];
  let answer: RequestListener;
  let port: number;
  let close: () => Promise<void>;
  beforeAll(async () => {
    db = (await open()).db;
  });
  beforeEach(async () => {
    await emptyDatabase(db);
    shop = await openShop(db);
    guest = await shop.guest();
    asked = [];
    answer = (_request, response) => response.end();
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      answer(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    close = async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    };
  });
  afterEach(() => close());

  const json = (body: unknown, status = 200) => {
    answer = (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
  };
  /** Asks for the number of a parcel and says what it is told. */
  const begin = async (method: 'GET' | 'POST' = 'GET') => {
    const request = {
      type: 'request' as const,
      at,
      method,
      url: `http://127.0.0.1:${port}/parcel`,
      timeout: 'PT2S',
    };
    const save = [{ variable: 'said', from: 'response.body.place' }];
    const say = (body: string) => ({
      type: 'message' as const,
      at,
      bubbles: [{ id: 'a', message: { type: 'text' as const, body } }],
    });
    await shop.bind(
      flow(
        'parcel',
        { ask: { ...request, save }, told: say('It is in {{said}}.'), sorry: say('Nobody knows.') },
        { ask: { answered: 'told', failed: 'sorry' } },
      ),
    );
    await shop.say(guest, 'hello');
    await shop.turns(guest);
  };
  const opened = () => ({ ports: [port], addresses: ['127.0.0.0/8'] });
  const make = () => makeDueCalls({ db, opened: opened() }, guest.lane, 10);
  const answered = async () => (await shop.inbox(guest)).at(-1)?.input;

  describe('a call of a session', () => {
    test('is made once, and its answer moves the session', async () => {
      json({ place: 'Berlin' });
      await begin();
      expect(await make()).toBe(1);
      expect(await make()).toBe(0);
      await shop.turns(guest);

      expect(asked).toEqual(['GET /parcel']);
      expect(await shop.said(guest)).toEqual(['It is in Berlin.']);
      expect(await db.selectFrom('calls').selectAll().execute()).toEqual([]);
    });

    test('that is answered with anything but success has failed, and the session hears the status', async () => {
      json({ place: 'Berlin' }, 404);
      await begin();
      await make();
      expect(await answered()).toMatchObject({ type: 'call.failed', reason: 'status 404' });
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['Nobody knows.']);
    });

    test('that leads to a place that is not public has failed', async () => {
      await begin();
      await makeDueCalls({ db }, guest.lane, 10);
      expect(await answered()).toMatchObject({ type: 'call.failed', reason: 'port not allowed' });
      expect(asked).toEqual([]);
    });

    test.each([
      ['text', 'text/plain', 'plain', 'plain'],
      ['nothing', 'application/json', '', null],
      ['JSON that nobody calls so', '', '[1]', [1]],
      ['text that nobody calls so', '', 'hi', 'hi'],
      [
        'what PostgreSQL cannot hold',
        'application/problem+json',
        '{"a":"x\\u0000y\\ud800"}',
        { a: 'xy\ufffd' },
      ],
    ])('keeps %s', async (_what, type, body, kept) => {
      answer = (_request, response) =>
        response.writeHead(200, type === '' ? {} : { 'content-type': type }).end(body);
      await begin();
      await make();
      expect(await answered()).toMatchObject({ type: 'call.done', status: 200, body: kept });
    });

    test.each([
      ['not JSON though it says so', '{"a":', 'the answer is not valid JSON'],
      [
        'nested deeper than anybody looks',
        '['.repeat(33) + ']'.repeat(33),
        'the answer is nested too deeply',
      ],
      ['nested without reason', '['.repeat(100_000), 'the answer is not valid JSON'],
    ])('whose answer is %s has failed', async (_what, body, reason) => {
      answer = (_request, response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(body);
      await begin();
      await make();
      expect(await answered()).toMatchObject({ type: 'call.failed', reason });
    });
  });

  describe('a call that its process died over', () => {
    /** As if the call had been claimed by a process that is no more. */
    const die = () =>
      sql`update calls set attempts = attempts + 1, leased_until = now() - interval '1 second'`.execute(db);

    test('is made again when it only reads', async () => {
      json({ place: 'Berlin' });
      await begin();
      await die();
      expect(await make()).toBe(1);
      expect(asked).toEqual(['GET /parcel']);
      expect(await answered()).toMatchObject({ type: 'call.done' });
    });

    test('is given up after three tries even then', async () => {
      await begin();
      for (let n = 0; n < 3; n++) await die();
      await make();
      expect(asked).toEqual([]);
      expect(await answered()).toMatchObject({ type: 'call.failed', reason: 'unknown' });
    });

    test('is never made twice when it may have had its effect', async () => {
      await begin('POST');
      await die();
      expect(await make()).toBe(1);
      expect(asked).toEqual([]);
      expect(await answered()).toMatchObject({ type: 'call.failed', reason: 'unknown' });
    });

    test('is left alone while its lease lasts', async () => {
      await begin();
      await sql`update calls set attempts = 1, leased_until = now() + interval '5 seconds'`.execute(db);
      expect(await make()).toBe(0);
    });

    test('does not answer after somebody else has taken it up', async () => {
      json({ place: 'Berlin' });
      await begin();
      const at = async (point: string) => {
        if (point === 'calls.made') await die();
      };
      await makeDueCalls({ db, opened: opened(), at }, guest.lane, 10);
      expect(await shop.inbox(guest)).toHaveLength(1);
      expect(await make()).toBe(1);
      expect(await shop.inbox(guest)).toHaveLength(2);
    });
  });
});
