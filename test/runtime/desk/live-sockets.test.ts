import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { createLive, type Live } from '@parley/runtime/desk/live.ts';
import { createHttpServer } from '@parley/runtime/http/server.ts';
import type { KeyCaller } from '@parley/runtime/people/caller.ts';
import { ALL_RIGHTS } from '@parley/runtime/people/rights.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openInMemory } from '../api-under-test.ts';

/*
 * Those who listen over real sockets, as browsers do through the server of the product. Row 66 of `npm run faults` does the same with a
 * thousand and a process of its own, and looks at its memory.
 */

const CARDS = 400;
const READERS = 10;
const STALLED = 10;
const DROPPERS = 100;

let opened: OpenDatabase;
let live: Live;
let server: Server;
let port = 0;
beforeAll(async () => {
  opened = await openInMemory();
  await sql`
    insert into conversation_cards (lane, conversation_id, version, channel_id, contact_id, state, last_at, wait_order)
    select n % 16, md5(n::text)::uuid, nextval('desk_version'), ${randomUUID()}::uuid, md5(n::text)::uuid, 'bot', now(), now()
    from generate_series(1, ${CARDS}::integer) n
  `.execute(opened.db);
  live = createLive({ db: opened.db, log: { warn: () => {} }, pollMs: 10, patienceMs: 300 });
  server = createHttpServer(
    {
      fetch: async (request: Request) =>
        new Response(await live.listen(program, request.headers.get('last-event-id')), {
          headers: { 'content-type': 'text/event-stream' },
        }),
    },
    { isFor: () => false, take: () => {} } as never,
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(async () => {
  await live.stop();
  server.closeAllConnections();
  server.close();
  await opened.close();
});

const program: KeyCaller = {
  ...{ kind: 'key', id: 'main', name: 'main', role: null, teams: [], isLimitedToTeams: false },
  rights: new Set(ALL_RIGHTS),
};

/** Every conversation changes at once; returns the version that everybody should hear of. */
async function changeAll(): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    with next as (select nextval('desk_version') as version)
    update conversation_cards set version = next.version from next returning next.version
  `.execute(opened.db);
  return rows[0]?.version ?? '';
}

/** Connects, and waits until the stream has begun. */
async function listener(lastEventId?: string): Promise<{ socket: Socket; ids: string[]; texts: string }> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  const heard = { socket, ids: [] as string[], texts: '' };
  const header = lastEventId === undefined ? '' : `last-event-id: ${lastEventId}\r\n`;
  socket.write(`GET / HTTP/1.1\r\nhost: x\r\n${header}\r\n`);
  socket.setEncoding('latin1');
  await new Promise<void>((resolve) => {
    socket.on('data', (text: string) => {
      // What begins in one piece of data and ends in the next is put together again.
      const said = heard.texts.slice(-40) + text;
      for (const [, id] of said.matchAll(/^id: (\d+)\n/gm))
        if (id !== undefined && heard.ids.at(-1) !== id) heard.ids.push(id);
      heard.texts = said.slice(-40);
      if (heard.ids.length > 0) resolve();
    });
  });
  return heard;
}

const connections = () =>
  new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));

test('those who take nothing are cut off, those who are gone are forgotten, and the others hear all of it', async () => {
  const readers = await Promise.all(Array.from({ length: READERS }, () => listener()));
  const stalled = await Promise.all(Array.from({ length: STALLED }, () => listener()));
  const gone = await Promise.all(Array.from({ length: DROPPERS }, () => listener()));
  expect(live.listeners()).toBe(READERS + STALLED + DROPPERS);

  for (const { socket } of stalled) socket.pause();
  for (const { socket } of gone.slice(0, DROPPERS / 2)) socket.destroy();
  for (const { socket } of gone.slice(DROPPERS / 2)) socket.end();
  let last = '';
  // What the two ends of a socket keep for each other has to be full before a reader counts as one who takes nothing.
  while (live.listeners() > READERS) {
    last = await changeAll();
    await vi.waitFor(() => expect(readers.every(({ ids }) => ids.at(-1) === last)).toBe(true), 10_000);
  }
  await vi.waitFor(async () => expect(await connections()).toBe(READERS), 10_000);
  last = await changeAll();
  await vi.waitFor(() => expect(readers.every(({ ids }) => ids.at(-1) === last)).toBe(true), 10_000);

  // One of those who were cut off comes back, and goes on after the last that it took.
  const before = stalled[0]?.ids[0];
  const back = await listener(before);
  await vi.waitFor(() => expect(back.ids).toEqual([before, last]), 10_000);
  for (const { socket } of [...readers, back]) socket.destroy();
  await vi.waitFor(async () => expect([live.listeners(), await connections()]).toEqual([0, 0]), 10_000);
}, 60_000);
