import { randomUUID } from 'node:crypto';
import { Outage } from '@parley/runtime/db/outage.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { takeTurns } from '@parley/runtime/turn/take-turns.ts';
import { type Kysely, sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { databaseNow, echo, emptyDatabase, flow, type Guest, openShop, type Shop } from '../shop.ts';

const at: [number, number] = [0, 0];
const text = (body: string) => ({ type: 'text' as const, body });
const bubbles = (body: string) => [{ id: 'a', message: text(body) }];

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

  describe('a conversation', () => {
    test('begins a session with the first message, which is no answer in it, and goes on with the next', async () => {
      await shop.bind(echo);
      await shop.say(guest, 'hello');
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['0: ']);

      await shop.say(guest, 'one');
      await shop.say(guest, 'two');
      await shop.turns(guest);

      expect(await shop.said(guest)).toEqual(['0: ', '1: one', '2: two']);
      const [session] = await shop.sessions(guest);
      expect(session).toMatchObject({
        flow_id: 'echo',
        version: 1,
        started_by: { trigger: 'first-message' },
        ended_at: null,
        state: { context: { vars: { n: 2, said: 'two' } } },
      });
      expect(await shop.inbox(guest)).toMatchObject([
        { status: 'done', session_id: session?.id, path: [] },
        {
          status: 'done',
          session_id: session?.id,
          path: expect.arrayContaining([
            expect.objectContaining({ node: 'ask', port: 'answered' }),
            expect.objectContaining({ node: 'count', port: 'next' }),
          ]),
        },
        { status: 'done', session_id: session?.id },
      ]);
    });

    test('takes messages that wait together in the order in which they were written', async () => {
      await shop.bind(echo);
      const now = await databaseNow(db);
      const ago = (seconds: number) => ({ sentAt: new Date(now.getTime() - seconds * 1000) });
      await shop.say(guest, 'start', ago(60));
      await shop.say(guest, 'third', ago(10));
      await shop.say(guest, 'first', ago(30));
      await shop.say(guest, 'second', ago(20));
      await shop.turns(guest);

      expect(await shop.said(guest)).toEqual(['0: ', '1: first', '2: second', '3: third']);
    });

    test('opens its window with the newest message when accepting it could not', async () => {
      await shop.bind(echo);
      const source = await shop.say(guest, 'hello');
      await shop.turns(guest);
      const [event] = await shop.inbox(guest);
      expect(await shop.conversation(guest)).toMatchObject({
        last_inbound_at: event?.sent_at,
        last_inbound_wamid: source,
      });
    });

    test('keeps why nothing happened when no flow is bound, or none is meant', async () => {
      await shop.say(guest, 'hello');
      await shop.turns(guest);
      await shop.bind(echo, false);
      await shop.say(guest, 'hello');
      await shop.turns(guest);

      expect(await shop.said(guest)).toEqual([]);
      expect(await shop.inbox(guest)).toMatchObject([
        { status: 'ignored', error: 'no flow is bound' },
        { status: 'ignored', error: 'no trigger matches' },
      ]);
    });

    test('starts the flow of a keyword, in the language of the keyword, which the contact keeps', async () => {
      const menu = flow(
        'menu',
        { hi: { type: 'message', at, bubbles: bubbles('Hello') }, bye: { type: 'end', at } },
        { hi: { next: 'bye' } },
      );
      menu.meta.flow.triggers = { keywords: { en: ['menu'], ru: ['меню'] } };
      menu.meta.flow.texts = { ru: { 'hi.a.body': 'Привет' } };
      await shop.bind(echo);
      await shop.bind(menu, false);
      await shop.say(guest, 'Меню');
      await shop.turns(guest);

      const [session] = await shop.sessions(guest);
      expect(session).toMatchObject({
        flow_id: 'menu',
        ended_reason: 'finished',
        started_by: { trigger: 'keyword', keyword: 'Меню', locale: 'ru' },
        state: { context: { locale: 'ru' } },
      });
      const contact = db.selectFrom('contacts').select('locale').where('id', '=', guest.contactId);
      expect(await contact.executeTakeFirst()).toEqual({ locale: 'ru' });
    });

    test('counts clock times in the zone of the contact’s country until another is known', async () => {
      const time = flow(
        'time',
        {
          tell: {
            type: 'message',
            at,
            bubbles: [{ id: 'a', message: { type: 'text', body: '{{contact.timezone}}' } }],
          },
          end: { type: 'end', at },
        },
        { tell: { next: 'end' } },
      );
      await shop.bind(time);
      const { contactId } = guest;
      await db.updateTable('contacts').set({ phone: '4915123456780' }).where('id', '=', contactId).execute();
      await shop.say(guest, 'hello');
      await shop.turns(guest);
      await db.updateTable('contacts').set({ timezone: 'Asia/Tokyo' }).where('id', '=', contactId).execute();
      await shop.say(guest, 'hello again');
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['Europe/Berlin', 'Asia/Tokyo']);
    });

    test('starts the flow of an ad', async () => {
      const ad = flow(
        'ad',
        { ask: { type: 'question', at, body: 'Ad?', answer: { kind: 'text' }, saveAs: 'said', retries: 0 } },
        {},
      );
      ad.meta.flow.triggers = { ads: ['17'] };
      await shop.bind(echo);
      await shop.bind(ad, false);
      await shop.say(guest, 'hello', { referral: { sourceId: '17' } });
      await shop.turns(guest);

      expect(await shop.said(guest)).toEqual(['Ad?']);
      expect(await shop.sessions(guest)).toMatchObject([{ started_by: { trigger: 'ad', sourceId: '17' } }]);
    });

    test('does not leave its session for the keyword of another flow', async () => {
      const menu = flow('menu', { bye: { type: 'end', at } }, {});
      menu.meta.flow.triggers = { keywords: { en: ['menu'] } };
      await shop.bind(echo);
      await shop.bind(menu, false);
      await shop.say(guest, 'hello');
      await shop.say(guest, 'menu');
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['0: ', '1: menu']);
    });

    test('stays on the version of the flow that it started on, and the next one takes the newest', async () => {
      await shop.bind(echo);
      await shop.say(guest, 'hello');
      await shop.turns(guest);
      const changed = structuredClone(echo);
      changed.meta.flow.name = 'Another';
      await shop.publish(changed);
      const other = await shop.guest();
      await shop.say(guest, 'one');
      await shop.say(other, 'hello');
      await shop.turns(guest, other);

      expect(await shop.sessions(guest)).toMatchObject([
        { version: 1, state: { context: { vars: { n: 1 } } } },
      ]);
      expect(await shop.sessions(other)).toMatchObject([{ version: 2 }]);
    });

    test('tells the flow which message was tapped, also one of an earlier session', async () => {
      const pick = flow(
        'pick',
        {
          first: { type: 'buttons', at, body: 'First?', buttons: [{ id: 'go', title: 'Go' }] },
          second: { type: 'buttons', at, body: 'Second?', buttons: [{ id: 'go', title: 'Go' }] },
          bye: { type: 'end', at },
        },
        { first: { go: 'second', other: 'first' }, second: { go: 'bye', other: 'second' } },
      );
      await shop.bind(pick);
      await shop.say(guest, 'hello');
      await shop.turns(guest);
      await db.updateTable('outbox').set({ wamid: 'wamid.first' }).execute();
      const tap = { type: 'choice' as const, id: 'go', title: 'Go' };
      await shop.tell(guest, tap, { contextId: 'wamid.first' });
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['First?', 'Second?']);

      // A late tap on the first question: the second one is asked again.
      await shop.tell(guest, tap, { contextId: 'wamid.first' });
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['First?', 'Second?', 'Second?']);

      // The tap ends the session; the same tap in the next session is one on a message of an earlier one.
      await shop.tell(guest, tap);
      await shop.say(guest, 'hello again');
      await shop.turns(guest);
      await shop.tell(guest, tap, { contextId: 'wamid.first' });
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['First?', 'Second?', 'Second?', 'First?', 'First?']);
    });
  });

  describe('a flow that starts another', () => {
    const hop = (from: string, to: string) =>
      flow(
        from,
        { hi: { type: 'message', at, bubbles: bubbles(from) }, go: { type: 'start', at, flow: to } },
        { hi: { next: 'go' } },
      );

    test('ends its session and begins the other in the same turn', async () => {
      await shop.bind(hop('one', 'echo'));
      await shop.publish(echo);
      await shop.say(guest, 'hello');
      await shop.turns(guest);

      expect(await shop.said(guest)).toEqual(['one', '0: ']);
      expect(await shop.sessions(guest)).toMatchObject([
        { flow_id: 'one', ended_reason: 'started-flow' },
        { flow_id: 'echo', ended_reason: null, started_by: { trigger: 'flow', flow: 'one' } },
      ]);
      await shop.say(guest, 'a');
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['one', '0: ', '1: a']);
    });

    test('fails when the two start each other for ever, and the contact can go on', async () => {
      await shop.bind(hop('one', 'two'));
      await shop.publish(hop('two', 'one'));
      await shop.say(guest, 'hello');
      await shop.turns(guest);

      expect(await shop.said(guest)).toEqual([]);
      expect(await shop.inbox(guest)).toMatchObject([{ status: 'parked', attempts: 3 }]);
      expect((await shop.inbox(guest))[0]?.error).toContain('start each other');
    });
  });

  describe('a start by the API', () => {
    const start = (flowId: string) => ({ kind: 'start' as const, raw: { flowId } });

    test('begins the named flow and ends the session under way', async () => {
      await shop.bind(echo);
      await shop.publish(flow('other', { bye: { type: 'message', at, bubbles: bubbles('Other') } }, {}));
      await shop.say(guest, 'hello');
      await shop.tell(guest, null, start('other'));
      await shop.turns(guest);

      expect(await shop.said(guest)).toEqual(['0: ', 'Other']);
      expect(await shop.sessions(guest)).toMatchObject([
        { flow_id: 'echo', ended_reason: 'replaced' },
        { flow_id: 'other', started_by: { trigger: 'api' } },
      ]);
    });

    test('is ignored for a flow that is not published, and the session goes on', async () => {
      await shop.bind(echo);
      await shop.say(guest, 'hello');
      await shop.tell(guest, null, start('nothing'));
      await shop.turns(guest);
      expect(await shop.inbox(guest)).toMatchObject([
        {},
        { status: 'ignored', error: 'the flow “nothing” is not published' },
      ]);
      expect(await shop.sessions(guest)).toMatchObject([{ ended_at: null }]);
    });
  });

  describe('a turn that throws', () => {
    /** Reads as a flow but asks for a state that is not there as soon as anybody answers. */
    const broken = () => {
      const machine = structuredClone(echo);
      machine.id = 'broken';
      const ask = machine.states.ask;
      if (!ask) throw new Error('no such state');
      ask.on = { text: { target: 'nowhere' } };
      return machine;
    };

    test('is parked after three tries and takes nothing from its neighbours', async () => {
      await shop.bind(echo);
      const neighbours = await Promise.all([1, 2, 3].map(() => shop.guest({ lane: guest.lane })));
      for (const someone of [guest, ...neighbours]) await shop.say(someone, 'hello');
      await shop.turns(guest);
      // A state that no version of the flow has.
      await sql`update sessions set state = jsonb_set(state, '{value}', '"nowhere"') where conversation_id = ${guest.conversationId}`.execute(
        db,
      );
      for (const someone of [guest, ...neighbours]) await shop.say(someone, 'one');

      const { turns } = await takeTurns({ db, machines: shop.machines, leaseMs: () => null }, guest.lane, 50);
      expect(turns).toBe(4);
      for (const neighbour of neighbours) expect(await shop.said(neighbour)).toEqual(['0: ', '1: one']);
      expect((await shop.inbox(guest))[1]).toMatchObject({ status: 'new', attempts: 1 });

      await shop.turns(guest);
      expect((await shop.inbox(guest))[1]).toMatchObject({ status: 'parked', attempts: 3 });
      expect((await shop.inbox(guest))[1]?.error).toContain('nowhere');
      expect(await shop.sessions(guest)).toMatchObject([{ ended_reason: 'error' }]);
    });

    test('is not counted as tried when it is the database that fails', async () => {
      await shop.bind(echo);
      await shop.say(guest, 'hello');
      let cuts = 0;
      // As often as it takes to come to the try that would count.
      const at = async (point: string) => {
        if (point !== 'turn.before-commit' || ++cuts > 3) return;
        throw new Outage('the connection was cut');
      };
      const taking = takeTurns({ db, machines: shop.machines, leaseMs: () => null, at }, guest.lane, 50);
      await expect(taking).rejects.toThrow(Outage);
      expect(await shop.inbox(guest)).toMatchObject([{ status: 'new', attempts: 0 }]);
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['0: ']);
    });

    test('leaves the contact free to begin again', async () => {
      await shop.bind(broken());
      await shop.say(guest, 'hello');
      await shop.say(guest, 'poison');
      await shop.say(guest, 'again');
      await shop.turns(guest);

      expect((await shop.inbox(guest)).map(({ status }) => status)).toEqual(['parked', 'parked', 'parked']);
      await shop.publish({ ...echo, id: 'broken' });
      await shop.say(guest, 'hello');
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['0: ']);
    });

    test('does not undo what the conversation did before it in the same batch', async () => {
      await shop.bind(echo);
      await shop.say(guest, 'hello');
      await shop.say(guest, 'one');
      await shop.tell(guest, null, { kind: 'start', raw: { flowId: 'loop-a' } });
      const hop = (from: string, to: string) => flow(from, { go: { type: 'start', at, flow: to } }, {});
      await shop.publish(hop('loop-a', 'loop-b'));
      await shop.publish(hop('loop-b', 'loop-a'));
      await takeTurns({ db, machines: shop.machines, leaseMs: () => null }, guest.lane, 50);

      expect(await shop.said(guest)).toEqual(['0: ', '1: one']);
      expect((await shop.inbox(guest)).map(({ status }) => status)).toEqual(['done', 'done', 'new']);
    });

    test('is also one that cannot be written down: the batch is taken apart until it is found', async () => {
      await shop.bind(echo);
      const neighbour = await shop.guest({ lane: guest.lane });
      for (const someone of [guest, neighbour]) await shop.say(someone, 'hello');
      await shop.turns(guest);
      await shop.say(neighbour, 'one');
      await shop.say(guest, 'one');
      // Stands for a value that PostgreSQL refuses.
      await sql`create function refuse() returns trigger language plpgsql as $$
        begin
          if new.state #>> '{context,vars,said}' = 'poison' then raise exception 'poison' using errcode = '22P05'; end if;
          return new;
        end $$`.execute(db);
      await sql`create trigger refuse before update on sessions for each row execute function refuse()`.execute(
        db,
      );
      try {
        await shop.say(guest, 'poison');
        await shop.say(neighbour, 'two');
        await shop.turns(guest);
      } finally {
        await sql`drop trigger refuse on sessions`.execute(db);
        await sql`drop function refuse`.execute(db);
      }
      expect(await shop.said(neighbour)).toEqual(['0: ', '1: one', '2: two']);
      expect(await shop.said(guest)).toEqual(['0: ', '1: one']);
      expect((await shop.inbox(guest)).map(({ status }) => status)).toEqual(['done', 'done', 'parked']);
      expect(await shop.sessions(guest)).toMatchObject([{ ended_reason: 'error' }]);
    });
  });

  describe('a conversation that a person holds', () => {
    const resolve = (sessionId?: string) => ({
      kind: 'agent' as const,
      source: `resolved:${randomUUID()}`,
      sessionId,
    });

    beforeEach(async () => {
      await shop.bind(echo);
      await shop.say(guest, 'hello');
      await shop.say(guest, 'human');
      await shop.turns(guest);
    });

    test('is told so, opens a case, and hears nothing more of the bot', async () => {
      expect(await shop.said(guest)).toEqual(['0: ', 'Somebody comes.']);
      expect(await shop.conversation(guest)).toMatchObject({ held: true });
      expect(await db.selectFrom('cases').selectAll().execute()).toMatchObject([
        {
          conversation_id: guest.conversationId,
          status: 'requested',
          method: 'agent',
          team: 'front',
          node: 'help',
        },
      ]);

      await shop.say(guest, 'is anybody there?');
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['0: ', 'Somebody comes.']);
      expect((await shop.inbox(guest)).at(-1)).toMatchObject({ status: 'done' });
    });

    test('goes on where the flow says when the agent hands back', async () => {
      await shop.tell(guest, { type: 'agent.resolved', outcome: 'helped' }, resolve());
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['0: ', 'Somebody comes.', '0: ']);
      expect(await shop.conversation(guest)).toMatchObject({ held: false });
      expect(await db.selectFrom('cases').selectAll().execute()).toMatchObject([{ status: 'resolved' }]);
    });

    test('is silent even when somebody took it over without the flow, and the flow stands where it stood', async () => {
      await shop.tell(guest, { type: 'agent.resolved' }, resolve());
      await shop.turns(guest);
      await db
        .updateTable('conversations')
        .set({ held: true })
        .where('id', '=', guest.conversationId)
        .execute();
      const before = await shop.sessions(guest);
      await shop.say(guest, 'one');
      await shop.tell(guest, null, { kind: 'start', raw: { flowId: 'echo' } });
      await shop.turns(guest);

      expect(await shop.said(guest)).toEqual(['0: ', 'Somebody comes.', '0: ']);
      expect(await shop.sessions(guest)).toEqual(before);
      expect((await shop.inbox(guest)).slice(-2)).toMatchObject([
        { status: 'ignored', error: 'held by a person' },
        { status: 'ignored', error: 'held by a person' },
      ]);
    });

    test('starts nothing while it has no session, and is free when the agent hands back', async () => {
      await sql`update sessions set ended_at = now(), ended_reason = 'error'`.execute(db);
      await shop.say(guest, 'hello?');
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['0: ', 'Somebody comes.']);

      await shop.tell(guest, { type: 'agent.resolved' }, resolve());
      await shop.say(guest, 'hello');
      await shop.turns(guest);
      expect(await shop.conversation(guest)).toMatchObject({ held: false });
      expect(await shop.said(guest)).toEqual(['0: ', 'Somebody comes.', '0: ']);
    });
  });

  describe('what a turn asks for besides messages', () => {
    test('is stored: tags relative to those there are, consents with their source, a case that only offers', async () => {
      const all = flow(
        'all',
        {
          tag: { type: 'tag', at, add: ['new', 'guest'], remove: ['old'] },
          consent: {
            type: 'consent',
            at,
            purpose: 'news',
            body: 'May we write to you?',
            agree: 'Yes',
            decline: 'No',
          },
          phone: {
            type: 'escalation',
            at,
            text: 'Call us.',
            contact: { method: 'phone', card: { name: 'Desk', phones: [{ phone: '+4930123' }] } },
          },
          bye: { type: 'end', at, reason: 'thanked' },
        },
        {
          tag: { next: 'consent' },
          consent: { agreed: 'phone', declined: 'phone', other: 'consent' },
          phone: { next: 'bye' },
        },
      );
      await shop.bind(all);
      await db
        .updateTable('contacts')
        .set({ tags: JSON.stringify(['old', 'kept']) })
        .where('id', '=', guest.contactId)
        .execute();
      await shop.say(guest, 'hello');
      const source = await shop.say(guest, 'Yes');
      await shop.turns(guest);

      const contact = db.selectFrom('contacts').select('tags').where('id', '=', guest.contactId);
      expect(await contact.executeTakeFirst()).toEqual({ tags: ['guest', 'kept', 'new'] });
      expect(await db.selectFrom('consents').selectAll().execute()).toMatchObject([
        {
          contact_id: guest.contactId,
          purpose: 'news',
          granted: true,
          wording: 'May we write to you?',
          source,
        },
      ]);
      expect(await db.selectFrom('cases').selectAll().execute()).toMatchObject([
        { status: 'offered', method: 'phone', node: 'phone' },
      ]);
      expect(await shop.sessions(guest)).toMatchObject([{ ended_reason: 'thanked' }]);
    });

    test('records a wish to hear nothing more, with or without a session, and says once that it was understood', async () => {
      await shop.bind(echo);
      const first = await shop.say(guest, 'STOP');
      await shop.say(guest, 'hello');
      const second = await shop.say(guest, 'stop');
      await shop.turns(guest);

      const understood = 'You will get no more messages from us. You can write to us at any time.';
      expect(await shop.said(guest)).toEqual([understood, '0: ', understood]);
      expect(await shop.sessions(guest)).toMatchObject([{ ended_reason: 'opted-out' }]);
      const consents = db.selectFrom('consents').select(['purpose', 'granted', 'source']).orderBy('id');
      expect(await consents.execute()).toEqual([
        { purpose: '*', granted: false, source: first },
        { purpose: '*', granted: false, source: second },
      ]);
    });

    test('keeps the language that the session changes to', async () => {
      const bilingual = flow(
        'bilingual',
        {
          ask: {
            type: 'question',
            at,
            body: 'Language?',
            answer: { kind: 'text' },
            saveAs: 'said',
            retries: 0,
          },
          set: { type: 'set', at, set: [{ variable: 'locale', to: "'ru'" }] },
          go: { type: 'start', at, flow: 'echo' },
        },
        { ask: { answered: 'set', other: 'ask' }, set: { next: 'go' } },
      );
      await shop.bind(bilingual);
      await shop.publish(echo);
      await shop.say(guest, 'hello');
      await shop.turns(guest);
      const contact = db.selectFrom('contacts').select('locale').where('id', '=', guest.contactId);
      expect(await contact.executeTakeFirst()).toEqual({ locale: '' });

      await shop.say(guest, 'russian');
      await shop.turns(guest);
      expect(await contact.executeTakeFirst()).toEqual({ locale: 'ru' });
      expect((await shop.sessions(guest)).at(-1)).toMatchObject({
        flow_id: 'echo',
        state: { context: { locale: 'ru' } },
      });
    });
  });

  describe('a call', () => {
    const ask = flow(
      'ask-outside',
      {
        request: {
          type: 'request',
          at,
          method: 'GET',
          url: 'https://example.com/',
          save: [{ variable: 'n', from: 'response.body.n' }],
        },
        echo: {
          type: 'question',
          at,
          body: '{{n}}: {{said}}',
          answer: { kind: 'text' },
          saveAs: 'said',
          retries: 0,
        },
      },
      { request: { answered: 'echo', failed: 'echo' }, echo: { answered: 'echo', other: 'echo' } },
    );

    test('is stored with its request, and what the person writes meanwhile waits for the answer', async () => {
      await shop.bind(ask);
      await shop.say(guest, 'hello');
      await shop.say(guest, 'impatient');
      await shop.turns(guest);
      const [session] = await shop.sessions(guest);
      const [call] = await db.selectFrom('calls').selectAll().execute();
      expect(call).toMatchObject({
        session_id: session?.id,
        request: { method: 'GET', url: 'https://example.com/' },
        attempts: 0,
      });
      expect((await shop.inbox(guest)).map(({ status }) => status)).toEqual(['done', 'new']);

      await shop.tell(
        guest,
        { type: 'call.done', call: call?.call ?? '', status: 200, body: { n: 7 } },
        { kind: 'call', sessionId: session?.id },
      );
      await db.deleteFrom('calls').execute();
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['7: ', '7: impatient']);
      expect((await shop.inbox(guest)).map(({ status }) => status)).toEqual(['done', 'done', 'done']);
    });

    test('that is lost without a trace makes nobody wait for ever', async () => {
      await shop.bind(ask);
      await shop.say(guest, 'hello');
      await shop.turns(guest);
      await db.deleteFrom('calls').execute();
      await shop.say(guest, 'hello?');
      await shop.turns(guest);
      expect((await shop.inbox(guest)).at(-1)).toMatchObject({ status: 'done' });
    });

    test('is none for a session that has ended', async () => {
      await shop.bind(ask);
      await shop.tell(
        guest,
        { type: 'call.done', call: 'request#1', status: 200, body: {} },
        { kind: 'call', sessionId: randomUUID() },
      );
      await shop.turns(guest);
      expect(await shop.inbox(guest)).toMatchObject([{ status: 'ignored', error: 'its session has ended' }]);
    });
  });

  describe('several processes', () => {
    test('take the turns of a conversation one after the other, and every one once', async () => {
      await shop.bind(echo);
      const guests = await Promise.all(Array.from({ length: 4 }, () => shop.guest({ lane: 3 })));
      for (const someone of guests) await shop.say(someone, 'start');
      const round = () => takeTurns({ db, machines: shop.machines, leaseMs: () => null }, 3, 2);
      for (let n = 1; n <= 10; n++) {
        await Promise.all([
          round(),
          round(),
          round(),
          ...guests.map((someone) => shop.say(someone, String(n))),
        ]);
      }
      await shop.turns(...guests);

      const expected = ['0: ', ...Array.from({ length: 10 }, (_, n) => `${n + 1}: ${n + 1}`)];
      for (const someone of guests) expect(await shop.said(someone)).toEqual(expected);
    });

    test('pass over a conversation that another one holds', async () => {
      await shop.bind(echo);
      await shop.say(guest, 'hello');
      const claimed = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      const slow = takeTurns(
        {
          db,
          machines: shop.machines,
          leaseMs: () => null,
          at: async (point) => {
            if (point !== 'turn.decided') return;
            claimed.resolve();
            await goOn.promise;
          },
        },
        guest.lane,
        50,
      );
      await claimed.promise;
      // PGlite has one connection: there the second one waits for the first, and finds nothing to do.
      const fast = takeTurns({ db, machines: shop.machines, leaseMs: () => null }, guest.lane, 50);
      const outcome = await Promise.race([fast.then(({ turns }) => turns), goOnLater(goOn)]);
      expect([0, 'later']).toContain(outcome);
      await Promise.all([slow, fast]);
      expect(await shop.said(guest)).toEqual(['0: ']);
    });
  });

  test('new messages are leased to the process that took the turn, in order and with the message that they answer', async () => {
    await shop.bind(
      flow(
        'two',
        {
          hi: {
            type: 'message',
            at,
            bubbles: [
              { id: 'a', message: text('one') },
              { id: 'b', message: text('two') },
            ],
          },
        },
        {},
      ),
    );
    const source = await shop.say(guest, 'hello');
    const { wrote } = await takeTurns({ db, machines: shop.machines, leaseMs: () => 15_000 }, guest.lane, 50);
    expect(wrote).toMatchObject([
      {
        lane: guest.lane,
        conversation_id: guest.conversationId,
        message: text('one'),
        attempts: 0,
        answers: source,
      },
      { message: text('two'), answers: null },
    ]);
    const rows = await shop.outbox(guest);
    expect(rows.map(({ id }) => id)).toEqual(wrote.map(({ id }) => id));
    for (const { leased_until } of rows) expect(leased_until?.getTime()).toBeGreaterThan(Date.now());
  });
});

function goOnLater(goOn: PromiseWithResolvers<void>): Promise<'later'> {
  return new Promise((resolve) => {
    setTimeout(() => {
      goOn.resolve();
      resolve('later');
    }, 300);
  });
}
