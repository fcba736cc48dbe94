import { once } from 'node:events';
import { connect } from 'node:net';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { refreshCards } from '@parley/runtime/desk/cards.ts';
import { createLive, type Live } from '@parley/runtime/desk/live.ts';
import { tellViewing } from '@parley/runtime/desk/viewers.ts';
import { createHttpServer } from '@parley/runtime/http/server.ts';
import type { PersonCaller } from '@parley/runtime/people/caller.ts';
import { changePerson } from '@parley/runtime/people/people.ts';
import { rightsOf } from '@parley/runtime/people/rights.ts';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { personWith } from '../people/people-under-test.ts';
import { echo, emptyDatabase, type Guest, openShop, type Shop } from '../shop.ts';

type Event = { id: string; event: string; data: Record<string, unknown> };

forEachDatabase((_name, open) => {
  let opened: OpenDatabase;
  let shop: Shop;
  let guests: Guest[];
  let ids: { administrator: string; agent: string };
  const lives: Live[] = [];
  const quick = { pollMs: 10, recheckMs: 20, heartbeatMs: 1_000_000 };
  const live = (more = {}) => {
    const made = createLive({ db: opened.db, log: { warn: () => {} }, ...quick, ...more });
    lives.push(made);
    return made;
  };

  beforeAll(async () => {
    opened = await open();
    await opened.db.insertInto('teams').values({ id: 'front', name: 'front' }).execute();
    ids = {
      administrator: await personWith(opened, 'administrator'),
      agent: await personWith(opened, 'agent', { teams: ['front'], isLimitedToTeams: true }),
    };
    for (const role of ['administrator', 'agent'] as const) {
      const expires = new Date(Date.now() + 3_600_000);
      const row = { id: `of ${role}`, person_id: ids[role], token: role, expires_at: expires };
      await opened.db
        .insertInto('sign_ins')
        .values({ ...row, ip_address: null, user_agent: null })
        .execute();
    }
  });
  beforeEach(async () => {
    await emptyDatabase(opened.db);
    shop = await openShop(opened.db);
    await shop.bind(echo);
    guests = [await shop.guest(), await shop.guest(), await shop.guest()];
    await changed(...guests);
  });
  afterEach(async () => {
    for (const one of lives.splice(0)) await one.stop();
  });

  const caller = (role: 'administrator' | 'agent'): PersonCaller => ({
    ...{ kind: 'person', id: ids[role], name: role, email: '', role, signInId: `of ${role}` },
    rights: new Set(rightsOf(role)),
    teams: role === 'agent' ? ['front'] : [],
    isLimitedToTeams: role === 'agent',
  });
  const changed = async (...some: Guest[]) => {
    for (const { lane, conversationId } of some)
      await refreshCards(opened.db, new Map([[lane, new Set([conversationId])]]));
  };
  const listen = async (to: Live, role: 'administrator' | 'agent', since: string | null = null) => {
    const stream = await to.listen(caller(role), since);
    if (!stream) throw new Error('nobody may listen');
    return readerOf(stream);
  };

  test('whoever goes on where they ended hears of each change once, wherever they go on', async () => {
    const [one, other] = [live(), live()];
    const first = await listen(one, 'administrator');
    expect((await first.next()).event).toBe('hello');
    const heard: string[] = [];
    const hear = async (reader: typeof first, most: number) => {
      let lastId = '';
      while (heard.length < most) {
        const { event, id, data } = await reader.next();
        if (event !== 'changes') continue;
        lastId = id;
        for (const { version } of data.changes as { version: string }[]) heard.push(version);
      }
      return lastId;
    };
    for (const guest of guests) await changed(guest);
    const lastId = await hear(first, 3);
    await first.cancel();
    for (const guest of guests) await changed(guest);
    const second = await listen(other, 'administrator', lastId);
    await changed(...guests.slice(0, 1));
    // Two of three are as they were when nobody listened; the third has changed once more, before or after listening began.
    await hear(second, 5);
    const { rows } = await sql<{
      version: string;
    }>`select version from conversation_cards order by version`.execute(opened.db);
    while (heard.at(-1) !== rows.at(-1)?.version) await hear(second, heard.length + 1);
    expect(new Set(heard).size).toBe(heard.length);
    expect(heard).toEqual(heard.toSorted((a, b) => Number(a) - Number(b)));
    expect(heard).toEqual(expect.arrayContaining(rows.map(({ version }) => version)));
  });

  test('an agent hears of their teams alone, also of who looks at what', async () => {
    const [mine, foreign] = guests as [Guest, Guest];
    for (const [guest, team] of [
      [mine, 'front'],
      [foreign, 'back'],
    ] as const) {
      await sql`insert into cases (lane, conversation_id, node, method, team, status)
        values (${guest.lane}, ${guest.conversationId}, 'n', 'agent', ${team}, 'requested')`.execute(
        opened.db,
      );
    }
    const reader = await listen(live(), 'agent');
    await changed(foreign, mine);
    for (const { conversationId } of [foreign, mine])
      await tellViewing(opened.db, { conversationId, personId: 'somebody', state: 'typing' });
    const events = [await reader.next()];
    while (!events.some(({ event }) => event === 'viewers')) events.push(await reader.next());
    const told = JSON.stringify(events);
    expect(told).toContain(mine.conversationId);
    expect(told).not.toContain(foreign.conversationId);
  });

  test('a lowered role and an ended sign-in hold for those who listen already', async () => {
    const reader = await listen(live(), 'agent');
    expect((await reader.next()).event).toBe('hello');
    await opened.db.transaction().execute((tx) => changePerson(tx, ids.agent, { role: 'viewer' }));
    expect(await reader.next()).toMatchObject({ event: 'rights', data: { role: 'viewer' } });
    await sql`update sign_ins set expires_at = now() where id = 'of agent'`.execute(opened.db);
    expect((await reader.next()).event).toBe('bye');
    expect(await reader.isOver()).toBe(true);
    await sql`update sign_ins set expires_at = now() + interval '1 hour' where id = 'of agent'`.execute(
      opened.db,
    );
    await opened.db.transaction().execute((tx) => changePerson(tx, ids.agent, { role: 'agent' }));
  });

  test('what changes as soon as the stream has begun is told', async () => {
    const [guest] = guests as [Guest];
    for (let n = 0; n < 10; n++) {
      const reader = await listen(live({ pollMs: 1 }), 'administrator');
      await changed(guest);
      expect((await reader.next()).event).toBe('hello');
      expect(await reader.next()).toMatchObject({
        event: 'changes',
        data: { changes: [{ conversationId: guest.conversationId }] },
      });
    }
  }, 20_000);

  test('who leaves a team hears no more of it, from the next look on', async () => {
    const [guest] = guests as [Guest];
    await sql`insert into cases (lane, conversation_id, node, method, team, status)
      values (${guest.lane}, ${guest.conversationId}, 'n', 'agent', 'front', 'requested')`.execute(opened.db);
    const reader = await listen(live(), 'agent');
    expect((await reader.next()).event).toBe('hello');
    await changed(guest);
    expect(JSON.stringify(await reader.next())).toContain(guest.conversationId);
    await opened.db.transaction().execute((tx) => changePerson(tx, ids.agent, { teams: [] }));
    expect((await reader.next()).event).toBe('rights');
    await changed(guest);
    expect(await reader.next()).toMatchObject({ event: 'changes', data: { changes: [], hasHidden: true } });
    await opened.db.transaction().execute((tx) => changePerson(tx, ids.agent, { teams: ['front'] }));
  });

  test('a thousand who connect, take nothing and are gone leave nothing behind', async () => {
    const stalled = live({ patienceMs: 50 });
    for (let n = 0; n < 500; n++) await stalled.listen(caller('administrator'), null);
    const leaving = [];
    for (let n = 0; n < 500; n++) leaving.push(await listen(stalled, 'administrator'));
    expect(stalled.listeners()).toBe(1_000);
    for (const reader of leaving) await reader.cancel();
    // Those who are left take nothing of what is told them.
    for (let n = 0; n < 20; n++) await changed(...guests);
    await vi.waitFor(() => expect(stalled.listeners()).toBe(0), { timeout: 30_000 });
  });

  test('a socket that is cut is noticed', async () => {
    const over = live();
    const server = createHttpServer(
      { fetch: async () => new Response(await over.listen(caller('administrator'), null)) },
      { isFor: () => false, take: () => {} } as never,
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const socket = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(socket, 'data');
    expect(over.listeners()).toBe(1);
    socket.destroy();
    await vi.waitFor(() => expect(over.listeners()).toBe(0), { timeout: 20_000 });
    server.close();
  });
});

function readerOf(stream: ReadableStream<Uint8Array>) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<Event> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
        if (field('event') !== '')
          return { id: field('id'), event: field('event'), data: JSON.parse(field('data')) };
        continue;
      }
      const { value, done } = await reader.read();
      if (done) throw new Error('the stream has ended');
      text += value;
    }
  };
  return {
    next,
    cancel: () => reader.cancel(),
    isOver: async () => (await reader.read()).done,
  };
}
