import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { createMachineCache } from '@parley/runtime/turn/machine-cache.ts';
import { takeTurns } from '@parley/runtime/turn/take-turns.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { apiUnderTest, openInMemory } from './api-under-test.ts';
import { deskFlow } from './desk-flow.ts';
import { personWith, signedInAs } from './people/people-under-test.ts';
import { type Guest, openShop, type Shop } from './shop.ts';

type Browser = Awaited<ReturnType<typeof signedInAs>>;

// What people do is tested on both databases in `escalation/`; here it is only asked for.
let opened: OpenDatabase;
let api: ReturnType<typeof apiUnderTest>;
let shop: Shop;
let guest: Guest;
let ana: Browser;
let ben: Browser;
let ids: { ana: string; ben: string };
beforeAll(async () => {
  opened = await openInMemory();
  api = apiUnderTest(opened);
  shop = await openShop(opened.db);
  await shop.bind(deskFlow());
  await opened.db.insertInto('teams').values({ id: 'parcels', name: 'Parcels' }).execute();
  ids = {
    ana: await personWith(opened, 'agent', { email: 'ana@example.com' }),
    ben: await personWith(opened, 'agent', {
      email: 'ben@example.com',
      teams: ['parcels'],
      isLimitedToTeams: true,
    }),
  };
  ana = await signedInAs(api, 'ana@example.com');
  ben = await signedInAs(api, 'ben@example.com');
});
afterAll(() => opened.close());
beforeEach(async () => {
  guest = await shop.guest();
  await shop.say(guest, 'hello');
  await shop.say(guest, 'human');
  await shop.turns(guest);
});

const at = (rest: string) => `/api/conversations/${guest.conversationId}/${rest}`;
const answer = (body: object, key = 'first') => ({
  body: { message: { type: 'text', body: 'Hello!' }, ...body },
  headers: { 'idempotency-key': key },
});

describe('a conversation', () => {
  test('is taken, answered and handed back by whoever has signed in', async () => {
    expect(await ana.call('POST', at('messages'), answer({}).body, answer({}).headers)).toMatchObject({
      status: 409,
      json: { code: 'nobody-holds-it' },
    });
    expect(await ana.call('POST', at('take'))).toMatchObject({
      status: 200,
      json: { owner: ids.ana, isNew: true },
    });
    const other = await api.call('POST', at('take'), { by: 'a-program' });
    expect(other).toMatchObject({
      status: 409,
      json: { code: 'taken-by', owner: ids.ana, ownerName: 'The agent', since: expect.any(String) },
    });
    const { body, headers } = answer({});
    expect(await ana.call('POST', at('messages'), body, headers)).toMatchObject({
      status: 202,
      json: { isNew: true, messageId: expect.stringMatching(/^\d+\.\d+$/) },
    });
    expect((await ana.call('POST', at('messages'), body, headers)).json).toMatchObject({ isNew: false });
    const listed = await ana.call('GET', '/api/cases?assignee=me&team=desk&priority=normal');
    expect(listed.json).toMatchObject({
      cases: [
        {
          conversationId: guest.conversationId,
          status: 'answered',
          assignee: ids.ana,
          path: [{ node: '', port: 'escalation' }],
        },
      ],
    });
    expect(await ana.call('POST', at('notes'), { text: 'A regular.' })).toMatchObject({ status: 201 });
    expect(await ana.call('POST', at('hand-back'), { how: 'flow', flow: 'nothing' })).toMatchObject({
      json: { code: 'flow-not-found' },
    });
    expect(await ana.call('POST', at('hand-back'), { how: 'end', outcome: 'helped' })).toMatchObject({
      status: 202,
    });
    for (const { lane } of api.woken.splice(0))
      await takeTurns({ db: opened.db, machines: createMachineCache(), leaseMs: () => null }, lane, 50);
    const { events } = (await ana.call('GET', at('history'))).json as {
      events: { kind: string; who: string }[];
    };
    expect(events.map(({ kind, who }) => `${kind} ${who === ids.ana ? 'ana' : who}`)).toEqual([
      'opened bot',
      'taken ana',
      'answered ana',
      'note ana',
      'resolved ana',
    ]);
    expect(await shop.conversation(guest)).toMatchObject({ held: false, owner: null });
    expect(await ana.call('POST', at('restart'))).toMatchObject({ status: 202, json: { flow: 'desk' } });
  });

  test('of another team is not there for somebody who sees only their teams’', async () => {
    expect((await ben.call('GET', '/api/cases')).json).toEqual({ cases: [] });
    expect((await ben.call('GET', '/api/cases?team=desk')).json).toEqual({ cases: [] });
    expect(await ben.call('POST', at('take'))).toMatchObject({ status: 404 });
    await opened.db
      .updateTable('cases')
      .set({ team: 'parcels' })
      .where('conversation_id', '=', guest.conversationId)
      .execute();
    expect(await ben.call('POST', at('take'))).toMatchObject({ status: 200, json: { owner: ids.ben } });
  });

  test('is given only to somebody who may answer it', async () => {
    const viewer = await personWith(opened, 'viewer', { email: 'vic@example.com' });
    expect(await ana.call('POST', at('assign'), { to: viewer })).toMatchObject({
      status: 404,
      json: { code: 'person-not-found' },
    });
    expect(await ana.call('POST', at('assign'), { to: ids.ben })).toMatchObject({ json: { owner: ids.ben } });
    expect(await ana.call('POST', at('release'))).toMatchObject({ json: { code: 'taken-by' } });
  });

  test('takes no message that WhatsApp would refuse', async () => {
    const { headers } = answer({});
    const body = { message: { type: 'text', body: '' }, takes: true };
    expect(await ana.call('POST', at('messages'), body, headers)).toMatchObject({
      status: 422,
      json: { code: 'message-not-sendable' },
    });
    expect(await shop.conversation(guest)).toMatchObject({ owner: null });
  });
});

test('a person says that they are there, and others see it', async () => {
  expect((await ana.call('GET', '/api/agents/me/presence')).json).toMatchObject({
    state: 'away',
    chosen: null,
    seenAt: null,
  });
  const told = await ana.call('PUT', '/api/agents/me/presence', { state: 'online', capacity: 7 });
  expect(told.json).toMatchObject({ state: 'online', capacity: 7 });
  const { agents } = (await ana.call('GET', '/api/agents')).json as { agents: { id: string }[] };
  expect(agents).toContainEqual(expect.objectContaining({ id: ids.ana, state: 'online', capacity: 7 }));

  // Fallen silent: away for others, and what was chosen is still known.
  await sql`update agent_presence set seen_at = now() - interval '5 minutes'`.execute(opened.db);
  expect((await ana.call('GET', '/api/agents/me/presence')).json).toMatchObject({
    state: 'away',
    chosen: 'online',
    capacity: 7,
  });
});

test('how a team works is read with what is usual, and only an administrator changes it', async () => {
  expect((await ana.call('GET', '/api/teams/parcels/service')).json).toMatchObject({
    assignment: 'pull',
    deadlines: { beforeWindowCloses: 120 },
    afterSilence: null,
  });
  const service = { assignment: 'least-busy', afterSilence: { hours: 8 } };
  expect((await ana.call('PUT', '/api/teams/parcels/service', service)).status).toBe(403);
  expect((await api.call('PUT', '/api/teams/parcels/service', service)).json).toMatchObject({
    assignment: 'least-busy',
    afterSilence: { hours: 8, how: 'end' },
  });
  expect(await api.call('PUT', '/api/teams/nobody/service', service)).toMatchObject({ status: 404 });
});
