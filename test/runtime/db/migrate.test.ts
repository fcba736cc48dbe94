import { openDatabase } from '@parley/runtime/db/connect.ts';
import { migrate } from '@parley/runtime/db/migrate.ts';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';

forEachDatabase((name, open, place) => {
  test('a migrated database has nothing left to apply', async () => {
    const { db } = await open();
    expect(await migrate(db)).toEqual({ applied: [] });
  });

  test('a database that a newer version has written is refused, and left alone', async () => {
    const { db } = await open();
    await sql`insert into kysely_migration (name, timestamp) values ('9999-future', '2099-01-01T00:00:00Z')`.execute(
      db,
    );
    await expect(migrate(db)).rejects.toThrow(
      'The database belongs to a newer Parley: it has migration 9999-future',
    );
  });

  // PGlite lets one process in, which has one connection.
  if (name === 'PGlite') return;
  test('processes that start together apply everything once', async () => {
    const where = await place();
    const first = await openDatabase(where);
    await sql`drop schema public cascade`.execute(first.db);
    await sql`create schema public`.execute(first.db);
    const opened = [first, await openDatabase(where), await openDatabase(where)];

    const results = await Promise.all(opened.map(({ db }) => migrate(db)));
    await Promise.all(opened.map(({ close }) => close()));
    expect(results.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 1]);
  });
});
