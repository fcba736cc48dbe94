import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { changeChannel } from '@parley/runtime/channel/channels.ts';
import { readConfig } from '@parley/runtime/config.ts';
import { eraseContact } from '@parley/runtime/contacts/erase.ts';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { take } from '@parley/runtime/escalation/own.ts';
import { tellPresence } from '@parley/runtime/escalation/presence.ts';
import { sendAlarmLetter } from '@parley/runtime/escalation/send-alarm-letters.ts';
import { saveService, TeamService } from '@parley/runtime/escalation/team-service.ts';
import { watchCases } from '@parley/runtime/escalation/watch.ts';
import { createLog } from '@parley/runtime/log.ts';
import { type AlarmLetters, saveLetterSettings } from '@parley/runtime/people/letter-settings.ts';
import { createMail } from '@parley/runtime/people/mail.ts';
import { secretKey } from '@parley/runtime/secrets.ts';
import { startParley } from '@parley/runtime/start.ts';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { startMailServer } from '../../setup/mail-server.ts';
import { echo, emptyDatabase, type Guest, openShop, type Shop } from '../shop.ts';

forEachDatabase((name, open, place) => {
  let db: Kysely<Database>;
  let shop: Shop;
  let server: Awaited<ReturnType<typeof startMailServer>>;
  beforeAll(async () => {
    db = (await open()).db;
    server = await startMailServer();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await sql
      .raw(
        'delete from alarm_letters; delete from letter_settings; delete from team_members; delete from teams; delete from people',
      )
      .execute(db);
    await emptyDatabase(db);
    shop = await openShop(db);
    await shop.bind(echo);
    server.received.splice(0);
    server.refuse(null);
    await db.insertInto('teams').values({ id: 'front', name: 'Front desk' }).execute();
    await saveService(db, 'front', TeamService.parse({ deadlines: { acknowledge: 5 } }));
  });

  const person = async (
    id: string,
    {
      role = 'agent',
      team = 'front',
      isLimited = false,
      isHere = false,
      alarms = null,
    }: {
      role?: 'agent' | 'administrator' | 'viewer';
      team?: string | null;
      isLimited?: boolean;
      isHere?: boolean;
      alarms?: AlarmLetters | null;
    } = {},
  ) => {
    const email = `${id}@example.com`;
    await db.insertInto('people').values({ id, name: id, email, role, only_own_teams: isLimited }).execute();
    if (team !== null) await db.insertInto('team_members').values({ team_id: team, person_id: id }).execute();
    if (isHere) await tellPresence(db, id, { state: 'online' });
    if (alarms) await saveLetterSettings(db, id, { alarms, language: 'en' });
  };
  /** Somebody asks for a person, and nobody comes for six minutes. */
  const waits = async (text = 'human'): Promise<Guest> => {
    const guest = await shop.guest({ name: 'A customer' });
    await shop.say(guest, 'a secret of the customer');
    await shop.say(guest, text);
    await shop.turns(guest);
    await sql`update cases set opened_at = opened_at - interval '6 minutes', due_at = now()`.execute(db);
    return guest;
  };
  const watch = async (...guests: Guest[]) => {
    for (const { lane } of guests) await watchCases({ db, writesLetters: true }, lane);
  };
  const deps = () => ({
    db,
    mail: createMail({ url: server.url, from: 'Parley <parley@example.com>' }),
    publicUrl: 'https://parley.example.com',
    log: { warn: () => {} },
  });
  /** As two processes do, until neither finds anything. */
  const send = async () => {
    const all = async () => {
      while (await sendAlarmLetter(deps()));
    };
    await Promise.all([all(), all()]);
  };
  const recipients = () => server.received.flatMap(({ to }) => to).sort();
  const dueAgain = () => sql`update alarm_letters set due_at = now() where done_at is null`.execute(db);

  test('a case that nobody takes is told once to those who want to hear of it', async () => {
    await person('chief', { role: 'administrator', team: null, isHere: true });
    await person('away');
    await person('here', { isHere: true });
    await person('here-and-eager', { isHere: true, alarms: 'always' });
    await person('never', { alarms: 'never' });
    await person('viewer', { role: 'viewer' });
    await person('of-another-team', { team: null, isLimited: true, alarms: 'always' });
    const guest = await waits();
    await Promise.all([watch(guest), watch(guest)]);
    await send();
    expect(recipients()).toEqual(['away@example.com', 'chief@example.com', 'here-and-eager@example.com']);
    await sql`update cases set due_at = now()`.execute(db);
    await watch(guest);
    await send();
    expect(server.received).toHaveLength(3);
  });

  test('a letter leads to the conversation and tells nothing of the customer, in the language of its reader', async () => {
    await person('away');
    await person('eager', { alarms: 'always' });
    const guest = await waits();
    await watch(guest);
    await send();
    const [both, english] = ['away', 'eager'].map((id) =>
      server.received.find(({ to }) => to[0] === `${id}@example.com`),
    );
    expect(english?.subject).toBe('Parley: Nobody has taken a conversation');
    expect(english?.text).toContain(`https://parley.example.com/inbox/${guest.conversationId}`);
    expect(english?.text).toContain('Team: Front desk');
    expect(english?.text).not.toMatch(/[а-я]/);
    expect(both?.text).toContain('Никто не взял диалог');
    for (const { text, subject } of server.received)
      expect(text + subject).not.toMatch(new RegExp(`secret|customer|${guest.waId}`));
  });

  test('many come together: one letter at once, and the rest in the next', async () => {
    await person('away');
    const first = await waits();
    await watch(first);
    await send();
    const others = [];
    for (let n = 0; n < 25; n++) others.push(await waits());
    await watch(...others);
    await send();
    expect(server.received).toHaveLength(1);
    await sql`update alarm_letters set done_at = done_at - interval '11 minutes'`.execute(db);
    await send();
    expect(server.received).toHaveLength(2);
    const [, digest] = server.received;
    expect(digest?.subject).toBe('Parley: 25 conversations wait for somebody');
    expect(digest?.text.match(/Nobody has taken/g)).toHaveLength(20);
    expect(digest?.text).toContain('And 5 more:');
  });

  test('what somebody has taken meanwhile is not told any more', async () => {
    await person('away');
    await person('here', { isHere: true });
    const guest = await waits();
    await watch(guest);
    await take({ db }, { conversationId: guest.conversationId, by: 'here' });
    await send();
    expect(server.received).toEqual([]);
  });

  test('before the window closes without an answer there is a letter', async () => {
    await person('away');
    await saveService(db, 'front', TeamService.parse({}));
    const guest = await waits();
    await watch(guest);
    await sql`update conversations set last_inbound_at = now() - interval '23 hours'`.execute(db);
    await sql`update cases set opened_at = now() - interval '23 hours', due_at = now()`.execute(db);
    await watch(guest);
    await send();
    expect(server.received.map(({ subject }) => subject)).toEqual([
      'Parley: The 24-hour window closes soon, and the contact has no answer',
    ]);
  });

  test('a letter that the server does not take goes again, as the same one', async () => {
    await person('away');
    const guest = await waits();
    await watch(guest);
    server.refuse('451 not now');
    await send();
    expect(server.received).toEqual([]);
    const { rows } = await sql<{ letter: string }>`select letter from alarm_letters`.execute(db);
    server.refuse(null);
    await send();
    expect(server.received).toEqual([]);
    await dueAgain();
    await watch(await waits());
    await send();
    expect(server.received.map(({ messageId }) => messageId)).toEqual([
      `<alarm-${rows[0]?.letter}@parley.example.com>`,
    ]);
    expect(server.received[0]?.text.match(/Nobody has taken/g)).toHaveLength(1);
  });

  test('a person who is erased is in no letter that still waits', async () => {
    await person('away');
    const guest = await waits();
    await watch(guest);
    await eraseContact(db, guest.contactId);
    expect(await db.selectFrom('alarm_letters').selectAll().execute()).toEqual([]);
  });

  test.runIf(name === 'PostgreSQL')(
    'the product raises the alarm and sends the letter by itself',
    async () => {
      const where = await place();
      const other = await openDatabase(where);
      const theirs = await openShop(other.db);
      const secret = 'the-secret-that-this-test-seals-tokens-with';
      const sealed = { accessToken: 'a token', appSecret: 'a secret' };
      await changeChannel(other.db, secretKey(secret), theirs.channelId, sealed);
      await theirs.bind(echo);
      await saveService(other.db, '', TeamService.parse({ deadlines: { acknowledge: 5 } }));
      await other.db
        .insertInto('people')
        .values({ id: 'chief', name: 'chief', email: 'chief@example.com', role: 'administrator' })
        .execute();
      const { lane, conversationId } = await theirs.guest();
      await sql`
      insert into cases (lane, conversation_id, node, method, status, opened_at, due_at)
      values (${lane}, ${conversationId}, 'n', 'agent', 'requested', now() - interval '6 minutes', now())
    `.execute(other.db);
      await other.close();

      const dataDir = await mkdtemp(path.join(tmpdir(), 'parley-letters-'));
      const config = readConfig({
        ...{ DATA_DIR: dataDir, PORT: '0', DATABASE_URL: 'url' in where ? where.url : '' },
        ...{ PARLEY_SECRET: secret, PARLEY_PUBLIC_URL: 'https://parley.example.com' },
        ...{ PARLEY_SMTP_URL: server.url, PARLEY_MAIL_FROM: 'Parley <parley@example.com>' },
      });
      if ('problem' in config) throw new Error(config.problem);
      const parley = await startParley(config, { log: createLog('silent') });
      await vi.waitFor(() => expect(recipients()).toEqual(['chief@example.com']), 30_000);
      expect(server.received[0]?.text).toContain(`https://parley.example.com/inbox/${conversationId}`);
      await parley.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  );
});
