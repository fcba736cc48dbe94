import type { Database } from '@parley/runtime/db/tables.ts';
import { openCases } from '@parley/runtime/escalation/cases.ts';
import { readHistory } from '@parley/runtime/escalation/history.ts';
import { take } from '@parley/runtime/escalation/own.ts';
import { tellPresence } from '@parley/runtime/escalation/presence.ts';
import { sendAsAgent } from '@parley/runtime/escalation/send-as-agent.ts';
import { saveService, TeamService } from '@parley/runtime/escalation/team-service.ts';
import { watchCases } from '@parley/runtime/escalation/watch.ts';
import { type Kysely, sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { emptyDatabase, flow, type Guest, openShop, type Shop } from '../shop.ts';

const at: [number, number] = [0, 0];
const say = (body: string) => ({
  type: 'message' as const,
  at,
  bubbles: [{ id: 'a', message: { type: 'text' as const, body } }],
});

/** Leads to a person at once; `withOtherwise` says how else to reach one when nobody is there. */
const desk = (id: string, withOtherwise: boolean) =>
  flow(
    id,
    {
      help: {
        type: 'escalation',
        at,
        text: 'Somebody comes.',
        contact: {
          method: 'agent',
          team: 'desk',
          ...(withOtherwise && {
            otherwise: {
              text: 'Nobody is here. Write to us:',
              contact: { method: 'email' as const, email: 'desk@example.com' },
            },
          }),
        },
      },
      bye: say('Goodbye.'),
      end: { type: 'end', at },
    },
    { help: { resolved: 'bye' }, bye: { next: 'end' } },
  );

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let shop: Shop;
  let guest: Guest;
  beforeAll(async () => {
    db = (await open()).db;
  });
  beforeEach(async () => {
    await sql.raw('delete from team_members; delete from teams; delete from people').execute(db);
    await emptyDatabase(db);
    shop = await openShop(db);
    guest = await shop.guest();
    await db.insertInto('teams').values({ id: 'desk', name: 'Desk' }).execute();
  });

  const agent = async (id: string, isOnline = true) => {
    await db
      .insertInto('people')
      .values({ id, name: id, email: `${id}@example.com`, role: 'agent' })
      .execute();
    await db.insertInto('team_members').values({ team_id: 'desk', person_id: id }).execute();
    if (isOnline) await tellPresence(db, id, { state: 'online', capacity: 1 });
  };
  const works = (service: object) => saveService(db, 'desk', TeamService.parse(service));
  const hears = async (who: Guest = guest) => {
    await shop.say(who, 'hello');
    await shop.turns(who);
  };
  /** So many minutes later. */
  const later = async (minutes: number) => {
    const ago = (column: string) => sql.raw(`${column} = ${column} - interval '${minutes} minutes'`);
    await sql`update cases set ${ago('opened_at')}, ${ago('assigned_at')}, ${ago('acknowledged_at')}, ${ago('answered_at')},
      ${ago('last_answer_at')}, ${ago('noticed_at')}, due_at = now()`.execute(db);
    await sql`update conversations set ${ago('last_inbound_at')}, ${ago('owned_at')}`.execute(db);
    await sql`update agent_presence set seen_at = now() where state = 'online'`.execute(db);
  };
  const watch = async (who: Guest = guest) => {
    await watchCases({ db }, who.lane);
    await shop.turns(who);
  };
  const history = async () =>
    (await readHistory(db, { lane: guest.lane, id: guest.conversationId }, { before: null, limit: 50 })).map(
      ({ kind, who, details }) =>
        [kind, 'by', who, details.to ?? details.deadline].filter((word) => word !== undefined).join(' '),
    );

  describe('who asks for a person', () => {
    test('is told how else to reach one when nobody is there, and waits all the same', async () => {
      await shop.bind(desk('desk', true));
      await agent('alpha', false);
      await hears();
      expect(await shop.said(guest)).toEqual(['Nobody is here. Write to us:', 'desk@example.com']);
      expect(await openCases(db)).toMatchObject([{ status: 'requested', noticedAt: expect.any(Date) }]);
      expect(await shop.conversation(guest)).toMatchObject({ held: true, owner: null });
      await take({ db }, { conversationId: guest.conversationId, by: 'alpha' });
      expect(await openCases(db)).toMatchObject([{ status: 'assigned' }]);
    });

    test.each([
      { when: 'somebody is there', online: true, service: {}, isThere: true },
      { when: 'who was there is not heard of any more', online: false, service: {}, isThere: false },
      { when: 'today is a holiday', online: true, service: { holidays: 'today' }, isThere: false },
      {
        when: 'the team is closed',
        online: true,
        service: { hours: { timezone: 'UTC', open: [] } },
        isThere: false,
      },
    ])('hears by whether $when', async ({ online, service, isThere }) => {
      await shop.bind(desk('desk', true));
      await agent('alpha');
      if (!online) await sql`update agent_presence set seen_at = now() - interval '2 minutes'`.execute(db);
      const { rows } = await sql<{ today: string }>`
        select to_char(now() at time zone 'UTC', 'YYYY-MM-DD') as today`.execute(db);
      await works('holidays' in service ? { holidays: [rows[0]?.today] } : service);
      await hears();
      expect((await shop.said(guest))[0]).toBe(isThere ? 'Somebody comes.' : 'Nobody is here. Write to us:');
    });

    test('is given to people in turn, to none beyond what they take, and to who comes next', async () => {
      await shop.bind(desk('desk', false));
      await works({ assignment: 'round-robin' });
      await agent('alpha');
      await agent('beta');
      const others = [await shop.guest({ lane: guest.lane }), await shop.guest({ lane: guest.lane })];
      for (const one of [guest, ...others]) {
        await hears(one);
        await watch(one);
      }
      const assignees = async () => (await openCases(db)).map(({ assignee }) => assignee);
      expect((await assignees()).sort()).toEqual(['alpha', 'beta', null]);
      await agent('gamma');
      await watch();
      expect((await assignees()).sort()).toEqual(['alpha', 'beta', 'gamma']);
    });
  });

  describe('a deadline', () => {
    test('that is missed gives the case to the next person, once, though two processes watch', async () => {
      await shop.bind(desk('desk', false));
      await works({ assignment: 'least-busy', deadlines: { acknowledge: 5 } });
      await agent('alpha');
      await hears();
      await watch();
      await agent('beta');
      await later(6);
      await Promise.all([watchCases({ db }, guest.lane), watchCases({ db }, guest.lane)]);
      expect(await history()).toEqual([
        'opened by bot',
        'assigned by system alpha',
        'alarm by system acknowledge',
        'assigned by system beta',
      ]);
      expect(await openCases(db)).toMatchObject([{ assignee: 'beta', alarms: ['acknowledge'] }]);
    });

    test('that is missed with nobody there is told the contact, in the flow’s words', async () => {
      await shop.bind(desk('desk', true));
      await works({ deadlines: { answer: 10 } });
      await agent('alpha');
      await hears();
      await later(11);
      await sql`update agent_presence set state = 'away'`.execute(db);
      await watch();
      await later(11);
      await watch();
      expect(await shop.said(guest)).toEqual([
        'Somebody comes.',
        'Nobody is here. Write to us:',
        'desk@example.com',
      ]);
      expect((await openCases(db))[0]).toMatchObject({ status: 'requested', noticedAt: expect.any(Date) });
    });

    test('of the window leaves nobody without a notice, also where a person has the conversation and is silent', async () => {
      await shop.bind(desk('desk', false));
      await hears();
      await take({ db }, { conversationId: guest.conversationId, by: 'alpha' });
      await later(21 * 60);
      await watch();
      expect(await shop.said(guest)).toEqual(['Somebody comes.']);
      await later(61);
      await watch();
      await watch();
      const [, notice] = await shop.said(guest);
      expect(notice).toContain('nobody could answer');
      expect(await shop.said(guest)).toHaveLength(2);
      expect(await openCases(db)).toMatchObject([{ status: 'requested', alarms: [expect.any(String)] }]);
      expect(await shop.conversation(guest)).toMatchObject({ held: true, owner: null });
    });

    test('does not count once somebody has answered', async () => {
      await shop.bind(desk('desk', false));
      await works({ deadlines: { acknowledge: 5, answer: 10 } });
      await hears();
      const message = { type: 'text' as const, body: 'Hi' };
      await sendAsAgent(
        { db },
        { conversationId: guest.conversationId, message, by: 'alpha', idempotencyKey: 'k', takes: true },
      );
      await later(23 * 60);
      await watch();
      expect(await shop.said(guest)).toEqual(['Somebody comes.', 'Hi']);
      expect(await openCases(db)).toMatchObject([{ alarms: [] }]);
    });
  });

  test('whoever has a conversation is told once that its window closes, and once that it has closed', async () => {
    await shop.bind(desk('desk', false));
    await hears();
    const message = { type: 'text' as const, body: 'Hi' };
    await sendAsAgent(
      { db },
      { conversationId: guest.conversationId, message, by: 'alpha', idempotencyKey: 'k', takes: true },
    );
    const told = async () => (await history()).filter((line) => /window/.test(line));
    await later(21 * 60);
    await watch();
    expect(await told()).toEqual([]);
    await later(65);
    await Promise.all([watchCases({ db }, guest.lane), watchCases({ db }, guest.lane)]);
    await later(0);
    await watch();
    expect(await told()).toEqual(['window-closing by system']);
    await later(3 * 60);
    await watch();
    await watch();
    expect(await told()).toEqual(['window-closing by system', 'window-closed by system']);
    expect(await openCases(db)).toMatchObject([{ alarms: [] }]);
  });

  test('after a silence the bot has the conversation again, and the next message starts what it starts', async () => {
    await shop.bind(desk('desk', false));
    await works({ afterSilence: { hours: 4 } });
    await hears();
    const message = { type: 'text' as const, body: 'Hi' };
    await sendAsAgent(
      { db },
      { conversationId: guest.conversationId, message, by: 'alpha', idempotencyKey: 'k', takes: true },
    );
    await later(239);
    await watch();
    expect(await shop.conversation(guest)).toMatchObject({ owner: 'alpha' });
    await later(2);
    await watch();
    expect(await shop.conversation(guest)).toMatchObject({ held: false, owner: null });
    expect(await shop.said(guest)).toEqual(['Somebody comes.', 'Hi']);
    await hears();
    expect(await shop.said(guest)).toEqual(['Somebody comes.', 'Hi', 'Somebody comes.']);
  });
});
