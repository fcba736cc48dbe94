import { raiseWindows } from '@parley/runtime/conversation/raise-windows.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import type { Kysely } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { message, ownNumber, receiver } from '../told.ts';

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let people = 0;
  beforeAll(async () => {
    ({ db } = await open());
    await ownNumber(db, '500001');
  });

  const day = (n: number) => new Date(Date.UTC(2026, 8, n));
  const conversation = (id: string) =>
    db
      .selectFrom('conversations')
      .select(['last_inbound_at', 'last_inbound_wamid'])
      .where('id', '=', id)
      .executeTakeFirst();

  /** A conversation with three messages, whose window was left as it had been before them. */
  async function left(at: Date | null) {
    const sender = { waId: `4919${++people}` };
    const told = [1, 3, 2].map((n) => message('500001', { sender, sentAt: day(n) }));
    const reaction = { type: 'reaction' as const, messageId: 'wamid.x' };
    const last = message('500001', { sender, sentAt: day(4), opensWindow: false, input: reaction });
    const { work } = await receiver(db).receive(...told, last);
    const [found] = work;
    if (!found) throw new Error('no conversation');
    await db
      .updateTable('conversations')
      .set({ last_inbound_at: at, last_inbound_wamid: null })
      .where('id', '=', found.conversationId)
      .execute();
    const newest = told[1]?.wamid;
    const raise = () =>
      db.transaction().execute((tx) => raiseWindows(tx, found.lane, [found.conversationId]));
    return { ...found, newest, raise };
  }

  test('a window that acceptance could not open is opened for the newest message, not for a reaction', async () => {
    for (const before of [null, new Date(0)]) {
      const { conversationId, newest, raise } = await left(before);
      await raise();
      expect(await conversation(conversationId)).toEqual({
        last_inbound_at: day(3),
        last_inbound_wamid: newest,
      });
    }
  });

  test('one that is open for longer stays so', async () => {
    const { conversationId, raise } = await left(day(5));
    await raise();
    expect(await conversation(conversationId)).toEqual({ last_inbound_at: day(5), last_inbound_wamid: null });
  });

  test('messages that have had their turn say nothing any more', async () => {
    const { conversationId, raise } = await left(null);
    await db
      .updateTable('inbox')
      .set({ status: 'done' })
      .where('conversation_id', '=', conversationId)
      .execute();
    await raise();
    expect(await conversation(conversationId)).toEqual({ last_inbound_at: null, last_inbound_wamid: null });
  });
});
