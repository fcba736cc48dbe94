import { randomUUID } from 'node:crypto';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { refreshOne } from '@parley/runtime/desk/cards.ts';
import { addNote } from '@parley/runtime/escalation/notes.ts';
import { ACCESS } from '@parley/runtime/http/access.ts';
import { rightsOf } from '@parley/runtime/people/rights.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiUnderTest, openInMemory } from './api-under-test.ts';
import { deskFlow } from './desk-flow.ts';
import { personWith, signedInAs } from './people/people-under-test.ts';
import { type Guest, openShop, type Shop } from './shop.ts';

/*
 * Somebody who is limited to the team `parcels`: of two conversations that have the same in them, one is that team's and the other is of the
 * team `desk`. Every address with a conversation in its path or in what it answers is asked. One kind of database is enough, as the
 * condition is the same SQL on both; `desk/live.test.ts` has the live stream, on both.
 */

let opened: OpenDatabase;
let shop: Shop;
let ben: Awaited<ReturnType<typeof signedInAs>>;
let benId: string;
let mine: Guest;
let foreign: Guest;
const labelId = randomUUID();
const SECRET = 'Zugvogel';

beforeAll(async () => {
  opened = await openInMemory();
  const api = apiUnderTest(opened);
  shop = await openShop(opened.db);
  await shop.bind(deskFlow());
  for (const id of ['parcels', 'desk'])
    await opened.db.insertInto('teams').values({ id, name: id }).execute();
  await opened.db.insertInto('labels').values({ id: labelId, name: 'VIP', color: 'red' }).execute();
  benId = await personWith(opened, 'agent', { teams: ['parcels'], isLimitedToTeams: true });
  ben = await signedInAs(api, 'agent@example.com');
  [mine, foreign] = [await conversationOf('parcels'), await conversationOf('desk')];
});
afterAll(() => opened.close());

/** With a message, a file, answers of the bot, a note, and a case of this team. */
async function conversationOf(team: string): Promise<Guest> {
  const guest = await shop.guest({ name: `${SECRET} ${team}` });
  await shop.say(guest, `${SECRET} ${team}`, { source: `wamid.${team}` });
  await shop.tell(guest, {
    type: 'media',
    kind: 'image',
    media: { id: `media-${team}`, mimeType: 'image/png' },
  } as never);
  await shop.say(guest, 'human');
  await shop.turns(guest);
  await sql`update cases set team = ${team} where conversation_id = ${guest.conversationId}`.execute(
    opened.db,
  );
  await sql`update outbox set wamid = 'wamid.out.' || id where conversation_id = ${guest.conversationId}`.execute(
    opened.db,
  );
  await addNote(opened.db, { conversationId: guest.conversationId, by: 'x', text: `${SECRET} ${team} note` });
  await sql`
    insert into message_words (lane, side, id, conversation_id, at, words)
    select lane, 'in', id, conversation_id, received_at, to_tsvector('simple', input ->> 'text')
    from inbox where conversation_id = ${guest.conversationId} and input ->> 'text' is not null
  `.execute(opened.db);
  await refreshOne(opened.db, { lane: guest.lane, id: guest.conversationId });
  return guest;
}

/** A good body for each address that takes one: a conversation that is not there must not hide behind a bad request. */
const BODIES: { [route: string]: unknown } = {
  'POST /api/conversations/:id/start': { flow: 'desk' },
  'POST /api/conversations/:id/resolve': {},
  'POST /api/conversations/:id/take': {},
  'POST /api/conversations/:id/release': {},
  'POST /api/conversations/:id/assign': { to: 'me' },
  'POST /api/conversations/:id/messages': { message: { type: 'text', body: 'Hello' }, takes: true },
  'POST /api/conversations/:id/notes': { text: 'A note' },
  'POST /api/conversations/:id/hand-back': { how: 'end' },
  'POST /api/conversations/:id/restart': {},
  'POST /api/conversations/:id/read': {},
  'PUT /api/conversations/:id/labels': { add: [labelId] },
  'POST /api/conversations/:id/snooze': { until: 'until-reply' },
  'POST /api/conversations/:id/block': undefined,
  'POST /api/conversations/:id/unblock': undefined,
  'PUT /api/conversations/:id/draft': { text: 'Begun' },
  'POST /api/conversations/:id/viewing': { state: 'viewing' },
  'POST /api/conversations/:id/reactions': { to: 'in-1', emoji: '👍' },
};
const HEADERS = { 'idempotency-key': 'once' };

const ROUTES = Object.keys(ACCESS).map((route) => {
  const [method = '', path = ''] = route.split(' ');
  return { route, method, path };
});
const OF_CONVERSATIONS = ROUTES.filter(({ path }) => path.startsWith('/api/conversations/:id'));

const addressOf = (path: string, { conversationId }: Guest) =>
  path.replace(':id', conversationId).replace(/:\w+/g, randomUUID());
const bodyOf = (route: string) => {
  const body = BODIES[route];
  return route.endsWith('/assign') ? { to: benId } : body;
};

describe('a conversation of another team', () => {
  test.each(OF_CONVERSATIONS.filter(({ method }) => method !== 'GET'))(
    '$route has a body in this test',
    ({ route }) => expect(Object.keys(BODIES)).toContain(route),
  );

  test.each(OF_CONVERSATIONS)('is not there at $route', async ({ route, method, path }) => {
    const before = await everythingOf(foreign);
    const answered = await ben.call(method, addressOf(path, foreign), bodyOf(route), HEADERS);
    expect(answered).toMatchObject({ status: 404, json: { code: 'conversation-not-found' } });
    expect(await everythingOf(foreign)).toEqual(before);
  });

  test.each(OF_CONVERSATIONS.filter(({ method }) => method === 'GET'))(
    'while one of the own team is, at $route',
    async ({ method, path }) => {
      const { json } = await ben.call(method, addressOf(path, mine), undefined, HEADERS);
      expect(json.code ?? '').not.toBe('conversation-not-found');
    },
  );

  test.each(
    ROUTES.filter(({ method, path }) => method === 'GET' && path.startsWith('/api/') && !path.includes(':')),
  )('is in no answer of $route', async ({ path }) => {
    const { text } = await ben.call('GET', path);
    expectNothingForeign(text);
  });

  test.each([
    ...['mine', 'unassigned', 'team', 'all', 'bot', 'snoozed', 'resolved'].map(
      (view) => `inbox?view=${view}`,
    ),
    'inbox?view=team&teams=desk',
    `inbox/search?q=${SECRET}`,
    'inbox/search?q=desk',
    'cases?team=desk',
    'cases?status=requested',
    'changes?since=0',
    `contacts?search=${SECRET}`,
    'conversations?limit=100',
  ])('is in no answer of /api/%s', async (address) => {
    expectNothingForeign((await ben.call('GET', `/api/${address}`)).text);
  });

  test('is in no count', async () => {
    const { json } = await ben.call('GET', '/api/inbox/counts');
    expect(json).toMatchObject({ views: { all: 1, unassigned: 1, team: 1 }, teams: { parcels: 1 } });
    expect(JSON.stringify(json)).not.toContain('desk');
  });

  test('has no messages, files or people for them', async () => {
    const rows = await sql<{ id: string; side: string }>`
      select 'in' as side, id from inbox where conversation_id = ${foreign.conversationId}
      union all select 'out', id from outbox where conversation_id = ${foreign.conversationId}
    `.execute(opened.db);
    expect(rows.rows.length).toBeGreaterThan(3);
    for (const { side, id } of rows.rows) {
      expect(await ben.call('GET', `/api/media/${side}-${id}`)).toMatchObject({ status: 404 });
      expect(await ben.call('GET', `/api/messages/${side}-${id}/trace`)).toMatchObject({
        status: 404,
        json: { code: 'message-not-found' },
      });
    }
    expect(await ben.call('GET', '/api/messages/wamid.desk/trace')).toMatchObject({ status: 404 });
    expect(await ben.call('GET', '/api/messages/wamid.parcels/trace')).toMatchObject({ status: 200 });
    const contact = `/api/contacts/${foreign.contactId}`;
    const consent = { purpose: '*', granted: true, wording: 'yes', via: 'in-person' };
    for (const [method, address, body] of [
      ['GET', contact],
      ['PATCH', contact, { name: 'Taken' }],
      ['POST', `${contact}/consents`, consent],
      ['POST', `${contact}/confirm-identity`, {}],
    ] as const) {
      const answered = await ben.call(method, address, body);
      expect(answered, address).toMatchObject({ status: 404, json: { code: 'contact-not-found' } });
    }
  });

  test('is touched by nothing that is done to many', async () => {
    const before = await everythingOf(foreign);
    for (const act of [
      { act: 'assign', to: benId },
      { act: 'label', add: [labelId] },
      { act: 'snooze', until: 'until-reply' },
      { act: 'resolve' },
    ]) {
      const answered = await ben.call('POST', '/api/inbox/bulk', { ids: [foreign.conversationId], do: act });
      expect(answered.json).toMatchObject({ done: [], refused: [foreign.conversationId], token: null });
    }
    expect(await everythingOf(foreign)).toEqual(before);
    const filled = { conversationId: foreign.conversationId, text: '{{name}}' };
    expect(await ben.call('POST', '/api/canned-replies/preview', filled)).toMatchObject({ status: 404 });
  });

  test('is not begun by a start for its number, nor is one for a stranger', async () => {
    const before = await everythingOf(foreign);
    for (const phone of [`+${foreign.waId}`, '+4915199999999']) {
      const asked = { number: shop.channelId, phone, flow: 'desk' };
      const answered = await ben.call('POST', '/api/conversations', asked);
      expect(answered).toMatchObject({ status: 403, json: { code: 'not-allowed' } });
    }
    expect(await everythingOf(foreign)).toEqual(before);
    expect(await opened.db.selectFrom('conversations').select('id').execute()).toHaveLength(2);
  });

  test('is theirs as soon as somebody gives it to them', async () => {
    const given = await shop.guest();
    await sql`update conversations set held = true, owner = ${benId} where id = ${given.conversationId}`.execute(
      opened.db,
    );
    const answered = await ben.call('GET', `/api/conversations/${given.conversationId}/history`);
    expect(answered.status).toBe(200);
    await sql`
      insert into cases (lane, conversation_id, node, method, team, status, assignee)
      values (${given.lane}, ${given.conversationId}, 'n', 'agent', 'desk', 'assigned', ${benId})
    `.execute(opened.db);
    const { cases } = (await ben.call('GET', '/api/cases')).json as { cases: { conversationId: string }[] };
    expect(cases.map(({ conversationId }) => conversationId).sort()).toEqual(
      [mine.conversationId, given.conversationId].sort(),
    );
    expect((await ben.call('GET', '/api/status')).json).toMatchObject({ openCases: 2 });
  });
});

test('what an agent may includes all that this test asks for', () => {
  expect(rightsOf('agent')).toEqual(
    expect.arrayContaining(['conversations:write', 'contacts:write', 'conversations:read']),
  );
});

function expectNothingForeign(text: string): void {
  for (const trace of [foreign.conversationId, foreign.contactId, foreign.waId, `${SECRET} desk`])
    expect(text).not.toContain(trace);
}

/** All that stands in the database about a conversation. */
async function everythingOf({ conversationId }: Guest) {
  const tables = ['inbox', 'outbox', 'cases', 'conversation_events', 'conversation_labels'] as const;
  const more = ['conversation_drafts', 'conversation_reads', 'conversation_viewers', 'conversation_cards'];
  const rows: { [table: string]: unknown[] } = {};
  for (const table of [...tables, ...more] as (keyof Database)[]) {
    const { rows: found } =
      await sql`select * from ${sql.table(table)} where conversation_id = ${conversationId}`.execute(
        opened.db,
      );
    rows[table] = found;
  }
  rows.conversations = (
    await sql`select * from conversations where id = ${conversationId}`.execute(opened.db)
  ).rows;
  return rows;
}
