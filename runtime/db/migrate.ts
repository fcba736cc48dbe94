import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as start from './migrations/0001-start.ts';
import * as sharedRates from './migrations/0002-add-shared-rates.ts';
import * as openMessages from './migrations/0003-add-open-messages.ts';
import * as people from './migrations/0004-add-people.ts';
import * as handOver from './migrations/0005-add-hand-over.ts';
import * as versionNotes from './migrations/0006-add-version-notes.ts';
import * as inboxViews from './migrations/0007-add-inbox-views.ts';
import * as templates from './migrations/0008-add-templates.ts';
import * as contacts from './migrations/0009-add-contacts.ts';
import * as numbers from './migrations/0010-add-numbers.ts';
import * as entryPoints from './migrations/0011-add-entry-points.ts';
import * as flowFiles from './migrations/0012-add-flow-files.ts';
import * as alarmLetters from './migrations/0014-add-alarm-letters.ts';
import * as prices from './migrations/0015-add-prices.ts';
import * as providers from './migrations/0016-add-providers.ts';
import * as doubtsAndLinks from './migrations/0017-add-doubts-and-links.ts';
import * as cheaperRows from './migrations/0018-add-cheaper-rows.ts';
import * as brakeReadings from './migrations/0019-add-brake-readings.ts';

/** Every migration by number, oldest first. Add to the end; never edit one that has been released. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-start': start,
  '0002-add-shared-rates': sharedRates,
  '0003-add-open-messages': openMessages,
  '0004-add-people': people,
  '0005-add-hand-over': handOver,
  '0006-add-version-notes': versionNotes,
  '0007-add-inbox-views': inboxViews,
  '0008-add-templates': templates,
  '0009-add-contacts': contacts,
  '0010-add-numbers': numbers,
  '0011-add-entry-points': entryPoints,
  '0012-add-flow-files': flowFiles,
  '0014-add-alarm-letters': alarmLetters,
  '0015-add-prices': prices,
  '0016-add-providers': providers,
  '0017-add-doubts-and-links': doubtsAndLinks,
  '0018-add-cheaper-rows': cheaperRows,
  '0019-add-brake-readings': brakeReadings,
};

/** A later migration whose number is followed by this word only adds: what an older Parley reads and writes stays as it was. */
const ONLY_ADDS = /^\d{4}-add-/;
/**
 * A change of a table waits for whoever uses it, and everybody else waits behind that. So it waits no longer than this, lets the
 * others through and tries again.
 */
const LOCK_TIMEOUT_MS = 1_000;
const PATIENCE_MS = 10 * 60_000;

/**
 * Brings the schema up to this version and tells what it applied; all of it or nothing. Processes that start together take turns
 * (a lock in the database), and the later ones find nothing left to do. Traffic that goes on meanwhile is held up for no longer
 * than a second at a time. A database that a newer Parley has written is refused, unless that has only added to it
 * (`0002-add-…`): then the older version runs beside the newer one, or again after it. Give it `unhurried`.
 */
export async function migrate<DB>(db: Kysely<DB>): Promise<{ applied: string[] }> {
  return db.connection().execute(async (connection) => {
    await sql`set statement_timeout = 0`.execute(connection);
    await sql`set lock_timeout = ${sql.lit(LOCK_TIMEOUT_MS)}`.execute(connection);
    try {
      return await whenNobodyIsInTheWay(() => bringUpToDate(connection));
    } finally {
      // A connection that broke meanwhile has nothing to reset; what broke it is what the caller must hear.
      await sql`reset statement_timeout`.execute(connection).catch(() => {});
      await sql`reset lock_timeout`.execute(connection).catch(() => {});
    }
  });
}

/**
 * By name, oldest first: what this version needs and the database does not have; what it has and this version does not know; and which of
 * these this version cannot work with.
 */
export async function missingMigrations<DB>(
  db: Kysely<DB>,
): Promise<{ missing: string[]; unknown: string[]; breaking: string[] }> {
  const applied = await appliedMigrations(db);
  const unknown = applied.filter((name) => !Object.hasOwn(MIGRATIONS, name));
  return {
    missing: Object.keys(MIGRATIONS).filter((name) => !applied.includes(name)),
    unknown,
    breaking: unknown.filter((name) => !ONLY_ADDS.test(name)),
  };
}

async function bringUpToDate<DB>(connection: Kysely<DB>): Promise<{ applied: string[] }> {
  const { unknown, breaking: found } = await missingMigrations(connection);
  const [breaking] = found;
  if (breaking !== undefined) {
    throw new Error(
      `The database belongs to a newer Parley: it has migration ${breaking}, and this version knows none after ` +
        `${Object.keys(MIGRATIONS).at(-1)}. Start the newer version, or restore the backup made before the upgrade.`,
    );
  }
  // A newer version has applied all of ours before its own.
  if (unknown.length > 0) return { applied: [] };
  const migrator = new Migrator({ db: connection, provider: { getMigrations: async () => MIGRATIONS } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) {
    const failed = results.find(({ status }) => status === 'Error')?.migrationName;
    throw new Error(`The database could not be migrated${failed ? ` (${failed})` : ''}.`, { cause: error });
  }
  return { applied: results.map(({ migrationName }) => migrationName) };
}

/** Again and again while a lock is not to be had: another process migrates, or a long transaction uses a table. */
async function whenNobodyIsInTheWay<Result>(work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      if (performance.now() - startedAt > PATIENCE_MS) {
        throw new Error(
          'The database is in use in a way that keeps it from being migrated: another Parley has been migrating it for ten ' +
            'minutes, or a transaction has been open for as long. End that one, and start again.',
          { cause: error },
        );
      }
      await sleep(100 + Math.random() * 200);
    }
  }
}

function isLockTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === '55P03') || isLockTimeout(error.cause);
}

async function appliedMigrations<DB>(db: Kysely<DB>): Promise<string[]> {
  const table = await sql<{ exists: boolean }>`
    select to_regclass('kysely_migration') is not null as exists`.execute(db);
  if (!table.rows[0]?.exists) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}
