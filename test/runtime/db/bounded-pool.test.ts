import { boundedPool } from '@parley/runtime/db/bounded-pool.ts';
import { isOutage, Outage } from '@parley/runtime/db/outage.ts';
import { Kysely, PostgresDialect, type QueryExecutorProvider, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';

forEachDatabase((name, open, place) => {
  if (name === 'PGlite') {
    test('everything has the one connection', async () => {
      const { db, intake, unhurried } = await open();
      expect([intake, unhurried]).toEqual([db, db]);
    });
    return;
  }

  describe('a connection that gets no answer in time', () => {
    let db: Kysely<Record<never, never>>;
    let pool: pg.Pool;
    beforeAll(async () => {
      const where = await place();
      if (!('url' in where)) throw new Error('there is no server');
      pool = new pg.Pool({ connectionString: where.url, max: 1 });
      pool.on('connect', (client) => client.on('error', () => {}));
      db = new Kysely({ dialect: new PostgresDialect({ pool: boundedPool(pool, 1_000) }) });
      await sql`create table things (n integer)`.execute(db);
    });
    afterAll(() => db.destroy());

    test('is closed, what was asked is rejected, and the next question has another connection', async () => {
      const before = await pidOf(db);
      const asked = sql`select pg_sleep(60)`.execute(db);
      await expect(asked).rejects.toThrow(new Outage('the database has not answered within 1000 ms'));
      await expect(asked).rejects.toSatisfy(isOutage);
      expect(await pidOf(db)).not.toBe(before);
      expect(pool.totalCount).toBe(1);
    });

    test('leaves nothing of the transaction that was open on it', async () => {
      const work = db.transaction().execute(async (tx) => {
        await sql`insert into things values (1)`.execute(tx);
        await sql`select pg_sleep(60)`.execute(tx);
      });
      await expect(work).rejects.toSatisfy(isOutage);
      expect((await sql`select n from things`.execute(db)).rows).toEqual([]);
    });

    test('is not used again when it leads to a server that has become read-only', async () => {
      const before = await pidOf(db);
      const work = db
        .transaction()
        .setAccessMode('read only')
        .execute((tx) => sql`insert into things values (1)`.execute(tx));
      await expect(work).rejects.toSatisfy(isOutage);
      expect(await pidOf(db)).not.toBe(before);
    });
  });

  test('a connection that is cut between two statements of a transaction ends that transaction and no process', async () => {
    const { db, intake } = await open();
    const work = db.transaction().execute(async (tx) => {
      const pid = await pidOf(tx);
      await sql`select pg_terminate_backend(${pid}::integer)`.execute(intake);
      // The news of it comes while nothing is asked.
      await expect
        .poll(() => sql`select from pg_stat_activity where pid = ${pid}::integer`.execute(intake))
        .toMatchObject({ rows: [] });
      await new Promise((resolve) => setTimeout(resolve, 50));
      await pidOf(tx);
    });
    await expect(work).rejects.toSatisfy(isOutage);
    expect(await pidOf(db)).toBeGreaterThan(0);
  });

  test('webhooks are taken while the work has every connection that it may have', async () => {
    const { db, intake } = await open();
    const gate = Promise.withResolvers<void>();
    const busy = Array.from({ length: 12 }, () =>
      db.transaction().execute(async (tx) => {
        await pidOf(tx);
        await gate.promise;
      }),
    );
    expect(await pidOf(intake)).toBeGreaterThan(0);
    gate.resolve();
    await Promise.all(busy);
  });
});

async function pidOf(db: QueryExecutorProvider): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  return rows[0]?.pid ?? 0;
}
