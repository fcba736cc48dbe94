import path from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool, type PoolConfig } from 'pg';
import { lockDataFolder } from './data-folder-lock.ts';
import { startEmbedded } from './embedded.ts';
import type { Database } from './tables.ts';

export type OpenDatabase = {
  db: Kysely<Database>;
  engine: 'postgresql' | 'pglite';
  /** Waits for queries under way, then lets go of everything. */
  close(): Promise<void>;
};

/**
 * Opens PostgreSQL at `url`; without one PGlite in `dataDir`/db, or in memory without that either. Both speak through the same driver:
 * `bigint` and `numeric` come as strings, `timestamptz` as `Date`, `bytea` as `Buffer`. PGlite has one connection, so inside a
 * transaction use the transaction: a query on `db` would wait for it to end. Throws one clear sentence when it cannot open.
 */
export async function openDatabase(place: { url?: string; dataDir?: string }): Promise<OpenDatabase> {
  return place.url === undefined ? openEmbedded(place.dataDir) : openServer(place.url);
}

async function openServer(url: string): Promise<OpenDatabase> {
  const pool = poolOf({
    connectionString: url,
    application_name: 'parley',
    max: 10,
    keepAlive: true,
    // A webhook must learn quickly that there is no database, so that Meta can bring it again.
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    // A process that stands still in the middle of a turn must not hold its conversations for ever.
    idle_in_transaction_session_timeout: 30_000,
  });
  const db = kyselyOver(pool);
  try {
    await sql`select 1`.execute(db);
  } catch (error) {
    await db.destroy();
    throw new Error(`Cannot open the database at ${withoutPassword(url)}: ${reasonOf(error)}`, {
      cause: error,
    });
  }
  return { db, engine: 'postgresql', close: () => db.destroy() };
}

async function openEmbedded(dataDir: string | undefined): Promise<OpenDatabase> {
  const unlock = dataDir === undefined ? () => {} : await lockDataFolder(dataDir);
  try {
    const server = await startEmbedded(dataDir === undefined ? undefined : path.join(dataDir, 'db'));
    const db = kyselyOver(
      poolOf({
        stream: server.connect,
        user: 'postgres',
        database: 'postgres',
        max: 1,
        // Everything waits for the one connection, behind a batch or a migration too; only a transaction that
        // waits for itself takes this long.
        connectionTimeoutMillis: 60_000,
        idleTimeoutMillis: 0,
      }),
    );
    const close = async () => {
      await db.destroy();
      await server.stop();
      unlock();
    };
    return { db, engine: 'pglite', close };
  } catch (error) {
    unlock();
    throw new Error(`Cannot open the embedded database: ${reasonOf(error)}`, { cause: error });
  }
}

function poolOf(config: PoolConfig): Pool {
  const pool = new Pool(config);
  // An idle connection that breaks has left the pool already, and the next query opens another or says why it cannot. Without
  // a listener the event would end the process.
  pool.on('error', () => {});
  return pool;
}

function kyselyOver(pool: Pool): Kysely<Database> {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

function withoutPassword(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

/** `pg` reports a refused connection to a name with several addresses as an error without a message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
