import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as start from './migrations/0001-start.ts';

/** Every migration by number, oldest first. Add to the end; never edit one that has been released. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-start': start,
};

/**
 * Brings the schema up to this version and tells what it applied; all of it or nothing. Processes that start together take turns
 * (a lock in the database), and the later ones find nothing left to do. A database that a newer Parley has written is refused.
 */
export async function migrate<DB>(db: Kysely<DB>): Promise<{ applied: string[] }> {
  return db.connection().execute(async (connection) => {
    // Waiting for another process counts as one long statement.
    await sql`set statement_timeout = 0`.execute(connection);
    try {
      await refuseNewer(connection);
      const migrator = new Migrator({ db: connection, provider: { getMigrations: async () => MIGRATIONS } });
      const { error, results = [] } = await migrator.migrateToLatest();
      if (error) {
        const failed = results.find(({ status }) => status === 'Error')?.migrationName;
        throw new Error(`The database could not be migrated${failed ? ` (${failed})` : ''}.`, {
          cause: error,
        });
      }
      return { applied: results.map(({ migrationName }) => migrationName) };
    } finally {
      // A connection that broke meanwhile has nothing to reset; what broke it is what the caller must hear.
      await sql`reset statement_timeout`.execute(connection).catch(() => {});
    }
  });
}

async function refuseNewer<DB>(db: Kysely<DB>): Promise<void> {
  const table = await sql<{ exists: boolean }>`
    select to_regclass('kysely_migration') is not null as exists`.execute(db);
  if (!table.rows[0]?.exists) return;

  const applied = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const unknown = applied.rows.find(({ name }) => !Object.hasOwn(MIGRATIONS, name));
  if (unknown) {
    throw new Error(
      `The database belongs to a newer Parley: it has migration ${unknown.name}, and this version knows none after ` +
        `${Object.keys(MIGRATIONS).at(-1)}. Start the newer version, or restore the backup made before the upgrade.`,
    );
  }
}
