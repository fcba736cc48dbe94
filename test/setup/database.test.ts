import { openDatabase } from '@parley/runtime/db/connect.ts';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { forEachDatabase } from './database.ts';

forEachDatabase((name, open, place) => {
  test('a suite is told which database it runs on', async () => {
    const { engine } = await open();
    expect(engine).toBe({ PGlite: 'pglite', PostgreSQL: 'postgresql' }[name]);
  });

  test('each database that is opened is migrated, empty, and apart from the others', async () => {
    const [first, second] = [await open(), await open()];
    await sql`insert into contacts (id) values (gen_random_uuid())`.execute(first.db);
    expect(await first.db.selectFrom('contacts').select('id').execute()).toHaveLength(1);
    expect(await second.db.selectFrom('contacts').select('id').execute()).toEqual([]);
  });

  test('a place keeps what was written there when it is opened again', async () => {
    const where = await place();
    for (const expected of [1, 2]) {
      const { db, close } = await openDatabase(where);
      await sql`insert into contacts (id) values (gen_random_uuid())`.execute(db);
      expect(await db.selectFrom('contacts').select('id').execute()).toHaveLength(expected);
      await close();
    }
  });
});
