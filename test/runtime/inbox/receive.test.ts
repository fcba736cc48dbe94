import type { Database } from '@parley/runtime/db/tables.ts';
import type { Kysely } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { message, ownNumber, receiver, silence, status } from '../told.ts';

const HOUR_MS = 3600_000;

forEachDatabase((name, open) => {
  let db: Kysely<Database>;
  let numbers = 0;
  beforeAll(async () => {
    ({ db } = await open());
  });

  /** A number of its own for every test, so that they do not see each other. */
  async function number() {
    const phoneNumberId = `9000${String(++numbers).padStart(6, '0')}`;
    const channelId = await ownNumber(db, phoneNumberId);
    return {
      phoneNumberId,
      channelId,
      rows: () =>
        db.selectFrom('inbox').selectAll().where('channel_id', '=', channelId).orderBy('id').execute(),
      conversations: () =>
        db.selectFrom('conversations').selectAll().where('channel_id', '=', channelId).execute(),
    };
  }
  const kept = (phoneNumberId: string) =>
    db.selectFrom('webhook_events').selectAll().where('phone_number_id', '=', phoneNumberId).execute();

  test('a message is stored with its sender, and its conversation has work', async () => {
    const { phoneNumberId, channelId, rows, conversations } = await number();
    const text = message(phoneNumberId, {
      wamid: 'wamid.first',
      sentAt: new Date('2026-10-01T12:00:00Z'),
      sender: { waId: '491511234567', name: 'Desk' },
      contextId: 'wamid.ours',
      referral: { sourceId: 'ad-1', sourceType: 'ad' },
    });
    const received = await receiver(db).receive(text);

    const [row] = await rows();
    const [conversation] = await conversations();
    expect(row).toMatchObject({
      source: 'wamid.first',
      kind: 'message',
      status: 'new',
      session_id: null,
      lane: conversation?.lane,
      conversation_id: conversation?.id,
      input: text.input,
      context_id: 'wamid.ours',
      referral: { sourceId: 'ad-1', sourceType: 'ad' },
      raw: text.raw,
      sent_at: text.sentAt,
    });
    expect(conversation).toMatchObject({
      channel_id: channelId,
      contact_id: row?.contact_id,
      last_inbound_at: text.sentAt,
      last_inbound_wamid: 'wamid.first',
      held: false,
    });
    expect(received).toEqual({
      accepted: 1,
      duplicates: 0,
      statuses: 0,
      kept: 0,
      work: [{ lane: conversation?.lane, conversationId: conversation?.id }],
    });
    const contact = await db
      .selectFrom('contacts')
      .selectAll()
      .where('id', '=', row?.contact_id ?? '')
      .executeTakeFirst();
    expect(contact).toMatchObject({ name: 'Desk', phone: '491511234567' });
  });

  describe('a message counts once', () => {
    test('however often it is repeated, by whichever process, in whatever company', async () => {
      const { phoneNumberId, rows } = await number();
      const text = message(phoneNumberId);
      const [one, other] = [receiver(db), receiver(db)];
      const received = await Promise.all([
        one.receive(text),
        other.receive(text),
        one.receive(text, text, message(phoneNumberId)),
        other.receive(message(phoneNumberId), text),
      ]);
      expect(received.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(3);
      expect(received.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(4);
      expect(await rows()).toHaveLength(3);
    });

    test('when it comes again after a month, and then it says nothing about its sender any more', async () => {
      const { phoneNumberId, rows, conversations } = await number();
      const { receive } = receiver(db);
      const old = message(phoneNumberId, { sender: { waId: '491512000001', name: 'Old name' } });
      await receive(old);
      await db
        .updateTable('inbox')
        .set({ status: 'done', received_at: new Date(Date.now() - 30 * 24 * HOUR_MS) })
        .where('source', '=', old.wamid)
        .execute();
      const newer = { waId: '491512000001', name: 'New name' };
      await receive(
        message(phoneNumberId, { sender: newer, sentAt: new Date(old.sentAt.getTime() + HOUR_MS) }),
      );
      const before = { rows: await rows(), conversations: await conversations() };

      const received = await receive(old);
      expect(received).toEqual({ accepted: 0, duplicates: 1, statuses: 0, kept: 0, work: [] });
      expect({ rows: await rows(), conversations: await conversations() }).toEqual(before);
      const names = await db.selectFrom('contacts').select('name').where('phone', '=', newer.waId).execute();
      expect(names).toEqual([{ name: 'New name' }]);
    });
  });

  test('messages of one contact that reach two processes at once are one conversation, none lost', async () => {
    const { phoneNumberId, rows, conversations } = await number();
    const sender = { waId: '491513000001', userId: 'DE.abc3', name: 'Busy' };
    const five = () => Array.from({ length: 5 }, () => message(phoneNumberId, { sender }));
    const [one, other] = [receiver(db), receiver(db)];
    const received = await Promise.all([one.receive(...five()), other.receive(...five())]);
    expect(received.map(({ accepted, work }) => [accepted, work.length])).toEqual([
      [5, 1],
      [5, 1],
    ]);
    const stored = await rows();
    expect(stored).toHaveLength(10);
    expect(new Set(stored.map(({ contact_id }) => contact_id)).size).toBe(1);
    expect(await conversations()).toHaveLength(1);
  });

  test('fifty contacts in one request, in two processes at once, in different orders: fifty conversations', async () => {
    const { phoneNumberId, rows, conversations } = await number();
    const senders = Array.from({ length: 50 }, (_, n) => ({ waId: `4915131${n}`, userId: `DE.fifty${n}` }));
    const told = senders.map((sender) => message(phoneNumberId, { sender }));
    const again = senders.map((sender) => message(phoneNumberId, { sender })).reverse();
    await Promise.all([receiver(db).receive(...told), receiver(db).receive(...again)]);
    expect(await rows()).toHaveLength(100);
    expect(await conversations()).toHaveLength(50);
  });

  test('messages of one request take effect in the order in which they were written', async () => {
    const { phoneNumberId, rows } = await number();
    const sender = { waId: '491513200001' };
    const at = (second: number) => new Date(Date.UTC(2026, 9, 1, 9, 0, second));
    const told = [
      message(phoneNumberId, { sender, sentAt: at(3), wamid: 'wamid.order3' }),
      message(phoneNumberId, { sender, sentAt: at(1), wamid: 'wamid.order1a' }),
      message(phoneNumberId, { sender, sentAt: at(1), wamid: 'wamid.order1b' }),
    ];
    await receiver(db).receive(...told);
    const order = (await rows()).map(({ source }) => source);
    expect(order).toEqual(['wamid.order1a', 'wamid.order1b', 'wamid.order3']);
  });

  test('a contact of two of our numbers is one contact with two conversations', async () => {
    const [one, other] = [await number(), await number()];
    const sender = { waId: '491513300001' };
    await receiver(db).receive(
      message(one.phoneNumberId, { sender }),
      message(other.phoneNumberId, { sender }),
    );
    const [a] = await one.conversations();
    const [b] = await other.conversations();
    expect(a?.contact_id).toBe(b?.contact_id);
    expect(a?.id).not.toBe(b?.id);
  });

  describe('the window', () => {
    test('opens with the message’s own time, and never goes back', async () => {
      const { phoneNumberId, conversations } = await number();
      const sender = { waId: '491514000001' };
      const { receive } = receiver(db);
      const late = new Date('2026-10-02T12:00:00Z');
      await receive(message(phoneNumberId, { sender, sentAt: late, wamid: 'wamid.late' }));
      await receive(message(phoneNumberId, { sender, sentAt: new Date('2026-10-01T12:00:00Z') }));
      expect(await conversations()).toMatchObject([
        { last_inbound_at: late, last_inbound_wamid: 'wamid.late' },
      ]);
      const later = new Date('2026-10-03T12:00:00Z');
      await receive(message(phoneNumberId, { sender, sentAt: later }));
      expect(await conversations()).toMatchObject([{ last_inbound_at: later }]);
    });

    test('is not opened by a reaction', async () => {
      const { phoneNumberId, conversations, rows } = await number();
      await receiver(db).receive(
        message(phoneNumberId, {
          opensWindow: false,
          input: { type: 'reaction', emoji: '👍', messageId: 'wamid.x' },
        }),
      );
      expect(await rows()).toHaveLength(1);
      expect(await conversations()).toMatchObject([{ last_inbound_at: null, last_inbound_wamid: null }]);
    });

    test('opens when somebody opens the chat, which moves no session and is kept', async () => {
      const { phoneNumberId, conversations, rows } = await number();
      const welcome = silence(phoneNumberId, 'request_welcome');
      const { receive } = receiver(db);
      expect(await receive(welcome)).toEqual({ accepted: 0, duplicates: 0, statuses: 0, kept: 1, work: [] });
      expect(await receive(welcome)).toMatchObject({ kept: 0 });
      expect(await rows()).toEqual([]);
      expect(await conversations()).toMatchObject([{ last_inbound_at: welcome.sentAt }]);
      expect(await kept(phoneNumberId)).toMatchObject([{ kind: 'request-welcome', raw: welcome.raw }]);
    });

    test('does not stay open for longer because a message comes from the future', async () => {
      const { phoneNumberId, conversations, rows } = await number();
      await receiver(db).receive(
        message(phoneNumberId, { sentAt: new Date(Date.now() + 90 * 24 * HOUR_MS) }),
      );
      const [conversation] = await conversations();
      const [row] = await rows();
      expect(conversation?.last_inbound_at?.getTime()).toBeLessThan(Date.now() + HOUR_MS);
      expect(row?.sent_at.getTime()).toBeLessThan(Date.now() + HOUR_MS);
    });
  });

  test('what a turn holds keeps nobody from being accepted', async () => {
    // On PGlite the turn has the only connection.
    if (name === 'PGlite') return;
    const { phoneNumberId, conversations, rows } = await number();
    const sender = { waId: '491515000001' };
    const { receive } = receiver(db);
    await receive(message(phoneNumberId, { sender }));
    const turn = await db.startTransaction().execute();
    await turn.selectFrom('conversations').selectAll().forUpdate().execute();
    await turn.updateTable('contacts').set({ tags: '["vip"]' }).where('phone', '=', sender.waId).execute();

    const next = message(phoneNumberId, { sender: { ...sender, name: 'New name' } });
    expect(await receive(next)).toMatchObject({ accepted: 1 });
    expect(await rows()).toHaveLength(2);
    await turn.commit().execute();
    expect(await conversations()).toHaveLength(1);
  });

  describe('what is not for a session', () => {
    test('is kept once: changes of a number, edits, other fields, what cannot be read', async () => {
      const { phoneNumberId, rows } = await number();
      const { receive, metrics } = receiver(db);
      const told = [
        silence(phoneNumberId, 'system'),
        silence(phoneNumberId, 'edit'),
        {
          kind: 'other' as const,
          field: 'account_alerts',
          phoneNumberId,
          eventKind: 'account-event' as const,
          dedupKey: `other-${phoneNumberId}`,
          raw: { a: 1 },
        },
        {
          kind: 'malformed' as const,
          where: 'entry[0]',
          reason: 'no list of changes',
          dedupKey: `malformed-${phoneNumberId}`,
          raw: 7,
        },
      ];
      expect(await receive(...told)).toEqual({ accepted: 0, duplicates: 0, statuses: 0, kept: 4, work: [] });
      expect(await receive(...told)).toMatchObject({ kept: 0 });
      expect(await rows()).toEqual([]);
      const kinds = (await kept(phoneNumberId)).map(({ kind, field }) => [kind, field]);
      expect(kinds.sort()).toEqual([
        ['account-event', 'account_alerts'],
        ['edit', 'messages'],
        ['system', 'messages'],
      ]);
      const malformed = await db
        .selectFrom('webhook_events')
        .selectAll()
        .where('dedup_key', '=', `malformed-${phoneNumberId}`)
        .execute();
      expect(malformed).toMatchObject([
        { kind: 'malformed', reason: 'entry[0]: no list of changes', raw: 7 },
      ]);
      expect(await metrics.registry.metrics()).toContain('parley_malformed_items_total 1');
    });

    test('is kept and counted when it is for a number that is not ours', async () => {
      const { receive, metrics } = receiver(db);
      const told = [message('404040'), status('404040', { wamid: 'wamid.404' })];
      expect(await receive(...told)).toEqual({ accepted: 0, duplicates: 0, statuses: 0, kept: 2, work: [] });
      expect((await kept('404040')).map(({ kind }) => kind)).toEqual(['unknown-number', 'unknown-number']);
      expect(await metrics.registry.metrics()).toContain('parley_unknown_numbers_total 2');
    });

    test('is kept when it is a status of a message that we did not send', async () => {
      const { phoneNumberId } = await number();
      const { receive } = receiver(db);
      const told = status(phoneNumberId, { wamid: 'wamid.elsewhere', status: 'read' });
      expect(await receive(told)).toMatchObject({ statuses: 0, kept: 1 });
      expect(await receive(told)).toMatchObject({ statuses: 0, kept: 0 });
      expect(await kept(phoneNumberId)).toMatchObject([
        { kind: 'unmatched-status', dedup_key: 'status:wamid.elsewhere:read', raw: told.raw },
      ]);
    });
  });

  test('an item that the database refuses is set aside as bytes, and its 49 neighbours go on', async () => {
    const { phoneNumberId, rows } = await number();
    const told = Array.from({ length: 50 }, () => message(phoneNumberId));
    // The parser lets none of this through; whoever forgets something there must not stop a whole number.
    const refused = message(phoneNumberId, {
      input: { type: 'text', text: 'nul \0' },
      raw: { text: 'nul \0' },
    });
    told[24] = refused;
    const received = await receiver(db).receive(...told);
    expect(received).toMatchObject({ accepted: 49, kept: 1 });
    expect(received.work).toHaveLength(49);
    expect(await rows()).toHaveLength(49);
    const [aside] = await kept(phoneNumberId);
    expect(aside).toMatchObject({
      dedup_key: `message:${refused.wamid}`,
      kind: 'malformed',
      reason: 'the database refused it (22P05)',
      raw: null,
    });
    expect(JSON.parse(aside?.body?.toString() ?? '')).toEqual(refused.raw);
  });

  test('everything that a hostile person may write arrives as it was written', async () => {
    const { phoneNumberId, rows } = await number();
    const texts = [
      '😀'.repeat(16_000),
      '\u202Egnp.exe',
      '{"__proto__":{"a":1}}',
      "'; drop table inbox; --",
      '\\u0000',
    ];
    const sender = { waId: '491516000001', name: "Robert'); -- \u202E" };
    await receiver(db).receive(
      ...texts.map((text) => message(phoneNumberId, { sender, input: { type: 'text', text } })),
    );
    expect((await rows()).map(({ input }) => input)).toEqual(texts.map((text) => ({ type: 'text', text })));
  });

  test('nothing to store is nothing to do', async () => {
    expect(await receiver(db).receive()).toEqual({
      accepted: 0,
      duplicates: 0,
      statuses: 0,
      kept: 0,
      work: [],
    });
  });

  test('what somebody sent from the WhatsApp Business app begins a conversation, and counts once', async () => {
    const { phoneNumberId, rows, conversations } = await number();
    const echo = {
      kind: 'echo' as const,
      phoneNumberId,
      wamid: `wamid.echo.${phoneNumberId}`,
      sentAt: new Date('2026-10-01T12:00:00Z'),
      to: { waId: `4915${phoneNumberId}` },
      message: { type: 'text' as const, body: 'We are open.' },
      raw: { id: 'wamid.echo' },
    };
    const first = await receiver(db).receive(echo);
    const again = await receiver(db).receive(echo);
    const [conversation] = await conversations();
    expect(await rows()).toMatchObject([
      {
        kind: 'echo',
        source: `echo:${echo.wamid}`,
        conversation_id: conversation?.id,
        raw: { wamid: echo.wamid, message: echo.message, sentAt: '2026-10-01T12:00:00.000Z' },
      },
    ]);
    // Our own word opens no window.
    expect(conversation).toMatchObject({ last_inbound_at: null });
    expect([first.work.length, again.work.length]).toEqual([1, 0]);
    expect(await kept(phoneNumberId)).toMatchObject([{ kind: 'message-echo', raw: echo.raw }]);
  });
});
