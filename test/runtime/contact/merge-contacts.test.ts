import { randomUUID } from 'node:crypto';
import { identify } from '@parley/runtime/contact/identity.ts';
import { mergeContacts } from '@parley/runtime/contact/merge-contacts.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { accept } from '@parley/runtime/inbox/accept.ts';
import { enqueue } from '@parley/runtime/inbox/enqueue.ts';
import type { Kysely } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { message, ownNumber, receiver } from '../told.ts';

forEachDatabase((name, open) => {
  let db: Kysely<Database>;
  let count = 0;
  /** One person, known by the number from long ago and by a user id since then, and two of our numbers. */
  let phone: { waId: string };
  let user: { userId: string };
  let numbers: [string, string];
  let channels: [string, string];
  beforeAll(async () => {
    ({ db } = await open());
  });
  beforeEach(async () => {
    const n = String(++count).padStart(4, '0');
    phone = { waId: `4918${n}` };
    user = { userId: `DE.merge${n}` };
    numbers = [`71${n}`, `72${n}`];
    channels = [await ownNumber(db, numbers[0]), await ownNumber(db, numbers[1])];
  });

  const receive = (...told: Parameters<ReturnType<typeof receiver>['receive']>) =>
    receiver(db).receive(...told);
  const identityOf = async (sender: object, channelId = channels[0]) => {
    const [identity] = await identify(db, [{ channelId, sender }]);
    if (!identity) throw new Error('nobody');
    return identity;
  };
  const conversation = (id: string) =>
    db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const beginSession = async ({ lane, conversationId }: { lane: number; conversationId: string }) => {
    const id = randomUUID();
    const state = {
      value: 'ask',
      context: { vars: {}, local: {}, locale: 'en' },
      turn: 1,
      call: null,
      done: false,
    };
    await db
      .insertInto('sessions')
      .values({
        lane,
        id,
        conversation_id: conversationId,
        flow_id: 'cafe',
        version: 1,
        state: JSON.stringify(state),
        started_by: JSON.stringify({ trigger: 'first-message' }),
      })
      .execute();
    await db
      .insertInto('timers')
      .values({
        lane,
        session_id: id,
        timer: 'silence',
        id: randomUUID(),
        conversation_id: conversationId,
        due_at: new Date(),
      })
      .execute();
    return id;
  };
  const sessions = (...ids: string[]) =>
    db.selectFrom('sessions').select(['id', 'ended_reason']).where('id', 'in', ids).execute();

  test('a message that names both makes two contacts one; the one with the number stays', async () => {
    await receive(message(numbers[0], { sender: { ...phone, name: 'Desk' } }));
    await receive(message(numbers[1], { sender: { ...user, name: 'ada.l' } }));
    const known = await identityOf(phone);
    const hidden = await identityOf(user, channels[1]);
    await db
      .updateTable('contacts')
      .set({ tags: '["vip","new"]' })
      .where('id', '=', known.contactId)
      .execute();
    await db
      .updateTable('contacts')
      .set({ tags: '["new","shy"]', locale: 'de' })
      .where('id', '=', hidden.contactId)
      .execute();
    await db
      .insertInto('consents')
      .values({
        contact_id: hidden.contactId,
        channel_id: channels[1],
        conversation_id: hidden.conversationId,
        purpose: 'news',
        granted: true,
        wording: 'May we?',
        source: 'x',
      })
      .execute();

    await receive(message(numbers[1], { sender: { ...phone, ...user, name: 'Desk' } }));
    const contacts = await db
      .selectFrom('contacts')
      .select(['id', 'name', 'tags', 'locale'])
      .where('id', 'in', [known.contactId, hidden.contactId])
      .execute();
    expect(contacts).toEqual([
      { id: known.contactId, name: 'Desk', tags: ['new', 'shy', 'vip'], locale: 'de' },
    ]);
    // The thread with the other number goes on where it was.
    expect(await identityOf(user, channels[1])).toMatchObject({
      contactId: known.contactId,
      conversationId: hidden.conversationId,
      lane: hidden.lane,
      isNew: false,
    });
    const rows = await db
      .selectFrom('inbox')
      .select('contact_id')
      .where('channel_id', 'in', channels)
      .execute();
    expect(new Set(rows.map(({ contact_id }) => contact_id))).toEqual(new Set([known.contactId]));
    const consents = await db
      .selectFrom('consents')
      .select('contact_id')
      .where('channel_id', '=', channels[1])
      .execute();
    expect(consents).toEqual([{ contact_id: known.contactId }]);
  });

  describe('two conversations with one number', () => {
    /** The last message of each is a day apart, so that it is clear which one is older. */
    async function two() {
      const at = (day: number) => new Date(Date.UTC(2026, 8, day));
      const one = message(numbers[0], { sender: phone, sentAt: at(1) });
      const other = message(numbers[0], { sender: user, sentAt: at(2) });
      await receive(one, other);
      return { one, other, byPhone: await identityOf(phone), byUser: await identityOf(user), at };
    }
    const meet = () =>
      message(numbers[0], { sender: { ...phone, ...user }, sentAt: new Date(Date.UTC(2026, 8, 3)) });

    test('become one, with one session: the one under way goes on', async () => {
      const { byPhone, byUser } = await two();
      const session = await beginSession(byUser);
      await receive(meet());
      expect(await conversation(byPhone.conversationId)).toMatchObject({
        merged_into: byUser.conversationId,
        merged_into_lane: byUser.lane,
      });
      expect(await conversation(byUser.conversationId)).toMatchObject({
        contact_id: byPhone.contactId,
        merged_into: null,
        last_inbound_at: new Date(Date.UTC(2026, 8, 3)),
      });
      expect(await sessions(session)).toEqual([{ id: session, ended_reason: null }]);
      expect(await identityOf(phone)).toMatchObject({ conversationId: byUser.conversationId });
    });

    test('keep the session in which the last word was spoken when both have one', async () => {
      const { byPhone, byUser } = await two();
      const [older, newer] = [await beginSession(byPhone), await beginSession(byUser)];
      await receive(meet());
      const ended = new Map((await sessions(older, newer)).map(({ id, ended_reason }) => [id, ended_reason]));
      expect(ended).toEqual(
        new Map([
          [older, 'contact-merged'],
          [newer, null],
        ]),
      );
      const timers = await db
        .selectFrom('timers')
        .select('session_id')
        .where('session_id', 'in', [older, newer])
        .execute();
      expect(timers).toEqual([{ session_id: newer }]);
    });

    test('stay with the person who holds one of them', async () => {
      const { byPhone, byUser } = await two();
      const session = await beginSession(byUser);
      await db
        .updateTable('conversations')
        .set({ held: true })
        .where('id', '=', byPhone.conversationId)
        .execute();
      await receive(meet());
      expect(await conversation(byPhone.conversationId)).toMatchObject({ held: true, merged_into: null });
      expect(await sessions(session)).toEqual([{ id: session, ended_reason: 'contact-merged' }]);
    });

    test('lose no message that still waits, and keep what was done where it was', async () => {
      const { one, other, byPhone, byUser } = await two();
      await db.updateTable('inbox').set({ status: 'done' }).where('source', '=', one.wamid).execute();
      const waiting = message(numbers[0], { sender: phone });
      await receive(waiting);
      await beginSession(byUser);
      const last = meet();
      await receive(last);
      const rows = await db
        .selectFrom('inbox')
        .select(['source', 'lane', 'conversation_id'])
        .where('channel_id', '=', channels[0])
        .orderBy('id')
        .execute();
      const moved = { lane: byUser.lane, conversation_id: byUser.conversationId };
      expect(rows).toEqual([
        { source: one.wamid, lane: byPhone.lane, conversation_id: byPhone.conversationId },
        { source: other.wamid, ...moved },
        { source: waiting.wamid, ...moved },
        { source: last.wamid, ...moved },
      ]);
    });

    test('do not let a message that comes again count twice, in whichever of them it was', async () => {
      const { one, other } = await two();
      await receive(meet());
      expect(await receive(one, other)).toMatchObject({ accepted: 0, duplicates: 2 });
    });

    test('leave what was meant for the session that has ended to that session', async () => {
      const { byPhone, byUser } = await two();
      const [older] = [await beginSession(byPhone), await beginSession(byUser)];
      await enqueue(db, [
        {
          lane: byPhone.lane,
          conversationId: byPhone.conversationId,
          sessionId: older,
          kind: 'timer',
          source: `timer:${older}`,
          input: { type: 'timer', timer: 'silence' },
        },
      ]);
      await receive(meet());
      const row = await db
        .selectFrom('inbox')
        .selectAll()
        .where('source', '=', `timer:${older}`)
        .executeTakeFirst();
      expect(row).toMatchObject({ conversation_id: byPhone.conversationId, session_id: older });
    });
  });

  test('a user id that moves to another number takes no conversation along', async () => {
    const first = { waId: `${phone.waId}1`, ...user };
    await receive(message(numbers[0], { sender: first }), message(numbers[0], { sender: phone }));
    const before = await identityOf({ waId: first.waId });
    await receive(message(numbers[0], { sender: { ...phone, ...user } }));
    expect(await identityOf(user)).toMatchObject({ contactId: (await identityOf(phone)).contactId });
    expect(await identityOf({ waId: first.waId })).toEqual(before);
  });

  test('a message that was looked up before the merge is not stored where nobody looks any more', async () => {
    await receive(message(numbers[0], { sender: phone }), message(numbers[0], { sender: user }));
    const [byPhone, byUser] = [await identityOf(phone), await identityOf(user)];
    const incomingFor = (identity: typeof byPhone) => {
      const { wamid, sentAt, input, raw } = message(numbers[0]);
      const rest = { channelId: channels[0], opensWindow: true, contextId: null, referral: null };
      return { ...identity, ...rest, wamid, sentAt, input, raw };
    };
    expect(await mergeContacts(db, byPhone.contactId, byUser.contactId)).toBe(true);
    expect(await accept(db, [incomingFor(byPhone), incomingFor(byUser)])).toEqual(['stale', 'stale']);
    expect(await accept(db, [incomingFor(await identityOf(user))])).toEqual(['accepted']);
  });

  test('everybody who finds out at the same moment agrees', async () => {
    await receive(message(numbers[0], { sender: phone }), message(numbers[0], { sender: user }));
    const both = { ...phone, ...user };
    const told = Array.from({ length: 8 }, () => message(numbers[0], { sender: both }));
    const alone = Array.from({ length: 8 }, (_, n) => message(numbers[0], { sender: n % 2 ? phone : user }));
    const received = await Promise.all([...told, ...alone].map((one) => receiver(db).receive(one)));
    expect(received.every(({ accepted }) => accepted === 1)).toBe(true);

    const identity = await identityOf(both);
    const waiting = await db
      .selectFrom('inbox')
      .select(['conversation_id', 'contact_id'])
      .where('channel_id', '=', channels[0])
      .where('status', '=', 'new')
      .execute();
    expect(waiting).toHaveLength(18);
    for (const row of waiting) {
      expect(row).toEqual({ conversation_id: identity.conversationId, contact_id: identity.contactId });
    }
  });

  test('a conversation that is held for long makes the merge wait for another message, and nobody else', async () => {
    // On PGlite whoever holds it has the only connection.
    if (name === 'PGlite') return;
    await receive(message(numbers[0], { sender: phone }), message(numbers[0], { sender: user }));
    const [byPhone, byUser] = [await identityOf(phone), await identityOf(user)];
    const turn = await db.startTransaction().execute();
    await turn
      .selectFrom('conversations')
      .selectAll()
      .where('id', '=', byUser.conversationId)
      .forUpdate()
      .execute();

    expect(await receive(message(numbers[0], { sender: { ...phone, ...user } }))).toMatchObject({
      accepted: 1,
    });
    await turn.commit().execute();
    expect(await identityOf(user)).toEqual(byUser);
    await receive(message(numbers[0], { sender: { ...phone, ...user } }));
    expect((await identityOf(user)).contactId).toBe(byPhone.contactId);
  });
});
