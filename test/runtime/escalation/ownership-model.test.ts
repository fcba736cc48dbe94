import { randomUUID } from 'node:crypto';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { handBack, restartFlow } from '@parley/runtime/escalation/hand-back.ts';
import { release, take } from '@parley/runtime/escalation/own.ts';
import { sendAsAgent } from '@parley/runtime/escalation/send-as-agent.ts';
import { watchCases } from '@parley/runtime/escalation/watch.ts';
import { acceptEchoes } from '@parley/runtime/inbox/accept-echoes.ts';
import { fireDueTimers } from '@parley/runtime/timers/fire-due.ts';
import { createMachineCache } from '@parley/runtime/turn/machine-cache.ts';
import { takeTurns } from '@parley/runtime/turn/take-turns.ts';
import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { emptyDatabase, flow, type Guest, openShop, type Shop } from '../shop.ts';

const at: [number, number] = [0, 0];

/** Asks for ever, nudges who is silent, and leads to a person who may not come. */
const talkative = flow(
  'talkative',
  {
    ask: {
      type: 'question',
      at,
      body: '{{n}}?',
      answer: { kind: 'text' },
      saveAs: 'said',
      retries: 0,
      silentAfter: 'PT1H',
    },
    count: { type: 'set', at, set: [{ variable: 'n', to: 'n + 1.0' }] },
    help: {
      type: 'escalation',
      at,
      text: 'Somebody comes.',
      contact: { method: 'agent', unansweredAfter: 'PT2H' },
    },
  },
  {
    ask: { answered: 'count', other: 'ask', silent: 'ask' },
    count: { next: 'ask' },
    help: { resolved: 'ask', unanswered: 'ask' },
  },
  { globals: { escalation: 'help' } },
);

/** One thing that somebody does; `by` is one of two people, `on` one of two processes. */
type Deed = { do: (typeof DEEDS)[number]; by: 'alpha' | 'beta'; on: number };
const DEEDS = [
  'write',
  'ask for a person',
  'turn',
  'turn',
  'time passes',
  'deadlines pass',
  'take',
  'send',
  'take and send',
  'release',
  'back to the exit',
  'back to the end',
  'restart',
  'phone',
] as const;

const deed: fc.Arbitrary<Deed> = fc.record({
  do: fc.constantFrom(...DEEDS),
  by: fc.constantFrom('alpha', 'beta'),
  on: fc.nat({ max: 1 }),
});
/** What is in one list happens at the same time. */
const story = fc.array(fc.array(deed, { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 14 });

/** Writes down, with each message, whose the conversation was in the very transaction that wrote it. */
const WITNESS = `
  create table witness (who text, owner text, held boolean);
  create function witness_message() returns trigger language plpgsql as $$
  begin
    insert into witness select new.sent_by, c.owner, c.held from conversations c where c.lane = new.lane and c.id = new.conversation_id;
    return new;
  end $$;
  create trigger witness_messages after insert on outbox for each row execute function witness_message()
`;

forEachDatabase((name, _open, place) => {
  test('the bot and a person never both have a conversation, and somebody always does, whatever comes together', async () => {
    const where = await place();
    const first = await openDatabase(where);
    // PGlite lets one process in.
    const second = name === 'PGlite' ? first : await openDatabase(where);
    const runtimes = [first.db, second.db].map((db) => ({ db, machines: createMachineCache() }));
    try {
      await sql.raw(WITNESS).execute(first.db);
      await fc.assert(
        fc.asyncProperty(story, async (steps) => {
          await sql`delete from witness`.execute(first.db);
          await emptyDatabase(first.db);
          const shop = await openShop(first.db);
          await shop.bind(talkative);
          const guest = await shop.guest();
          await shop.say(guest, 'hello');
          for (const deeds of steps) {
            await Promise.all(deeds.map((one) => perform(shop, guest, runtimes[one.on] ?? runtimes[0], one)));
            await checkMessages(first.db);
            await checkOwner(shop, guest, false);
          }
          await shop.turns(guest);
          await checkOwner(shop, guest, true);
          await checkBotGoesOn(shop, guest);
          await checkMessages(first.db);
        }),
        { numRuns: 12 },
      );
    } finally {
      await first.close();
      if (second !== first) await second.close();
    }
  }, 60_000);
});

type Runtime = { db: Kysely<Database>; machines: ReturnType<typeof createMachineCache> };

async function perform(shop: Shop, guest: Guest, runtime: Runtime | undefined, deed: Deed): Promise<void> {
  if (!runtime) throw new Error('there is no such process');
  const { db, machines } = runtime;
  const { lane, conversationId } = guest;
  const { by } = deed;
  const own = { conversationId, by };
  const message = { type: 'text' as const, body: `from ${by}` };
  const sending = { ...own, message, idempotencyKey: randomUUID() };
  switch (deed.do) {
    case 'write':
    case 'ask for a person':
      await shop.say(guest, deed.do === 'write' ? 'something' : 'human');
      return;
    case 'turn':
      await takeTurns({ db, machines, leaseMs: () => null }, lane, 50);
      return;
    case 'time passes':
      await sql`update timers set due_at = now() where not fired`.execute(db);
      await fireDueTimers({ db }, lane);
      return;
    case 'deadlines pass':
      await sql`update conversations set last_inbound_at = now() - interval '23 hours' where last_inbound_at is not null`.execute(
        db,
      );
      await sql`update cases set due_at = now()`.execute(db);
      await watchCases({ db }, lane);
      return;
    case 'take':
      await take({ db }, own);
      return;
    case 'send':
    case 'take and send':
      await sendAsAgent({ db }, { ...sending, takes: deed.do === 'take and send' });
      return;
    case 'release':
      await release({ db }, own);
      return;
    case 'back to the exit':
    case 'back to the end':
      await handBack({ db }, { ...own, how: deed.do === 'back to the end' ? 'end' : 'exit' });
      return;
    case 'restart':
      await restartFlow({ db }, own);
      return;
    case 'phone':
      await acceptEchoes(db, [
        {
          ...{ kind: 'echo', channelId: shop.channelId, phoneNumberId: '1', wamid: `wamid.${randomUUID()}` },
          ...{ sentAt: new Date(), to: { waId: guest.waId }, message, raw: {} },
        },
      ]);
      return;
  }
}

/** The bot spoke only where no person had the conversation, a person only where it was theirs. */
async function checkMessages(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ who: string | null; owner: string | null; held: boolean }>`
    select who, owner, held from witness
    where (who is null and owner is not null)
      or (who in ('alpha', 'beta') and (owner is distinct from who or not held))
      or (who = 'phone' and (owner is null or not held))
  `.execute(db);
  expect(rows).toEqual([]);
}

/** The bot has it, or a person, or it waits for one: and then there is a case that somebody looks after. */
async function checkOwner(shop: Shop, guest: Guest, isAtRest: boolean): Promise<void> {
  const { held, owner } = await shop.conversation(guest);
  const cases = await shop.db
    .selectFrom('cases')
    .select(['assignee', 'status', 'due_at'])
    .where('conversation_id', '=', guest.conversationId)
    .where('status', 'in', ['requested', 'assigned', 'answered'])
    .execute();
  const [one] = cases;
  expect(cases.length).toBeLessThanOrEqual(1);
  if (owner !== null) {
    expect(held).toBe(true);
    expect(one).toMatchObject({ assignee: owner, due_at: expect.any(Date) });
  } else if (one) {
    expect(held).toBe(true);
    expect(one).toMatchObject({ status: 'requested', assignee: null, due_at: expect.any(Date) });
  } else if (isAtRest) {
    expect(held).toBe(false);
    const waiting = (await shop.inbox(guest)).filter(({ status }) => status === 'kept' || status === 'new');
    expect(waiting).toEqual([]);
  }
}

/** Once handed back, what waited has had its effect and the bot answers again. */
async function checkBotGoesOn(shop: Shop, guest: Guest): Promise<void> {
  await handBack({ db: shop.db }, { conversationId: guest.conversationId, by: 'alpha', how: 'exit' });
  await shop.turns(guest);
  await checkOwner(shop, guest, true);
  const before = (await shop.said(guest)).length;
  await shop.say(guest, 'and now?');
  await shop.turns(guest);
  expect((await shop.said(guest)).length).toBe(before + 1);
  expect((await shop.inbox(guest)).filter(({ status }) => status === 'parked')).toEqual([]);
}
