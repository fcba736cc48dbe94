import { guardOf } from '@parley/flows/machine.ts';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { keptPath } from '@parley/runtime/turn/taken.ts';
import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { apiUnderTest } from '../api-under-test.ts';
import { personWith, signedInAs } from '../people/people-under-test.ts';
import { echo, emptyDatabase, flow, type Guest, openShop, type Shop } from '../shop.ts';

type Step = {
  kind: string;
  id: string;
  text: string;
  path: { node: string; port: string; set?: Record<string, unknown> }[];
  messages: { node: string; text: string; delivery: { status: string } }[];
};
type Walked = {
  session: { version: number; node: string; reason: string | null };
  steps: Step[];
  next: string | null;
};

const at: [number, number] = [0, 0];
/** Says something, keeps a number and leaves for the echo. */
const first = flow(
  'first',
  {
    ask: { type: 'question', at, body: 'How many?', answer: { kind: 'number' }, saveAs: 'n', retries: 1 },
    big: { type: 'branch', at, conditions: [{ id: 'big', when: 'n > 10.0' }] },
    go: { type: 'start', at, flow: 'echo' },
  },
  { ask: { answered: 'big', other: 'ask' }, big: { big: 'go', other: 'ask' } },
);

forEachDatabase((_name, open) => {
  let opened: OpenDatabase;
  let api: ReturnType<typeof apiUnderTest>;
  let limited: Awaited<ReturnType<typeof signedInAs>>;
  let shop: Shop;
  let guest: Guest;

  beforeAll(async () => {
    opened = await open();
    api = apiUnderTest(opened);
    for (const id of ['front', 'back'])
      await opened.db.insertInto('teams').values({ id, name: id }).execute();
    await personWith(opened, 'agent', { teams: ['front'], isLimitedToTeams: true });
    limited = await signedInAs(api, 'agent@example.com');
  });
  beforeEach(async () => {
    await emptyDatabase(opened.db);
    shop = await openShop(opened.db);
    await shop.bind(first);
    await shop.publish(echo);
    guest = await shop.guest();
  });

  const says = async (...texts: string[]) => {
    for (const text of texts) {
      await shop.say(guest, text);
      await shop.turns(guest);
    }
  };
  const pathTo = (session: string) => `/api/conversations/${guest.conversationId}/sessions/${session}/steps`;
  const walked = async (place: number, query = '') => {
    const session = (await shop.sessions(guest))[place];
    const { status, json } = await api.call('GET', `${pathTo(session?.id ?? '')}${query}`);
    expect(status).toBe(200);
    return json as Walked;
  };

  test('a session is told turn by turn: what came, the ports, what changed, what was said and how far that is', async () => {
    await says('hello', 'many', '7', '12');
    await sql`update outbox set status = 'read' where id = (select min(id) from outbox)`.execute(opened.db);
    const { session, steps, next } = await walked(0);
    expect(steps.map(({ kind, text, path }) => [kind, text, path])).toEqual([
      ['text', 'hello', []],
      ['text', 'many', []],
      [
        'text',
        '7',
        [
          { node: 'ask', port: 'answered', set: { n: 7 } },
          { node: 'big', port: 'other' },
        ],
      ],
      [
        'text',
        '12',
        [
          { node: 'ask', port: 'answered', set: { n: 12 } },
          { node: 'big', port: 'big' },
        ],
      ],
    ]);
    expect(steps[0]?.messages).toMatchObject([
      { node: 'ask', text: 'How many?', delivery: { status: 'read', failure: null } },
    ]);
    expect(steps.map(({ messages }) => messages.length)).toEqual([1, 1, 1, 0]);
    expect(session).toMatchObject({ flow: 'first', version: 1, reason: 'started-flow', node: 'go' });
    expect(next).toBeNull();
    expect(guardOf(first, { node: 'big', port: 'big' })).toEqual({
      type: 'when',
      params: { expression: 'n > 10.0' },
    });
  });

  test('a turn in which one flow starts another is told of each session with its own ports and words', async () => {
    await says('hello', '12', 'so');
    const later = await walked(1);
    expect(later.session).toMatchObject({ flow: 'echo', reason: null, node: 'ask' });
    expect(later.steps.map(({ text, path, messages }) => [text, path, messages[0]?.text])).toEqual([
      ['12', [], '0: '],
      [
        'so',
        [
          { node: 'ask', port: 'answered', set: { said: 'so' } },
          { node: 'count', port: 'next', set: { n: 1 } },
        ],
        '1: so',
      ],
    ]);
    const [one, two] = later.steps;
    const behind = await walked(1, `?next=${one?.id.slice('in-'.length)}`);
    expect(behind.steps).toEqual([two]);
  });

  test('who may not see the conversation does not see the way, nor does another conversation lend its session', async () => {
    await says('hello', '12', 'human');
    const session = (await shop.sessions(guest))[1];
    expect((await limited.call('GET', pathTo(session?.id ?? ''))).status).toBe(200);
    await sql`update cases set team = 'back'`.execute(opened.db);
    expect((await limited.call('GET', pathTo(session?.id ?? ''))).status).toBe(404);
    const other = await shop.guest();
    const path = pathTo(session?.id ?? '').replace(guest.conversationId, other.conversationId);
    expect((await api.call('GET', path)).status).toBe(404);
  });

  test('a case keeps the ports alone, and a long value is kept as its beginning', async () => {
    expect(keptPath([{ node: 'a', port: 'b', set: { said: ['x'.repeat(600)], n: 1 } }])).toEqual([
      { node: 'a', port: 'b', set: { said: `["${'x'.repeat(498)}…`, n: 1 } },
    ]);
    await says('hello', '12', 'so', 'human');
    const [row] = await opened.db.selectFrom('cases').select('path').execute();
    expect(Object.keys(row?.path?.[0] ?? {}).sort()).toEqual(['node', 'port']);
  });
});
