import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import type { ParleyProcess } from './parley-process.ts';
import type { Row } from './row.ts';
import type { Stage } from './stage.ts';

const MB = 1024 * 1024;
const READERS = 200;
const STALLED = 150;
const DROPPERS = 650;
/** So many conversations change at once, that what is told of them fills the sockets of those who take nothing. */
const CARDS = 400;
const PATIENCE_MS = 120_000;

/** Row 66: browsers that watch the inbox. */
export const listenerRows: Row[] = [
  {
    number: 66,
    name: '1,000 who watch the inbox: they read, stall or drop',
    holds: 'those who stall are cut off, no socket is left, memory grows by less than 200 MB',
    on: ['PostgreSQL'],
    setting: { processes: 0 },
    async run(stage) {
      const parley = await stage.startProduct();
      const phones = await stage.people(5);
      await makeCards(stage);
      const before = parley.memory();
      const listen = () => listener(parley, stage.apiKey);
      const many = (count: number) => Promise.all(Array.from({ length: count }, listen));
      const readers = await many(READERS);
      const stalled = await many(STALLED);
      const gone = await many(DROPPERS);
      let peak = parley.memory();

      for (const { socket } of stalled) socket.pause();
      for (const { socket } of gone) socket.destroy();
      const isCut = () => socketsOf(parley).length - READERS < 5;
      let last = 0n;
      await stage.until(
        'those who stall are cut off',
        async () => {
          last = await changeAll(stage);
          await stage.until('the others hear of it', () => readers.every(({ at }) => at() >= last));
          peak = Math.max(peak, parley.memory());
          return isCut();
        },
        PATIENCE_MS,
      );
      assert.ok(peak - before < 200 * MB, `memory grew by ${Math.round((peak - before) / MB)} MB`);
      console.log(`      memory ${Math.round(before / MB)} MB, at most ${Math.round(peak / MB)} MB`);
      await phones[0]?.text('still there');
      await stage.until('messages go through', () => phones[0]?.messages.at(-1)?.body === '1: still there');
      for (const { socket } of readers) socket.destroy();
      await stage.until('no socket is left', () => socketsOf(parley).length < 5);
    },
  },
];

async function makeCards(stage: Stage): Promise<void> {
  await stage.rows(`
    insert into conversation_cards (lane, conversation_id, version, channel_id, contact_id, state, last_at, wait_order)
    select n % 16, md5(n::text)::uuid, nextval('desk_version'), md5('x')::uuid, md5(n::text)::uuid, 'bot', now(), now()
    from generate_series(1, ${CARDS}) n
  `);
}

async function changeAll(stage: Stage): Promise<bigint> {
  const [row] = await stage.rows<{ version: string }>(`
    with next as (select nextval('desk_version') as version)
    update conversation_cards set version = next.version from next returning next.version
  `);
  return BigInt(row?.version ?? 0);
}

type Listener = { socket: Socket; at: () => bigint };

/** Somebody who has begun to listen; `at` is the newest version that they have heard of. */
async function listener({ url }: ParleyProcess, apiKey: string): Promise<Listener> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => {});
  let at = '';
  let rest = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    const said = rest + text;
    for (const [, id] of said.matchAll(/^id: (\d+)\n/gm)) at = id ?? at;
    rest = said.slice(-40);
  });
  socket.write(`GET /api/live HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${apiKey}\r\n\r\n`);
  while (at === '') await once(socket, 'data');
  return { socket, at: () => BigInt(at) };
}

/** The sockets that a process has accepted and not closed yet, as the kernel tells them. */
function socketsOf({ port }: ParleyProcess): string[] {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, from, , state]) => from?.endsWith(local) && state === ESTABLISHED)
    .map(([, , to]) => to ?? '');
}

const ESTABLISHED = '01';
