import { openDatabase } from '@parley/runtime/db/connect.ts';
import { migrate, missingMigrations } from '@parley/runtime/db/migrate.ts';
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

  test('a database to which a newer version has only added is taken as it is', async () => {
    const { db } = await open();
    await sql`insert into kysely_migration (name, timestamp) values ('9998-add-later', '2099-01-01T00:00:00Z')`.execute(
      db,
    );
    expect(await migrate(db)).toEqual({ applied: [] });
    expect(await missingMigrations(db)).toMatchObject({ missing: [], unknown: ['9998-add-later'] });
  });

  // PGlite lets one process in, which has one connection.
  if (name === 'PGlite') return;
  test('processes that start together apply everything once', async () => {
    const where = await place();
    const first = await openDatabase(where);
    await sql`drop schema public cascade`.execute(first.db);
    await sql`create schema public`.execute(first.db);
    const opened = [first, await openDatabase(where), await openDatabase(where)];
    const { missing } = await missingMigrations(first.db);

    const results = await Promise.all(opened.map(({ db }) => migrate(db)));
    await Promise.all(opened.map(({ close }) => close()));
    const applied = results.map((result) => result.applied).filter((names) => names.length > 0);
    expect(applied).toEqual([missing]);
  });

  test('a lock that is not to be had is waited for a second at a time, so that nobody queues behind it for long', async () => {
    const migrating = await open();
    const held = Promise.withResolvers<void>();
    const free = Promise.withResolvers<void>();
    const holding = migrating.db.transaction().execute(async (tx) => {
      await sql`lock table kysely_migration in access exclusive mode`.execute(tx);
      held.resolve();
      await free.promise;
    });
    await held.promise;
    let isDone = false;
    const result = migrate(migrating.unhurried).then((applied) => {
      isDone = true;
      return applied;
    });
    const timeouts = async () => {
      const { rows } = await sql<{ waiting: number }>`
        select count(*)::integer as waiting from pg_locks where relation = 'kysely_migration'::regclass and not granted
      `.execute(migrating.intake);
      return rows[0]?.waiting;
    };
    try {
      // It asks, gives up and asks again.
      await expect.poll(timeouts, { interval: 10, timeout: 20_000 }).toBe(1);
      await expect.poll(timeouts, { interval: 10, timeout: 20_000 }).toBe(0);
      await expect.poll(timeouts, { interval: 10, timeout: 20_000 }).toBe(1);
      expect(isDone).toBe(false);
    } finally {
      free.resolve();
    }
    await holding;
    expect(await result).toEqual({ applied: [] });
  });
});
