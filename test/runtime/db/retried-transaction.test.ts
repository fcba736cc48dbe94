import { retried, retriedTransaction } from '@parley/runtime/db/retried-transaction.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { type Kysely, sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';

forEachDatabase((name, open) => {
  let db: Kysely<Database>;
  beforeAll(async () => {
    db = (await open()).db;
    await sql`create table counters (id integer primary key, n integer not null)`.execute(db);
  });
  const raise = (state: string) =>
    sql.raw(`do $$ begin raise exception 'made up' using errcode = '${state}'; end $$`);

  describe('a transaction that PostgreSQL ends because of another', () => {
    test.each(['40001', '40P01'])('(%s) is run again from its beginning', async (state) => {
      let tries = 0;
      const result = await retriedTransaction(db, async (tx) => {
        tries++;
        await sql`insert into counters values (1, ${tries})`.execute(tx);
        if (tries < 3) await raise(state).execute(tx);
        return tries;
      });
      expect(result).toBe(3);
      const { rows } = await sql<{ n: number }>`delete from counters returning n`.execute(db);
      expect(rows).toEqual([{ n: 3 }]);
    });

    test('is given up after five tries', async () => {
      let tries = 0;
      const work = retried(() => {
        tries++;
        return raise('40P01').execute(db);
      });
      await expect(work).rejects.toThrow('made up');
      expect(tries).toBe(5);
    });

    test('is not tried again when anything else is wrong', async () => {
      let tries = 0;
      const work = retriedTransaction(db, async (tx) => {
        tries++;
        await raise('22P02').execute(tx);
      });
      await expect(work).rejects.toThrow('made up');
      expect(tries).toBe(1);
    });

    // There is one connection to the embedded database, so nobody to meet.
    if (name === 'PGlite') return;
    test('because the two wait for each other goes through in the end', async () => {
      await sql`insert into counters values (1, 0), (2, 0)`.execute(db);
      const both = Promise.withResolvers<void>();
      let arrived = 0;
      const add = (first: number, second: number) =>
        retriedTransaction(db, async (tx) => {
          await sql`update counters set n = n + 1 where id = ${first}`.execute(tx);
          if (++arrived === 2) both.resolve();
          await both.promise;
          await sql`update counters set n = n + 1 where id = ${second}`.execute(tx);
        });
      await Promise.all([add(1, 2), add(2, 1)]);
      const { rows } = await sql<{ n: number }>`select n from counters order by id`.execute(db);
      expect(rows).toEqual([{ n: 2 }, { n: 2 }]);
    });
  });
});
