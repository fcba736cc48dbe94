import { openDatabase } from '@parley/runtime/db/connect.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { type Kysely, sql } from 'kysely';
import type { DatabasePlace } from '../setup/database.ts';

/**
 * Sets the clock of a database: for everybody who connects from now on it was `startsAt` a moment ago, and time goes on from there. Whatever
 * decides by opening hours or by days then decides the same whenever the tests run. `now()` is shadowed, in statements by
 * the search path and in defaults of columns by name. Returns how far the clock is off, in milliseconds.
 */
export async function setClock(place: DatabasePlace, startsAt: number): Promise<number> {
  const { db, close } = await openDatabase(place);
  try {
    const offsetMs = startsAt - Date.now();
    await shadow(db, offsetMs);
    return offsetMs;
  } finally {
    await close();
  }
}

async function shadow(db: Kysely<Database>, offsetMs: number): Promise<void> {
  await sql`create schema clock`.execute(db);
  await sql`
    create function clock.now() returns timestamptz language sql stable
    as $$ select pg_catalog.now() + ${sql.lit(offsetMs)} * interval '1 millisecond' $$
  `.execute(db);
  const { rows } = await sql<{ table: string; column: string; name: string }>`
    select table_name as table, column_name as column, current_database() as name
    from information_schema.columns where table_schema = 'public' and column_default = 'now()'
  `.execute(db);
  for (const { table, column } of rows) {
    await sql`alter table ${sql.table(table)} alter column ${sql.ref(column)} set default clock.now()`.execute(
      db,
    );
  }
  const [{ name } = { name: '' }] = rows;
  await sql`alter database ${sql.id(name)} set search_path = clock, public, pg_catalog`.execute(db);
}

/** For a database that has just been opened: PGlite's one connection sets a search path of its own. */
export async function followClock(db: Kysely<Database>): Promise<void> {
  await sql`set search_path = clock, public, pg_catalog`.execute(db);
}
