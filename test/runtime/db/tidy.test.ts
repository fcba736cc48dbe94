import { tidy } from '@parley/runtime/db/tidy.ts';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';

forEachDatabase((_name, open) => {
  test('tidying up gives back the room of rows that nobody sees any more', async () => {
    const { db } = await open();
    await sql`
      insert into contacts (id, name) select gen_random_uuid(), repeat('x', 1000) from generate_series(1, 2000)
    `.execute(db);
    const rewrite = () => sql`update contacts set name = name || 'y'`.execute(db);
    const pages = async () => {
      const { rows } = await sql<{ size: string }>`select pg_relation_size('contacts') as size`.execute(db);
      return Number(rows[0]?.size);
    };
    await rewrite();
    const twice = await pages();
    for (let n = 0; n < 4; n++) {
      await tidy(db);
      await rewrite();
    }
    // Without it, every round would have added as much as the first.
    expect(await pages()).toBeLessThan(twice * 1.7);
    const { rows } = await sql<{ reltuples: number }>`
      select reltuples from pg_class where relname = 'contacts'
    `.execute(db);
    expect(Number(rows[0]?.reltuples)).toBeGreaterThan(1_000);
  });
});
