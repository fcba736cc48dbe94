import type { Flow } from '@parley/flows/flow.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { fireDueTimers } from '@parley/runtime/timers/fire-due.ts';
import { type Kysely, sql } from 'kysely';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { databaseNow, emptyDatabase, flow, type Guest, openShop, type Shop } from '../shop.ts';

const at: [number, number] = [0, 0];
const reopen = { name: 'shall_we_go_on', language: 'en' };
const question = (body: string) => ({
  type: 'question' as const,
  at,
  body,
  answer: { kind: 'text' as const },
  saveAs: 'said',
  retries: 0,
});

const nodes: Flow['nodes'] = {
  ask: { ...question('Which one?'), silentAfter: 'P2D', reopen },
  remind: question('Still there?'),
  help: { type: 'escalation', at, text: 'Somebody comes.', contact: { method: 'agent' }, reopen },
  soon: question('One more thing?'),
};
const edges = {
  ask: { answered: 'ask', other: 'ask', silent: 'remind' },
  remind: { answered: 'ask', other: 'ask' },
  help: { resolved: 'ask' },
  soon: { answered: 'ask', other: 'ask' },
};
const patient = flow('patient', nodes, edges, { globals: { escalation: 'help' } });
const polite = flow('polite', nodes, edges, { globals: { escalation: 'help', 'window-closing': 'soon' } });

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
  });

  /** As if so much time had gone by since the last message, and with it the time that timers had left. */
  const pass = async (duration: string) => {
    await sql`update timers set due_at = due_at - ${duration}::interval`.execute(db);
    await sql`update conversations set last_inbound_at = last_inbound_at - ${duration}::interval`.execute(db);
    const fired = await fireDueTimers({ db }, guest.lane);
    await shop.turns(guest);
    return fired;
  };
  const say = async (text: string) => {
    await shop.say(guest, text, { sentAt: await databaseNow(db) });
    await shop.turns(guest);
  };

  test('what is due once the window has closed waits for the answer to a template', async () => {
    await shop.bind(patient);
    await say('hello');
    expect(await pass('2 days')).toBe(1);
    expect(await shop.said(guest)).toEqual(['Which one?', 'template']);
    expect((await shop.outbox(guest)).at(-1)?.message).toEqual({ type: 'template', ...reopen });
    expect((await shop.sessions(guest))[0]?.state).toMatchObject({ heldBack: { input: { type: 'timer' } } });

    await say('yes, go on');
    expect(await shop.said(guest)).toEqual(['Which one?', 'template', 'Still there?']);
    expect((await shop.sessions(guest))[0]?.state).not.toHaveProperty('heldBack');
    await say('this one');
    expect((await shop.said(guest)).at(-1)).toBe('Which one?');
  });

  test('an agent who hands back after days leaves the conversation to the flow, which asks first', async () => {
    await shop.bind(patient);
    await say('hello');
    await say('human');
    await pass('3 days');
    await shop.tell(
      guest,
      { type: 'agent.resolved' },
      { kind: 'agent', source: 'agent:late', sessionId: undefined },
    );
    await shop.turns(guest);
    expect(await shop.conversation(guest)).toMatchObject({ held: false });
    expect((await shop.said(guest)).slice(1)).toEqual(['Somebody comes.', 'template']);
    await say('yes');
    expect((await shop.said(guest)).at(-1)).toBe('Which one?');
  });

  test('a flow with something to say before the window closes is told in time, and later when the contact has written', async () => {
    await shop.bind(polite);
    await say('hello');
    const [timer] = (await shop.timers(guest)).filter(({ timer: name }) => name === 'window.closing');
    expect(timer).toBeDefined();
    await pass('20 hours');
    await say('this one');
    expect(await pass('20 hours')).toBe(0);
    expect(await pass('2 hours')).toBe(1);
    expect((await shop.said(guest)).at(-1)).toBe('One more thing?');
  });
});
