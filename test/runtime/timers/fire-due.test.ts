import { optOutAnswer } from '@parley/flows/opt-out-words.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { fireDueTimers } from '@parley/runtime/timers/fire-due.ts';
import { type Kysely, sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { databaseNow, emptyDatabase, flow, type Guest, openShop, type Shop } from '../shop.ts';

const at: [number, number] = [0, 0];
const question = (body: string, silentAfter?: string) => ({
  type: 'question' as const,
  at,
  body,
  answer: { kind: 'text' as const },
  saveAs: 'said',
  retries: 0,
  ...(silentAfter === undefined ? {} : { silentAfter }),
});

/** Asks, reminds after ten minutes of silence, and then waits without an end. */
const patient = flow(
  'patient',
  { ask: question('Which one?', 'PT10M'), remind: question('Still there?') },
  { ask: { answered: 'ask', other: 'ask', silent: 'remind' }, remind: { answered: 'ask', other: 'ask' } },
);

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let shop: Shop;
  let guest: Guest;
  beforeAll(async () => {
    db = (await open()).db;
  });
  beforeEach(async () => {
    await emptyDatabase(db);
    shop = await openShop(db);
    guest = await shop.guest();
    await shop.bind(patient);
  });
  const pass = (duration: string) =>
    sql`update timers set due_at = due_at - ${duration}::interval`.execute(db);
  const fire = (lane = guest.lane) => fireDueTimers({ db }, lane);

  describe('a timer', () => {
    test('is due so long after its turn by the clock of the database, however old the message was', async () => {
      const now = await databaseNow(db);
      await shop.say(guest, 'hello', { sentAt: new Date(now.getTime() - 3600_000) });
      await shop.turns(guest);
      const [timer] = await shop.timers(guest);
      const inMs = (timer?.due_at.getTime() ?? 0) - now.getTime();
      expect(inMs).toBeGreaterThanOrEqual(10 * 60_000);
      expect(inMs).toBeLessThan(11 * 60_000);
      expect(await fire()).toBe(0);
    });

    test('moves the session when it is due, once, and is gone then', async () => {
      await shop.say(guest, 'hello');
      await shop.turns(guest);
      await pass('10 minutes');
      expect(await fire()).toBe(1);
      expect(await fire()).toBe(0);
      await shop.turns(guest);

      expect(await shop.said(guest)).toEqual(['Which one?', 'Still there?']);
      expect(await shop.timers(guest)).toEqual([]);
      expect((await shop.inbox(guest)).at(-1)).toMatchObject({ kind: 'timer', status: 'done' });
    });

    test('that fires while the answer is already waiting changes nothing', async () => {
      await shop.say(guest, 'hello');
      await shop.turns(guest);
      await pass('10 minutes');
      await shop.say(guest, 'this one');
      await fire();
      await shop.turns(guest);

      expect(await shop.said(guest)).toEqual(['Which one?', 'Which one?']);
      // The node was entered again: its timer has the same name and runs anew.
      expect(await shop.timers(guest)).toMatchObject([{ fired: false }]);
      expect((await shop.inbox(guest)).at(-1)).toMatchObject({
        status: 'ignored',
        error: 'the timer was cancelled',
      });
    });

    test('that fired before the answer came wins, and the answer is one to the reminder', async () => {
      await shop.say(guest, 'hello');
      await shop.turns(guest);
      await pass('10 minutes');
      await fire();
      await shop.say(guest, 'this one');
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['Which one?', 'Still there?', 'Which one?']);
    });

    test('ends with its session', async () => {
      await shop.say(guest, 'hello');
      await shop.turns(guest);
      await shop.say(guest, 'stop');
      await shop.turns(guest);
      expect(await shop.timers(guest)).toEqual([]);
    });

    test('that fired for a session which has ended meanwhile changes nothing', async () => {
      await shop.say(guest, 'hello');
      await shop.turns(guest);
      await pass('10 minutes');
      await shop.say(guest, 'stop');
      await fire();
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['Which one?', optOutAnswer('en')]);
      expect((await shop.inbox(guest)).at(-1)).toMatchObject({
        status: 'ignored',
        error: 'its session has ended',
      });
    });
  });

  test('a storm of timers goes through in batches of 100, each timer once, whoever fires them', async () => {
    const session = '00000000-0000-4000-8000-000000000001';
    await sql`
      insert into timers (lane, session_id, timer, id, conversation_id, due_at)
      select ${guest.lane}, ${session}, 't' || n, gen_random_uuid(), ${guest.conversationId}, now()
      from generate_series(1, 250) n
    `.execute(db);
    const fired = await Promise.all([fire(), fire(), fire(), fire()]);
    expect(Math.max(...fired)).toBe(100);
    let total = fired.reduce((sum, count) => sum + count, 0);
    for (let more = await fire(); more > 0; more = await fire()) total += more;
    expect(total).toBe(250);
    expect(await shop.inbox(guest)).toHaveLength(250);
    expect(await fire((guest.lane + 1) % 16)).toBe(0);
  });
});
