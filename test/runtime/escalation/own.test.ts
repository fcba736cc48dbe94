import { randomUUID } from 'node:crypto';
import { requestStart } from '@parley/runtime/conversation/start-flow.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { openCases } from '@parley/runtime/escalation/cases.ts';
import { handBack, restartFlow } from '@parley/runtime/escalation/hand-back.ts';
import { readHistory } from '@parley/runtime/escalation/history.ts';
import { assign, release, take } from '@parley/runtime/escalation/own.ts';
import { sendAsAgent } from '@parley/runtime/escalation/send-as-agent.ts';
import { acceptEchoes } from '@parley/runtime/inbox/accept-echoes.ts';
import { markSending } from '@parley/runtime/outbox/mark-sending.ts';
import { fireDueTimers } from '@parley/runtime/timers/fire-due.ts';
import { type Kysely, sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { databaseNow, echo, emptyDatabase, flow, type Guest, openShop, type Shop } from '../shop.ts';

const at: [number, number] = [0, 0];

/** Asks a question, asks again after an hour of silence, and says goodbye when it is answered. */
const patient = flow(
  'patient',
  {
    ask: {
      type: 'question',
      at,
      body: 'Your name?',
      answer: { kind: 'text' },
      saveAs: 'said',
      retries: 0,
      silentAfter: 'PT1H',
    },
    nudge: {
      type: 'message',
      at,
      bubbles: [{ id: 'a', message: { type: 'text', body: 'Are you still there?' } }],
    },
    bye: { type: 'message', at, bubbles: [{ id: 'a', message: { type: 'text', body: 'Bye {{said}}.' } }] },
    end: { type: 'end', at },
    help: {
      type: 'escalation',
      at,
      text: 'Somebody comes.',
      contact: {
        method: 'agent',
        team: 'desk',
        priority: 'high',
        reason: 'asked for it',
        unansweredAfter: 'PT2H',
      },
    },
  },
  {
    ask: { answered: 'bye', other: 'ask', silent: 'nudge' },
    nudge: { next: 'ask' },
    bye: { next: 'end' },
    help: { resolved: 'ask', unanswered: 'nudge' },
  },
  { globals: { escalation: 'help' } },
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
    await shop.bind(patient);
    guest = await shop.guest();
  });

  const hears = async (text: string) => {
    const sentAt = await databaseNow(db);
    const wamid = await shop.say(guest, text);
    await db
      .updateTable('conversations')
      .set({ last_inbound_at: sentAt, last_inbound_wamid: wamid })
      .where('id', '=', guest.conversationId)
      .execute();
    await shop.turns(guest);
  };
  const of = (more: object = {}) => ({ conversationId: guest.conversationId, ...more });
  const takes = (by: string) => take({ db }, { conversationId: guest.conversationId, by });
  const sends = (by: string, body: string, more: object = {}) =>
    sendAsAgent(
      { db },
      {
        conversationId: guest.conversationId,
        message: { type: 'text', body },
        by,
        idempotencyKey: randomUUID(),
        ...more,
      },
    );
  const back = async (
    by: string,
    how: { how: 'exit' } | { how: 'end' } | { how: 'flow'; flowId: string },
  ) => {
    const done = await handBack({ db }, { conversationId: guest.conversationId, by, ...how });
    await shop.turns(guest);
    return done;
  };
  const history = async () =>
    (await readHistory(db, { lane: guest.lane, id: guest.conversationId }, { before: null, limit: 50 })).map(
      ({ kind, who }) => `${kind} by ${who}`,
    );
  const dueNow = async () => {
    await db.updateTable('timers').set({ due_at: sql<Date>`now()` }).execute();
    await fireDueTimers({ db }, guest.lane);
    await shop.turns(guest);
  };

  describe('what the bot has written and nobody has sent yet', () => {
    const statuses = async () =>
      (await shop.outbox(guest)).map(({ status, error }) => [status, error?.reason]);

    test('is not said once a person has the conversation, whoever had it in their hands to send', async () => {
      await hears('hello');
      const [row] = await shop.outbox(guest);
      if (!row) throw new Error('nothing was said');
      await takes('alpha');
      expect(await statuses()).toEqual([['cancelled', 'taken-over']]);
      const leased = { ...row, answers: null };
      expect(await markSending(db, guest.lane, [leased], 60_000)).toEqual([{ verdict: 'lost' }]);
      await sends('alpha', 'Hello, it is me.');
      expect((await statuses()).at(-1)).toEqual(['queued', undefined]);
      await back('alpha', { how: 'exit' });
      expect((await shop.said(guest)).at(-1)).toBe('Your name?');
      expect((await statuses()).at(-1)).toEqual(['queued', undefined]);
    });

    test('is said all the same when it left before', async () => {
      await hears('hello');
      const [row] = await shop.outbox(guest);
      if (!row) throw new Error('nothing was said');
      expect(await markSending(db, guest.lane, [{ ...row, answers: null }], 60_000)).toMatchObject([
        { verdict: 'go' },
      ]);
      await takes('alpha');
      expect(await statuses()).toEqual([['sending', undefined]]);
    });

    test('that somebody comes is said where the flow has asked and the case is only given to somebody', async () => {
      await hears('hello');
      await hears('human');
      await assign({ db }, { ...of(), to: 'alpha', by: 'system' });
      expect((await statuses()).every(([status]) => status === 'queued')).toBe(true);
      await takes('alpha');
      expect((await statuses()).every(([status]) => status === 'queued')).toBe(true);
    });
  });

  describe('whoever has the conversation', () => {
    test('starts a flow in it, which hands it back; nobody else does', async () => {
      await hears('hello');
      await takes('alpha');
      const ask = (by: string | undefined, once: string) =>
        requestStart(db, { lane: guest.lane, id: guest.conversationId }, { flowId: 'patient', once, by });
      await ask('beta', 'one');
      await ask(undefined, 'two');
      await shop.turns(guest);
      expect(await shop.conversation(guest)).toMatchObject({ held: true, owner: 'alpha' });
      await ask('alpha', 'three');
      await shop.turns(guest);
      expect(await shop.conversation(guest)).toMatchObject({ held: false, owner: null });
      expect((await shop.sessions(guest)).map(({ ended_reason }) => ended_reason)).toEqual([
        'replaced',
        null,
      ]);
      expect(await openCases(db)).toEqual([]);
    });
  });

  describe('a case', () => {
    test('says what the flow collected, the way it took, how urgent it is and why; its history who did what', async () => {
      await hears('hello');
      await hears('human');
      expect(await openCases(db)).toMatchObject([
        {
          status: 'requested',
          team: 'desk',
          priority: 'high',
          reason: 'asked for it',
          assignee: null,
          collected: { n: 0 },
          path: [{ node: '', port: 'escalation' }],
        },
      ]);
      expect(await takes('alpha')).toEqual({ ok: true, isNew: true, owner: 'alpha' });
      expect(await openCases(db)).toMatchObject([
        { status: 'assigned', assignee: 'alpha', answeredAt: null },
      ]);
      expect(await sends('alpha', 'Hi')).toMatchObject({ ok: true });
      expect(await sends('alpha', 'How can I help?')).toMatchObject({ ok: true });
      expect(await openCases(db)).toMatchObject([{ status: 'answered', answeredAt: expect.any(Date) }]);
      expect(await back('alpha', { how: 'exit' })).toEqual({ ok: true });

      expect(await shop.said(guest)).toEqual([
        'Your name?',
        'Somebody comes.',
        'Hi',
        'How can I help?',
        'Your name?',
      ]);
      expect(await history()).toEqual([
        'opened by bot',
        'taken by alpha',
        'answered by alpha',
        'resolved by alpha',
      ]);
      expect(await shop.conversation(guest)).toMatchObject({ held: false, owner: null });
      expect(await openCases(db)).toEqual([]);
    });

    test('is one person’s when two take it at once, and the other is told whose', async () => {
      await hears('hello');
      await hears('human');
      const results = await Promise.all([takes('alpha'), takes('beta')]);
      const winner = results.find(({ ok }) => ok);
      const loser = results.find(({ ok }) => !ok);
      expect(winner).toMatchObject({ isNew: true });
      expect(loser).toMatchObject({
        reason: 'taken-by',
        owner: winner?.ok ? winner.owner : '',
        since: expect.any(Date),
      });
      expect((await history()).filter((line) => line.startsWith('taken'))).toHaveLength(1);
    });

    test('waits again when its person gives it up, and can be given to somebody', async () => {
      await hears('hello');
      await hears('human');
      await takes('alpha');
      expect(await release({ db }, { conversationId: guest.conversationId, by: 'beta' })).toMatchObject({
        reason: 'taken-by',
        owner: 'alpha',
      });
      expect(await release({ db }, { conversationId: guest.conversationId, by: 'alpha' })).toEqual({
        ok: true,
      });
      expect(await openCases(db)).toMatchObject([
        { status: 'requested', assignee: null, acknowledgedAt: null },
      ]);
      await assign({ db }, { conversationId: guest.conversationId, to: 'beta', by: 'alpha' });
      expect(await openCases(db)).toMatchObject([
        { status: 'assigned', assignee: 'beta', acknowledgedAt: null },
      ]);
      expect(await takes('beta')).toMatchObject({ isNew: false });
      expect(await openCases(db)).toMatchObject([{ acknowledgedAt: expect.any(Date) }]);
    });

    test('expires when the flow goes on without an answer, and not while somebody has it', async () => {
      await hears('hello');
      await hears('human');
      await takes('alpha');
      await dueNow();
      expect(await shop.said(guest)).toEqual(['Your name?', 'Somebody comes.']);
      await release({ db }, { conversationId: guest.conversationId, by: 'alpha' });
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual([
        'Your name?',
        'Somebody comes.',
        'Are you still there?',
        'Your name?',
      ]);
      expect((await history()).at(-1)).toBe('expired by bot');
      expect(await openCases(db)).toEqual([]);
    });
  });

  describe('taking over in the middle of a flow', () => {
    test('silences the bot, its timers too, and handing back goes on where it stood', async () => {
      await hears('hello');
      expect(await takes('alpha')).toMatchObject({ isNew: true });
      await hears('Are you a robot?');
      await dueNow();
      expect(await shop.said(guest)).toEqual(['Your name?']);
      expect(await openCases(db)).toMatchObject([{ node: 'ask', reason: 'taken-over', assignee: 'alpha' }]);
      await sends('alpha', 'No, I am Guest.');

      await back('alpha', { how: 'exit' });
      expect(await shop.said(guest)).toEqual(['Your name?', 'No, I am Guest.', 'Your name?']);
      await hears('Guest');
      expect((await shop.said(guest)).at(-1)).toBe('Bye Guest.');
      expect((await shop.inbox(guest)).filter(({ status }) => status === 'kept')).toEqual([]);
    });

    test('may end the flow, and then the next message starts one; or another flow goes on', async () => {
      await shop.bind(echo, false);
      await hears('hello');
      await takes('alpha');
      await back('alpha', { how: 'end' });
      expect(await shop.sessions(guest)).toMatchObject([{ ended_reason: 'ended-by-agent' }]);
      expect(await shop.timers(guest)).toEqual([]);
      await hears('hello again');
      await takes('alpha');
      await back('alpha', { how: 'flow', flowId: 'echo' });
      expect(await shop.said(guest)).toEqual(['Your name?', 'Your name?', '0: ']);
      expect((await shop.sessions(guest)).at(-1)).toMatchObject({
        flow_id: 'echo',
        started_by: { trigger: 'agent', by: 'alpha' },
      });
      expect(await restartFlow({ db }, { conversationId: guest.conversationId, by: 'alpha' })).toEqual({
        ok: true,
        flowId: 'echo',
      });
      await shop.turns(guest);
      expect((await shop.said(guest)).at(-1)).toBe('0: ');
      expect(await shop.said(guest)).toHaveLength(4);
    });

    test('again before the turn of the handing back keeps the conversation with whoever took it', async () => {
      await hears('hello');
      await hears('human');
      await takes('alpha');
      await handBack({ db }, { conversationId: guest.conversationId, by: 'alpha', how: 'exit' });
      expect(await takes('beta')).toMatchObject({ isNew: true });
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['Your name?', 'Somebody comes.']);
      expect(await shop.conversation(guest)).toMatchObject({ held: true, owner: 'beta' });
    });
  });

  describe('a person’s message', () => {
    test('goes only from whoever has the conversation, once for a key', async () => {
      await hears('hello');
      expect(await sends('alpha', 'Hi')).toEqual({ ok: false, reason: 'nobody-holds-it' });
      expect(await sends('alpha', 'Hi', { takes: true })).toMatchObject({ ok: true, isNew: true });
      expect(await sends('beta', 'Hi', { takes: true })).toMatchObject({
        reason: 'taken-by',
        owner: 'alpha',
      });
      const [first, second] = await Promise.all([
        sends('alpha', 'Once', { idempotencyKey: 'k' }),
        sends('alpha', 'Once', { idempotencyKey: 'k' }),
      ]);
      expect([first, second].map((sent) => sent.ok && sent.isNew).sort()).toEqual([false, true]);
      expect(await shop.said(guest)).toEqual(['Your name?', 'Hi', 'Once']);
    });

    test('is refused after the window has closed, unless it is a template', async () => {
      await hears('hello');
      await takes('alpha');
      await db
        .updateTable('conversations')
        .set({ last_inbound_at: sql<Date>`now() - interval '24 hours'` })
        .execute();
      expect(await sends('alpha', 'Hi')).toEqual({ ok: false, reason: 'window-closed' });
      const message = { type: 'template' as const, name: 'hello', language: 'en' };
      expect(await sends('alpha', '', { message })).toMatchObject({ ok: true });
      expect(await openCases(db)).toMatchObject([{ status: 'answered' }]);
    });

    test('in a conversation that does not exist is refused', async () => {
      expect(await sends('alpha', 'Hi', of({ conversationId: randomUUID() }))).toEqual({
        ok: false,
        reason: 'conversation-not-found',
      });
    });
  });

  describe('an answer from the WhatsApp Business app', () => {
    const answers = async (wamid: string, body: string) => {
      await acceptEchoes(db, [
        {
          kind: 'echo',
          channelId: shop.channelId,
          phoneNumberId: '1',
          wamid,
          sentAt: new Date('2026-11-01T12:00:00Z'),
          to: { waId: guest.waId },
          message: { type: 'text', body },
          raw: {},
        },
      ]);
      await shop.turns(guest);
    };

    test('takes the conversation, stands in the thread once, and is not sent again', async () => {
      await hears('hello');
      await answers('wamid.phone1', 'This is the shop.');
      await answers('wamid.phone1', 'This is the shop.');
      await hears('Great, and what do you cost?');
      expect(await shop.said(guest)).toEqual(['Your name?', 'This is the shop.']);
      expect((await shop.outbox(guest)).at(-1)).toMatchObject({
        status: 'sent',
        wamid: 'wamid.phone1',
        sent_by: 'phone',
        sent_at: new Date('2026-11-01T12:00:00Z'),
      });
      expect(await shop.conversation(guest)).toMatchObject({ held: true, owner: 'phone' });
      expect(await openCases(db)).toMatchObject([{ status: 'answered', assignee: 'phone' }]);
      // Anybody may go on with it, and hand it back.
      expect(await takes('alpha')).toMatchObject({ isNew: true });
      await back('alpha', { how: 'exit' });
      expect((await shop.said(guest)).at(-1)).toBe('Your name?');
    });

    test('leaves a conversation with the person who has it', async () => {
      await hears('hello');
      await hears('human');
      await takes('alpha');
      await answers('wamid.phone2', 'Guest is right.');
      expect(await shop.conversation(guest)).toMatchObject({ owner: 'alpha' });
      expect(await openCases(db)).toMatchObject([{ status: 'answered', assignee: 'alpha' }]);
    });
  });
});
