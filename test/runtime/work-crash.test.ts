import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import { migrate } from '@parley/runtime/db/migrate.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulator } from '../emulator/emulator.ts';
import type { Emulator } from '../emulator/emulator-types.ts';
import { type DatabasePlace, forEachDatabase } from '../setup/database.ts';
import { flow, type Guest, openShop } from './shop.ts';
import type { WorkProcess } from './work-process.ts';
import { type Surroundings, workUntilDone } from './work-until-done.ts';

const at: [number, number] = [0, 0];
const say = (body: string) => ({
  type: 'message' as const,
  at,
  bubbles: [{ id: 'a', message: { type: 'text' as const, body } }],
});

/** Every stage of the work: turns and messages, a timer after the last answer, a call, an end. */
const journey = (port: number) =>
  flow(
    'journey',
    {
      ask: {
        type: 'question',
        at,
        body: '{{n}}: {{said}}',
        answer: { kind: 'text' },
        saveAs: 'said',
        retries: 0,
        silentAfter: 'PT1S',
      },
      count: { type: 'set', at, set: [{ variable: 'n', to: 'n + 1.0' }] },
      call: {
        type: 'request',
        at,
        method: 'GET',
        url: `http://127.0.0.1:${port}/`,
        timeout: 'PT1S',
        save: [],
      },
      bye: say('Goodbye after {{n}}.'),
      lost: say('Lost after {{n}}.'),
      end: { type: 'end', at },
    },
    {
      ask: { answered: 'count', other: 'ask', silent: 'call' },
      count: { next: 'ask' },
      call: { answered: 'bye', failed: 'lost' },
      bye: { next: 'end' },
      lost: { next: 'end' },
    },
  );
const words = ['hello', 'a', 'b', 'c'];
const answers = ['0: ', '1: a', '2: b', '3: c', 'Goodbye after 3.'];

type Point = WorkProcess['dieAt'];
/**
 * Where messages of several people are on the network at once. That it holds at every point, and for one person at a time, is shown with
 * whole processes by `crash.test.ts`.
 */
const points: Point[] = [
  { point: 'deliver.after-send', time: 4 },
  { point: 'deliver.before-mark', time: 4 },
];
/** The embedded database is slow to open, and the steps are the same. */
const onPGlite = points.slice(1);

forEachDatabase((name, _open, place) => {
  let emulator: Emulator;
  let server: Server;
  let surroundings: Surroundings;
  beforeEach(async () => {
    emulator = await startEmulator({ webhookUrl: null });
    server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { url: graphUrl, phoneNumberId, accessToken } = emulator;
    surroundings = { graphUrl, phoneNumberId, accessToken, port };
  });
  afterEach(async () => {
    await emulator.close();
    server.closeAllConnections();
    server.close();
  });

  describe('a process that is killed', () => {
    test.each(name === 'PGlite' ? onPGlite : points)(
      'at $point (time $time) loses nothing, mixes up nothing, and repeats only what may not have arrived',
      { timeout: 120_000 },
      async (dieAt) => {
        const where = await place();
        const guests = await withDatabase(where, seed);
        expect(await workAndDie({ ...surroundings, place: where, dieAt })).toBe('SIGKILL');

        await withDatabase(where, async (db) => {
          await workUntilDone(db, surroundings);
          const inbox = await db.selectFrom('inbox').select('status').execute();
          const outbox = await db.selectFrom('outbox').select(['status', 'resent']).execute();
          const sessions = await db.selectFrom('sessions').select('ended_reason').execute();
          expect(new Set(inbox.map(({ status }) => status))).toEqual(new Set(['done']));
          expect(new Set(outbox.map(({ status }) => status))).toEqual(new Set(['sent']));
          expect(sessions.map(({ ended_reason }) => ended_reason)).toEqual(guests.map(() => 'finished'));

          for (const { waId } of guests) {
            const shown = emulator.phone(waId).messages.map(({ text }) => text);
            // A repetition stands right after what it repeats, before anything that came later.
            expect(shown.filter((text, n) => text !== shown[n - 1])).toEqual(answers);
          }
          const repeated = emulator.accepted.length - guests.length * answers.length;
          const resent = outbox.filter((row) => row.resent).length;
          expect(resent).toBeLessThanOrEqual(guests.length);
          expect(repeated).toBeLessThanOrEqual(resent);
        });
      },
    );
  });

  const seed = async (db: Kysely<Database>): Promise<Guest[]> => {
    await migrate(db);
    const shop = await openShop(db, emulator.phoneNumberId);
    await shop.bind(journey(surroundings.port));
    const guests = await Promise.all([1, 2, 2].map((lane) => shop.guest({ lane })));
    for (const guest of guests) {
      for (const word of words) {
        await shop.say(guest, word, { source: await emulator.phone(guest.waId).text(word) });
      }
    }
    return guests;
  };
});

async function withDatabase<Result>(
  place: DatabasePlace,
  work: (db: Kysely<Database>) => Promise<Result>,
): Promise<Result> {
  const { db, close } = await openDatabase(place);
  try {
    return await work(db);
  } finally {
    await close();
  }
}

/** The signal that ended the process. */
async function workAndDie(argument: WorkProcess): Promise<string | null> {
  const script = fileURLToPath(new URL('work-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(argument)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [, signal] = await once(child, 'exit');
  return signal;
}
