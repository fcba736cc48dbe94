import { randomUUID } from 'node:crypto';
import { changeChannel } from '@parley/runtime/channel/channels.ts';
import { mergeContacts } from '@parley/runtime/contact/merge-contacts.ts';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { doDue } from '@parley/runtime/desk/bulk.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { apiUnderTest, openInMemory } from './api-under-test.ts';
import { deskFlow } from './desk-flow.ts';
import { personWith, signedInAs } from './people/people-under-test.ts';
import { flow, type Guest, openShop, type Shop } from './shop.ts';

// The SQL is the same on both kinds of database, and each act has its own test on both.
let opened: OpenDatabase;
let shop: Shop;
let ana: Awaited<ReturnType<typeof signedInAs>>;
let ids: { ana: string; ben: string };
let guest: Guest;
const template = { type: 'template', name: 'shall_we_go_on', language: 'en' };

/** Says something after a person has helped, and names no template that re-opens the window. */
const chatty = flow(
  'chatty',
  {
    help: { type: 'escalation', at: [0, 0], text: 'Somebody comes.', contact: { method: 'agent' } },
    ask: {
      ...{ type: 'question', at: [0, 0], body: 'Anything else?', answer: { kind: 'text' } },
      ...{ saveAs: 'said', retries: 0 },
    },
  },
  { help: { resolved: 'ask' }, ask: { answered: 'ask', other: 'ask' } },
);
/** The same with one. */
const polite = flow(
  'polite',
  {
    help: {
      ...{ type: 'escalation', at: [0, 0], text: 'Somebody comes.', contact: { method: 'agent' } },
      reopen: { name: 'shall_we_go_on', language: 'en' },
    },
    ask: {
      ...{ type: 'question', at: [0, 0], body: 'Anything else?', answer: { kind: 'text' } },
      ...{ saveAs: 'said', retries: 0 },
    },
  },
  { help: { resolved: 'ask' }, ask: { answered: 'ask', other: 'ask' } },
);

beforeAll(async () => {
  opened = await openInMemory();
  const api = apiUnderTest(opened);
  shop = await openShop(opened.db);
  await changeChannel(opened.db, api.key, shop.channelId, { accessToken: 'a token', appSecret: 'a secret' });
  await shop.bind(deskFlow());
  for (const machine of [chatty, polite]) await shop.publish(machine);
  ids = {
    ana: await personWith(opened, 'agent', { email: 'ana@example.com' }),
    ben: await personWith(opened, 'agent', { email: 'ben@example.com' }),
  };
  ana = await signedInAs(api, 'ana@example.com');
});
afterAll(() => opened.close());
beforeEach(async () => {
  guest = await shop.guest();
});

const at = (rest: string) => `/api/conversations/${guest.conversationId}/${rest}`;
const history = async () => {
  const { events } = (await ana.call('GET', at('history?limit=100'))).json as {
    events: { kind: string; who: string; at: string }[];
  };
  for (const { at: when } of events) expect(Date.parse(when)).not.toBeNaN();
  const nameOf = (who: string) => (who === ids.ana ? 'ana' : who === ids.ben ? 'ben' : who);
  return events.map(({ kind, who }) => `${kind} by ${nameOf(who)}`);
};
/** What this request adds to the history. */
const adds = async (method: string, rest: string, body?: unknown, headers = {}) => {
  const before = await history();
  const answered = await ana.call(method, at(rest), body, headers);
  expect(answered.status, answered.text).toBeLessThan(300);
  await shop.turns(guest);
  return (await history()).slice(before.length);
};
const once = () => ({ 'idempotency-key': randomUUID() });

test('every act of a person stands in the conversation’s history, with who and when', async () => {
  const labelId = randomUUID();
  await opened.db.insertInto('labels').values({ id: labelId, name: 'VIP', color: 'red' }).execute();
  await shop.say(guest, 'hello');
  await shop.turns(guest);
  const text = { message: { type: 'text', body: 'Hello' } };

  expect(await adds('POST', 'take')).toEqual(['opened by ana', 'taken by ana']);
  expect(await adds('POST', 'messages', text, once())).toEqual(['answered by ana']);
  expect(await adds('POST', 'messages', { message: template }, once())).toEqual(['template-sent by ana']);
  expect(await adds('POST', 'notes', { text: 'A regular.' })).toEqual(['note by ana']);
  expect(await adds('PUT', 'labels', { add: [labelId] })).toEqual(['labelled by ana']);
  expect(await adds('PUT', 'labels', { add: [labelId] })).toEqual([]);
  expect(await adds('PUT', 'labels', { remove: [labelId] })).toEqual(['labelled by ana']);
  expect(await adds('POST', 'snooze', { until: 'until-reply' })).toEqual(['snoozed by ana']);
  expect(await adds('POST', 'snooze', { until: null })).toEqual(['woken by ana']);
  expect(await adds('POST', 'block')).toEqual(['blocked by ana']);
  expect(await adds('POST', 'block')).toEqual([]);
  expect(await adds('POST', 'unblock')).toEqual(['unblocked by ana']);
  expect(await adds('POST', 'assign', { to: ids.ben })).toEqual(['assigned by ana']);
  expect(await adds('POST', 'assign', { to: ids.ana })).toEqual(['assigned by ana']);
  expect(await adds('POST', 'release')).toEqual(['released by ana']);
  expect(await adds('POST', 'hand-back', { how: 'end' })).toEqual(['resolved by ana']);
  expect(await adds('POST', 'start', { flow: 'desk' })).toEqual(['started by ana']);
  expect(await adds('POST', 'restart')).toEqual(['resolved by ana', 'restarted by ana']);
  const bulk = { ids: [guest.conversationId], do: { act: 'label', add: [labelId] } };
  const before = await history();
  await ana.call('POST', '/api/inbox/bulk', bulk);
  expect((await history()).slice(before.length)).toEqual(['labelled by ana']);
});

test('an answer from the WhatsApp Business app, and two contacts that turn out to be one, do as well', async () => {
  const said = { type: 'text', body: 'From the phone' };
  const raw = { wamid: `wamid.${randomUUID()}`, message: said, sentAt: new Date().toISOString() };
  await shop.tell(guest, null, { kind: 'echo', source: `echo:${raw.wamid}`, raw });
  await shop.turns(guest);
  expect(await history()).toEqual(['taken by phone', 'opened by phone', 'answered by phone']);

  const other = await shop.guest();
  await sql`update contact_aliases set kind = 'bsuid' where contact_id = ${other.contactId}`.execute(
    opened.db,
  );
  expect(await mergeContacts(opened.db, guest.contactId, other.contactId, ids.ana)).toBe(true);
  expect((await history()).at(-1)).toBe('merged by ana');
});

describe('with the 24-hour window closed', () => {
  const close = () =>
    sql`update conversations set last_inbound_at = now() - interval '25 hours' where id = ${guest.conversationId}`.execute(
      opened.db,
    );
  const asksForPerson = async (flowId: string) => {
    await sql`update conversations set last_inbound_at = now() where id = ${guest.conversationId}`.execute(
      opened.db,
    );
    await ana.call('POST', at('start'), { flow: flowId });
    await shop.turns(guest);
    await close();
    expect(await shop.conversation(guest)).toMatchObject({ held: true });
    await ana.call('POST', at('take'));
  };

  test.each([
    ['restart', {}],
    ['hand-back', { how: 'exit' }],
    ['hand-back', { how: 'flow', flow: 'chatty' }],
    ['resolve', {}],
    ['start', { flow: 'chatty' }],
  ])('%s %j is refused where what the flow says would not arrive, with what to do', async (act, body) => {
    await asksForPerson('chatty');
    const before = await shop.outbox(guest);
    const answered = await ana.call('POST', at(act), body);
    expect(answered).toMatchObject({ status: 409, json: { code: 'window-closed' } });
    expect(String(answered.json.detail)).toMatch(/template/);
    await shop.turns(guest);
    expect(await shop.outbox(guest)).toEqual(before);
    expect(await shop.conversation(guest)).toMatchObject({ held: true, owner: ids.ana });
  });

  test('a flow that names a template re-opens the window with it', async () => {
    await asksForPerson('polite');
    expect(await ana.call('POST', at('hand-back'), { how: 'exit' })).toMatchObject({ status: 202 });
    await shop.turns(guest);
    expect((await shop.said(guest)).at(-1)).toBe('template');
    expect(await shop.conversation(guest)).toMatchObject({ held: false, owner: null });
  });

  test('ending it is always possible', async () => {
    await asksForPerson('chatty');
    expect(await ana.call('POST', at('hand-back'), { how: 'end' })).toMatchObject({ status: 202 });
  });

  test('what is handed back with many others ends where the flow would speak in vain', async () => {
    await asksForPerson('chatty');
    const before = await shop.outbox(guest);
    const bulk = { ids: [guest.conversationId], do: { act: 'resolve' } };
    expect((await ana.call('POST', '/api/inbox/bulk', bulk)).json).toMatchObject({ done: bulk.ids });
    await sql`update desk_acts set due_at = now()`.execute(opened.db);
    await doDue({ db: opened.db });
    await shop.turns(guest);
    expect(await shop.conversation(guest)).toMatchObject({ held: false, owner: null });
    expect(await shop.outbox(guest)).toEqual(before);
    expect((await shop.sessions(guest)).every(({ ended_at }) => ended_at !== null)).toBe(true);
  });
});
