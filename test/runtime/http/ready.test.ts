import { type OpenDatabase, openDatabase } from '@parley/runtime/db/connect.ts';
import { type Check, checksOf } from '@parley/runtime/http/readiness.ts';
import type { State } from '@parley/runtime/metrics-state.ts';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { apiUnderTest, openInMemory } from '../api-under-test.ts';
import { emptyDatabase, openShop, type Shop } from '../shop.ts';

forEachDatabase((name, open, place) => {
  let opened: OpenDatabase;
  let shop: Shop;
  beforeAll(async () => {
    opened = await open();
  });
  beforeEach(async () => {
    await emptyDatabase(opened.db);
    shop = await openShop(opened.db);
  });

  /** Asked by a process of its own each time, which has nothing kept. */
  const ask = async (of: OpenDatabase = opened) => {
    const { status, json, text } = await apiUnderTest(of).send('/readyz');
    const checks = json.checks as Check[];
    return {
      status,
      word: json.status,
      text,
      checks,
      check: (one: string) => checks.find((c) => c.name === one),
    };
  };

  test('all is well', async () => {
    const { status, word, checks } = await ask();
    expect({ status, word }).toEqual({ status: 200, word: 'ready' });
    const warned = checks.filter((check) => check.status !== 'ok').map((check) => check.name);
    expect(warned).toEqual(name === 'PGlite' ? ['embedded-database'] : []);
    for (const wanted of ['process', 'database', 'schema', 'inbox', 'outbox', 'timers', 'numbers']) {
      expect(checks.map((check) => check.name)).toContain(wanted);
    }
  });

  test('a stopped number is told with its reason, without telephone numbers', async () => {
    await sql`update channels set status = 'stopped', stopped_reason = 'Not registered: +4915112345123, 4915112345123.'`.execute(
      opened.db,
    );
    const { status, text, check } = await ask();
    expect(status).toBe(200);
    expect(check('numbers')).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('Not registered'),
    });
    expect(check('numbers')?.message).toContain(shop.channelId);
    expect(text).not.toContain('15112345');
  });

  test('messages that wait are a warning; those of a stopped number are not late', async () => {
    const guest = await shop.guest();
    await shop.say(guest, 'hello');
    await sql`update inbox set received_at = now() - interval '10 minutes'`.execute(opened.db);
    await opened.db
      .insertInto('outbox')
      .values({
        lane: guest.lane,
        conversation_id: guest.conversationId,
        channel_id: shop.channelId,
        contact_id: guest.contactId,
        message: '{"type":"text","body":"Hi"}',
        due_at: sql<Date>`now() - interval '20 minutes'`,
      })
      .execute();
    const late = await ask();
    expect(late.status).toBe(200);
    expect(late.check('inbox')).toMatchObject({ status: 'warn', message: expect.stringContaining('10 min') });
    expect(late.check('outbox')).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('20 min'),
    });

    await sql`update channels set status = 'stopped'`.execute(opened.db);
    expect((await ask()).check('outbox')).toMatchObject({ status: 'ok' });
  });

  test('a database that cannot be written to takes no webhooks', async () => {
    const where = await place();
    const { status, check } = await askReadOnly(where);
    expect(status).toBe(503);
    expect(check('database')).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('read-only'),
    });
  });

  const askReadOnly = async (where: Awaited<ReturnType<typeof place>>) => {
    const own = await openDatabase(
      'url' in where ? { url: `${where.url}?options=-c%20default_transaction_read_only%3Don` } : where,
    );
    try {
      // PGlite has one connection, which keeps what is set.
      if ('dataDir' in where) await sql`set default_transaction_read_only = on`.execute(own.db);
      return await ask(own);
    } finally {
      await own.close();
    }
  };

  describe('the schema', () => {
    test('that lacks something takes no webhooks', async () => {
      const own = await open();
      await sql`delete from kysely_migration where name = '0001-start'`.execute(own.db);
      const { status, check } = await ask(own);
      expect(status).toBe(503);
      expect(check('schema')).toMatchObject({
        status: 'failed',
        message: expect.stringContaining('0001-start'),
      });
    });

    test('of a newer Parley is a warning, unless it has only added', async () => {
      const own = await open();
      const apply = (migration: string) =>
        sql`insert into kysely_migration values (${migration}, now()::text)`.execute(own.db);
      await apply('9998-add-something');
      expect((await ask(own)).check('schema')).toMatchObject({ status: 'ok' });
      await apply('9999-turn-around');
      const { status, check } = await ask(own);
      expect(status).toBe(200);
      expect(check('schema')).toMatchObject({ status: 'warn', message: expect.stringContaining('9999') });
    });
  });
});

test('without a database it says so, and that webhooks come again', async () => {
  const own = await openInMemory();
  const api = apiUnderTest(own);
  await own.close();
  const { status, json } = await api.send('/readyz');
  expect(status).toBe(503);
  expect(json).toMatchObject({
    status: 'not ready',
    checks: expect.arrayContaining([
      { name: 'database', status: 'failed', message: expect.stringContaining('Meta brings them again') },
    ]),
  });
});

test('a process that stops says nothing else', async () => {
  const own = await openInMemory();
  const api = apiUnderTest(own);
  api.beginToStop();
  const { status, json } = await api.send('/readyz');
  expect(status).toBe(503);
  expect(json).toMatchObject({ status: 'stopping', checks: [{ name: 'process', status: 'failed' }] });
  await own.close();
});

test('what waits may be unknown though the database answers', () => {
  const database = { writable: true, missing: [], breaking: [] };
  const checks = checksOf({ isStopping: false, engine: 'postgresql', database, state: null });
  expect(checks).toContainEqual(expect.objectContaining({ name: 'backlog', status: 'warn' }));
  expect(checks.some(({ status }) => status === 'failed')).toBe(false);
});

test('late timers and parked events are warnings', () => {
  const nothing = { waiting: 0, oldestSeconds: 0 };
  const state: State = {
    inbox: [],
    parked: 2,
    outbox: [],
    timers: { overdue: 3, overdueSeconds: 61 },
    calls: nothing,
    cases: nothing,
    numbers: [],
  };
  const database = { writable: true, missing: [], breaking: [] };
  const checks = checksOf({ isStopping: false, engine: 'postgresql', database, state });
  expect(checks.filter(({ status }) => status !== 'ok').map(({ name }) => name)).toEqual(['inbox', 'timers']);
  const calm = checksOf({
    isStopping: false,
    engine: 'postgresql',
    database,
    state: { ...state, parked: 0, timers: { overdue: 3, overdueSeconds: 60 } },
  });
  expect(calm.every(({ status }) => status === 'ok')).toBe(true);
});
