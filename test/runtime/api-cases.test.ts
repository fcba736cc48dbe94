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
let alpha: Browser;
let beta: Browser;
let ids: { alpha: string; beta: string };
beforeAll(async () => {
  opened = await openInMemory();
  api = apiUnderTest(opened);
  shop = await openShop(opened.db);
  await shop.bind(deskFlow());
  await opened.db.insertInto('teams').values({ id: 'parcels', name: 'Parcels' }).execute();
  ids = {
    alpha: await personWith(opened, 'agent', { email: 'alpha@example.com' }),
    beta: await personWith(opened, 'agent', {
      email: 'beta@example.com',
      teams: ['parcels'],
      isLimitedToTeams: true,
    }),
  };
  alpha = await signedInAs(api, 'alpha@example.com');
  beta = await signedInAs(api, 'beta@example.com');
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
    expect(await alpha.call('POST', at('messages'), answer({}).body, answer({}).headers)).toMatchObject({
      status: 409,
      json: { code: 'nobody-holds-it' },
    });
    expect(await alpha.call('POST', at('take'))).toMatchObject({
      status: 200,
      json: { owner: ids.alpha, isNew: true },
    });
    const other = await api.call('POST', at('take'), { by: 'a-program' });
    expect(other).toMatchObject({
      status: 409,
      json: { code: 'taken-by', owner: ids.alpha, ownerName: 'The agent', since: expect.any(String) },
    });
    const { body, headers } = answer({});
    expect(await alpha.call('POST', at('messages'), body, headers)).toMatchObject({
      status: 202,
      json: { isNew: true, messageId: expect.stringMatching(/^\d+\.\d+$/) },
    });
    expect((await alpha.call('POST', at('messages'), body, headers)).json).toMatchObject({ isNew: false });
    const listed = await alpha.call('GET', '/api/cases?assignee=me&team=desk&priority=normal');
    expect(listed.json).toMatchObject({
      cases: [
        {
          conversationId: guest.conversationId,
          status: 'answered',
          assignee: ids.alpha,
          path: [{ node: '', port: 'escalation' }],
        },
      ],
    });
    expect(await alpha.call('POST', at('notes'), { text: 'A regular.' })).toMatchObject({ status: 201 });
    expect(await alpha.call('POST', at('hand-back'), { how: 'flow', flow: 'nothing' })).toMatchObject({
      json: { code: 'flow-not-found' },
    });
    expect(await alpha.call('POST', at('hand-back'), { how: 'end', outcome: 'helped' })).toMatchObject({
      status: 202,
    });
    for (const { lane } of api.woken.splice(0))
      await takeTurns({ db: opened.db, machines: createMachineCache(), leaseMs: () => null }, lane, 50);
    const { events } = (await alpha.call('GET', at('history'))).json as {
      events: { kind: string; who: string }[];
    };
    expect(events.map(({ kind, who }) => `${kind} ${who === ids.alpha ? 'alpha' : who}`)).toEqual([
      'opened bot',
      'taken alpha',
      'answered alpha',
      'note alpha',
      'resolved alpha',
    ]);
    expect(await shop.conversation(guest)).toMatchObject({ held: false, owner: null });
    expect(await alpha.call('POST', at('restart'))).toMatchObject({ status: 202, json: { flow: 'desk' } });
  });

  test('of another team is not there for somebody who sees only their teams’', async () => {
    expect((await beta.call('GET', '/api/cases')).json).toEqual({ cases: [] });
    expect((await beta.call('GET', '/api/cases?team=desk')).json).toEqual({ cases: [] });
    expect(await beta.call('POST', at('take'))).toMatchObject({ status: 404 });
    await opened.db
      .updateTable('cases')
      .set({ team: 'parcels' })
      .where('conversation_id', '=', guest.conversationId)
      .execute();
    expect(await beta.call('POST', at('take'))).toMatchObject({ status: 200, json: { owner: ids.beta } });
  });

  test('is given only to somebody who may answer it', async () => {
    const viewer = await personWith(opened, 'viewer', { email: 'vic@example.com' });
    expect(await alpha.call('POST', at('assign'), { to: viewer })).toMatchObject({
      status: 404,
      json: { code: 'person-not-found' },
    });
    expect(await alpha.call('POST', at('assign'), { to: ids.beta })).toMatchObject({
      json: { owner: ids.beta },
    });
    expect(await alpha.call('POST', at('release'))).toMatchObject({ json: { code: 'taken-by' } });
  });

  test('takes no message that WhatsApp would refuse', async () => {
    const { headers } = answer({});
    const body = { message: { type: 'text', body: '' }, takes: true };
    expect(await alpha.call('POST', at('messages'), body, headers)).toMatchObject({
      status: 422,
      json: { code: 'message-not-sendable' },
    });
    expect(await shop.conversation(guest)).toMatchObject({ owner: null });
  });
});

test('a person says that they are there, and others see it', async () => {
  expect((await alpha.call('GET', '/api/agents/me/presence')).json).toMatchObject({
    state: 'away',
    chosen: null,
    seenAt: null,
  });
  const told = await alpha.call('PUT', '/api/agents/me/presence', { state: 'online', capacity: 7 });
  expect(told.json).toMatchObject({ state: 'online', capacity: 7 });
  const { agents } = (await alpha.call('GET', '/api/agents')).json as { agents: { id: string }[] };
  expect(agents).toContainEqual(expect.objectContaining({ id: ids.alpha, state: 'online', capacity: 7 }));

  // Fallen silent: away for others, and what was chosen is still known.
  await sql`update agent_presence set seen_at = now() - interval '5 minutes'`.execute(opened.db);
  expect((await alpha.call('GET', '/api/agents/me/presence')).json).toMatchObject({
    state: 'away',
    chosen: 'online',
    capacity: 7,
  });
});

test('how a team works is read with what is usual, and only an administrator changes it', async () => {
  expect((await alpha.call('GET', '/api/teams/parcels/service')).json).toMatchObject({
    assignment: 'pull',
    deadlines: { beforeWindowCloses: 120 },
    afterSilence: null,
  });
  const service = { assignment: 'least-busy', afterSilence: { hours: 8 } };
  expect((await alpha.call('PUT', '/api/teams/parcels/service', service)).status).toBe(403);
  expect((await api.call('PUT', '/api/teams/parcels/service', service)).json).toMatchObject({
    assignment: 'least-busy',
    afterSilence: { hours: 8, how: 'end' },
  });
  expect(await api.call('PUT', '/api/teams/nobody/service', service)).toMatchObject({ status: 404 });
});
