import type { Database } from '@parley/runtime/db/tables.ts';
import { recordStatuses, type Told } from '@parley/runtime/outbox/record-status.ts';
import type { Insertable, Kysely } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { message, ownNumber, receiver } from '../told.ts';

const SESSION = '11111111-1111-4111-8111-111111111111';

forEachDatabase((name, open) => {
  let db: Kysely<Database>;
  let channelId: string;
  let otherChannelId: string;
  let conversation: { lane: number; id: string; contact_id: string };
  let count = 0;
  beforeAll(async () => {
    ({ db } = await open());
    channelId = await ownNumber(db, '400001');
    otherChannelId = await ownNumber(db, '400002');
    await receiver(db).receive(message('400001'));
    conversation = await db.selectFrom('conversations').selectAll().executeTakeFirstOrThrow();
  });

  /** A message in the outbox, and what WhatsApp may say about it. */
  async function outgoing(change: Partial<Insertable<Database['outbox']>> = {}) {
    const { lane } = conversation;
    const wamid = `wamid.out${++count}`;
    const { id } = await db
      .insertInto('outbox')
      .values({
        lane,
        conversation_id: conversation.id,
        session_id: SESSION,
        channel_id: channelId,
        contact_id: conversation.contact_id,
        node: 'welcome',
        message: JSON.stringify({ type: 'text', body: 'hi' }),
        status: 'sent',
        wamid,
        ...change,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const tell = (status: Told['status'], second: number, more: Partial<Told> = {}): Told => ({
      channelId,
      wamid,
      status,
      at: at(second),
      errors: status === 'failed' ? [{ code: 131026, message: 'x' }] : [],
      ...more,
    });
    const row = () => db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const reported = () =>
      db.selectFrom('inbox').selectAll().where('source', '=', `failed:${lane}.${id}`).execute();
    return { id, wamid, callbackData: `${lane}.${id}`, tell, row, reported };
  }
  const at = (second: number) => new Date(Date.UTC(2026, 9, 1, 12, 0, second));
  const inTurn = async (...told: Told[]) => {
    for (const one of told) await recordStatuses(db, [one]);
  };

  test('how a message is charged is kept, whichever status tells it and however its message is found', async () => {
    const pricing = { billable: true, model: 'PMP', type: 'regular', category: 'marketing' };
    const { tell, row, callbackData } = await outgoing();
    await inTurn(tell('sent', 1, { callbackData }), tell('delivered', 2, { callbackData, pricing }));
    expect(await row()).toMatchObject({ status: 'delivered', pricing });
    // Told again without it, it stays.
    await inTurn(tell('read', 3, { callbackData }));
    expect(await row()).toMatchObject({ status: 'read', pricing });

    const byWamid = await outgoing();
    await inTurn(byWamid.tell('sent', 1, { pricing }), byWamid.tell('delivered', 2));
    expect(await byWamid.row()).toMatchObject({ status: 'delivered', pricing });

    const ofConversation = { model: 'CBP', category: 'utility\u0000', type: 'regular' };
    const old = await outgoing();
    await recordStatuses(db, [old.tell('sent', 1, { pricing: ofConversation, conversation: { id: 'c1' } })]);
    expect((await old.row()).pricing).toEqual({ model: 'CBP', type: 'regular', conversation: 'c1' });
  });

  describe('in whatever order statuses come, a message ends where it has got to', () => {
    const orders = [
      ['sent', 'delivered', 'read'],
      ['read', 'delivered', 'sent'],
      ['delivered', 'sent', 'read', 'delivered', 'read', 'sent'],
    ] as const;
    test.each(orders.flatMap((order) => [[order, 'one by one'] as const, [order, 'at once'] as const]))(
      '%j, %s',
      async (order, how) => {
        const { tell, row } = await outgoing({ sent_at: at(0) });
        const seconds = { sent: 1, delivered: 2, read: 3 };
        const told = order.map((status) => tell(status, seconds[status]));
        if (how === 'at once') await recordStatuses(db, told);
        else await inTurn(...told);
        expect(await row()).toMatchObject({
          status: 'read',
          sent_at: at(0),
          delivered_at: at(2),
          read_at: at(3),
          failed_at: null,
        });
      },
    );

    test('a voice message that was played was read', async () => {
      const { tell, row } = await outgoing();
      await inTurn(tell('played', 5));
      expect(await row()).toMatchObject({ status: 'read', read_at: at(5), delivered_at: null });
    });

    test('the first time counts', async () => {
      const { tell, row } = await outgoing();
      await inTurn(tell('delivered', 5), tell('delivered', 9));
      expect(await row()).toMatchObject({ delivered_at: at(5) });
    });
  });

  describe('a message is found', () => {
    test.each(['queued', 'sending', 'unknown'] as const)(
      'by our callback data while it is %s and its wamid was lost; it then has it, and nobody sends it again',
      async (status) => {
        const { tell, row, callbackData } = await outgoing({
          status,
          wamid: null,
          leased_until: new Date(Date.now() + 60_000),
          error: JSON.stringify({ reason: 'unknown' }),
        });
        const { matched } = await recordStatuses(db, [
          tell('sent', 1, { wamid: 'wamid.lost', callbackData }),
        ]);
        expect(matched).toEqual([true]);
        expect(await row()).toMatchObject({
          status: 'sent',
          wamid: 'wamid.lost',
          sent_at: at(1),
          leased_until: null,
          error: null,
        });
      },
    );

    test('by its wamid when there is no callback data of ours', async () => {
      const { tell, row } = await outgoing();
      await inTurn(tell('delivered', 1, { callbackData: 'order 12' }));
      expect(await row()).toMatchObject({ status: 'delivered' });
    });

    test('only among the messages of the number that it was told for', async () => {
      const { tell, row, callbackData } = await outgoing();
      const foreign = tell('read', 1, { channelId: otherChannelId, callbackData });
      expect(await recordStatuses(db, [foreign])).toEqual({ matched: [false], failed: [] });
      expect(await row()).toMatchObject({ status: 'sent' });
    });

    test('or not, and then the others are found all the same', async () => {
      const { tell, row } = await outgoing();
      const told = [
        tell('read', 1, { wamid: 'wamid.nobody', callbackData: '3.999999999999999999' }),
        tell('delivered', 2),
        tell('read', 3, { wamid: 'wamid.nobody', callbackData: '99.1' }),
      ];
      expect((await recordStatuses(db, told)).matched).toEqual([false, true, false]);
      expect(await row()).toMatchObject({ status: 'delivered' });
    });
  });

  describe('a failure', () => {
    test('is stored, and told to the session once', async () => {
      const { tell, row, reported } = await outgoing();
      const failed = tell('failed', 2, { errors: [{ code: 131047, details: 'more than 24 hours' }] });
      const work = [{ lane: conversation.lane, conversationId: conversation.id }];
      expect(await recordStatuses(db, [tell('sent', 1), failed])).toEqual({
        matched: [true, true],
        failed: work,
      });
      expect(await recordStatuses(db, [failed, tell('sent', 1)])).toMatchObject({ failed: [] });
      const stored = await row();
      expect(stored).toMatchObject({
        status: 'failed',
        failed_at: at(2),
        error: { code: 131047, reason: 'window-closed' },
      });
      expect(stored.error?.details).toContain('more than 24 hours');
      expect(await reported()).toMatchObject([
        {
          kind: 'send',
          session_id: SESSION,
          conversation_id: conversation.id,
          input: { type: 'send.failed', node: 'welcome', reason: 'window-closed', code: 131047 },
        },
      ]);
    });

    test('of a message of no session is told to nobody', async () => {
      const { tell, row, reported } = await outgoing({ session_id: null });
      expect(await recordStatuses(db, [tell('failed', 2)])).toEqual({ matched: [true], failed: [] });
      expect(await row()).toMatchObject({ status: 'failed', error: { code: 131026, reason: 'refused' } });
      expect(await reported()).toEqual([]);
    });

    test.each(['delivered', 'read'] as const)('after “%s” changes nothing', async (arrived) => {
      const { tell, row, reported } = await outgoing();
      await inTurn(tell(arrived, 1), tell('failed', 2));
      expect(await row()).toMatchObject({ status: arrived, failed_at: null, error: null });
      expect(await reported()).toEqual([]);
    });

    test('is disproved by an arrival, and both are kept', async () => {
      const { tell, row } = await outgoing();
      await inTurn(tell('failed', 2), tell('delivered', 1));
      expect(await row()).toMatchObject({
        status: 'delivered',
        failed_at: at(2),
        delivered_at: at(1),
        error: { code: 131026 },
      });
    });

    test('is disproved by a later “sent”, not by the one before it that comes late', async () => {
      const [late, later] = [await outgoing({ sent_at: null }), await outgoing()];
      await inTurn(late.tell('failed', 2), late.tell('sent', 1));
      expect(await late.row()).toMatchObject({ status: 'failed', sent_at: at(1) });
      await inTurn(later.tell('failed', 2), later.tell('sent', 3));
      expect(await later.row()).toMatchObject({ status: 'sent', failed_at: at(2) });
    });

    test('of an earlier attempt says nothing about the one that went through', async () => {
      const { tell, row, callbackData, reported } = await outgoing();
      await inTurn(tell('failed', 2, { wamid: 'wamid.first-attempt', callbackData }));
      expect(await row()).toMatchObject({ status: 'sent', error: null });
      expect(await reported()).toEqual([]);
      await inTurn(tell('delivered', 3, { wamid: 'wamid.first-attempt', callbackData }));
      expect(await row()).toMatchObject({ status: 'delivered' });
    });
  });

  test('a batch about many messages, told to several processes at once and in different orders, is recorded once', async () => {
    const messages = await Promise.all(Array.from({ length: 40 }, () => outgoing()));
    const told = messages.flatMap(({ tell }, n) => [
      tell('sent', 1),
      n % 4 === 0 ? tell('failed', 2) : tell('read', 3),
    ]);
    const recorded = await Promise.all([
      recordStatuses(db, told),
      recordStatuses(db, told.toReversed()),
      recordStatuses(db, told),
    ]);
    expect(recorded.reduce((sum, { failed }) => sum + failed.length, 0)).toBe(10);
    for (const [n, { row, reported }] of messages.entries()) {
      expect((await row()).status).toBe(n % 4 === 0 ? 'failed' : 'read');
      expect(await reported()).toHaveLength(n % 4 === 0 ? 1 : 0);
    }
  });

  test('a status that comes while the answer to the send is being stored waits for it', async () => {
    // On PGlite whoever stores the answer has the only connection.
    if (name === 'PGlite') return;
    const { tell, row, id, callbackData, wamid } = await outgoing({ status: 'sending', wamid: null });
    const storing = await db.startTransaction().execute();
    await storing
      .updateTable('outbox')
      .set({ status: 'sent', wamid, sent_at: at(0) })
      .where('id', '=', id)
      .execute();
    const recording = recordStatuses(db, [tell('delivered', 5, { callbackData })]);
    await storing.commit().execute();
    expect(await recording).toMatchObject({ matched: [true] });
    expect(await row()).toMatchObject({ status: 'delivered', wamid, sent_at: at(0), delivered_at: at(5) });
  });
});
