import type { Database } from '@parley/runtime/db/tables.ts';
import { type Entry, enqueue } from '@parley/runtime/inbox/enqueue.ts';
import type { Kysely } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { message, ownNumber, receiver } from '../told.ts';

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let work: { lane: number; conversationId: string }[];
  beforeAll(async () => {
    ({ db } = await open());
    await ownNumber(db, '600001');
    ({ work } = await receiver(db).receive(message('600001'), message('600001')));
  });

  const entry = (source: string, change: Partial<Entry> = {}, n = 0): Entry => ({
    lane: work[n]?.lane ?? 0,
    conversationId: work[n]?.conversationId ?? '',
    sessionId: null,
    kind: 'call',
    source,
    input: { type: 'call.done', call: '1', status: 200, body: null },
    ...change,
  });
  const row = (source: string) =>
    db.selectFrom('inbox').selectAll().where('source', '=', source).executeTakeFirst();

  test('an event of our own belongs to the number and the contact of its conversation', async () => {
    expect(await enqueue(db, [entry('call:1')])).toEqual([work[0]]);
    const conversation = await db
      .selectFrom('conversations')
      .selectAll()
      .where('id', '=', work[0]?.conversationId ?? '')
      .executeTakeFirst();
    expect(await row('call:1')).toMatchObject({
      ...(work[0]?.lane !== undefined && { lane: work[0].lane }),
      kind: 'call',
      channel_id: conversation?.channel_id,
      contact_id: conversation?.contact_id,
      session_id: null,
      status: 'new',
      input: { type: 'call.done', call: '1', status: 200, body: null },
    });
  });

  test('a source counts once', async () => {
    const failed = { type: 'call.failed', call: '2', reason: 'x' } as const;
    expect(await enqueue(db, [entry('call:2'), entry('call:2')])).toHaveLength(1);
    expect(await enqueue(db, [entry('call:2', { input: failed })])).toEqual([]);
    expect((await row('call:2'))?.input).toMatchObject({ type: 'call.done' });
  });

  test('several events keep their order in their lane, and name each conversation once', async () => {
    const entries = [entry('order:2', {}, 1), entry('order:3', {}, 1), entry('order:1')];
    expect(await enqueue(db, entries)).toEqual([work[1], work[0]]);
    const ids = await Promise.all(entries.map(async ({ source }) => BigInt((await row(source))?.id ?? 0)));
    expect(ids.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(ids);
  });

  test('an event without an input, or with more beside it', async () => {
    await enqueue(db, [entry('start:1', { kind: 'start', input: null, raw: { flow: 'cafe' } })]);
    expect(await row('start:1')).toMatchObject({ kind: 'start', input: null, raw: { flow: 'cafe' } });
    expect((await row('call:1'))?.raw).toBeNull();
  });

  test('an answer that holds what the database cannot is stored without it', async () => {
    const body = { text: 'a\0b', half: '\ud800' };
    await enqueue(db, [entry('call:3', { input: { type: 'call.done', call: '3', status: 200, body } })]);
    expect((await row('call:3'))?.input).toMatchObject({ body: { text: 'ab', half: '\ufffd' } });
  });

  test('with the transaction that caused it, or not at all', async () => {
    const failing = db.transaction().execute(async (tx) => {
      await enqueue(tx, [entry('call:4')]);
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect(await row('call:4')).toBeUndefined();
    expect(await enqueue(db, [])).toEqual([]);
  });
});
