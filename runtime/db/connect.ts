import path from 'node:path';
import { Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely';
import { Pool, type PoolConfig } from 'pg';
import { boundedPool, reasonOf } from './bounded-pool.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import { startEmbedded } from './embedded.ts';
import { PLANNER } from './planner.ts';
import type { Database } from './tables.ts';

export type OpenDatabase = {
  db: Kysely<Database>;
  /**
   * The same database, for taking webhooks in: on connections of its own, so that no amount of work keeps a webhook waiting, nor
   * webhooks the work, and with deadlines that let whoever waits hear quickly that there is no database.
   */
  intake: Kysely<Database>;
  /** The same database, for what may take minutes: migrations. */
  unhurried: Kysely<Database>;
  engine: 'postgresql' | 'pglite';
  /** The connections of this process by what they are for, and how many queries wait for one. For `/metrics`. */
  poolUse(): PoolUse[];
  /** Waits for queries under way, then lets go of everything. */
  close(): Promise<void>;
};

export type PoolUse = { pool: 'work' | 'intake'; total: number; idle: number; waiting: number };

/**
 * Opens PostgreSQL at `url`; without one PGlite in `dataDir`/db, or in memory without that either. Both speak through the same driver:
 * `bigint` and `numeric` come as strings, `timestamptz` as `Date`, `bytea` as `Buffer`. PGlite has one connection, so inside a
 * transaction use the transaction: a query on `db` would wait for it to end. Throws one clear sentence when it cannot open.
 */
export async function openDatabase(place: { url?: string; dataDir?: string }): Promise<OpenDatabase> {
  return place.url === undefined ? openEmbedded(place.dataDir) : openServer(place.url);
}

/** A process has at most twenty-one connections in all. */
const WORK = { max: 16, connectionTimeoutMillis: 5_000, statement_timeout: 15_000 };
/** One commit, one look at our numbers and what `/readyz` asks at a time; kept open, because a webhook may come any time. */
const INTAKE = { max: 4, connectionTimeoutMillis: 1_000, statement_timeout: 5_000, idleTimeoutMillis: 0 };
const UNHURRIED = { max: 1, connectionTimeoutMillis: 5_000, statement_timeout: 0 };
/** For so long after a statement should have been ended by the server, the server is given the time to say so. */
const MARGIN_MS = 1_000;

async function openServer(url: string): Promise<OpenDatabase> {
  const pools = { work: poolOnServer(url, WORK), intake: poolOnServer(url, INTAKE) };
  const db = kyselyOnServer(pools.work, WORK);
  const intake = kyselyOnServer(pools.intake, INTAKE);
  const unhurried = kyselyOnServer(poolOnServer(url, UNHURRIED), UNHURRIED);
  try {
    await sql`select 1`.execute(db);
  } catch (error) {
    await db.destroy();
    throw new Error(`Cannot open the database at ${withoutPassword(url)}: ${reasonOf(error)}`, {
      cause: error,
    });
  }
  const close = async () => {
    await Promise.all([db.destroy(), intake.destroy(), unhurried.destroy()]);
  };
  const poolUse = () => [useOf('work', pools.work), useOf('intake', pools.intake)];
  return { db, intake, unhurried, engine: 'postgresql', poolUse, close };
}

type Limits = Required<Pick<PoolConfig, 'max' | 'connectionTimeoutMillis'>> &
  Pick<PoolConfig, 'idleTimeoutMillis'> & { statement_timeout: number };

function poolOnServer(url: string, limits: Limits): Pool {
  return poolOf({
    connectionString: url,
    application_name: 'parley',
    keepAlive: true,
    options: PLANNER.map((setting) => `-c ${setting}`).join(' '),
    // A process that stands still in the middle of a turn must not hold its conversations for long.
    idle_in_transaction_session_timeout: 10_000,
    ...limits,
  });
}

function kyselyOnServer(pool: Pool, limits: Limits): Kysely<Database> {
  return kyselyOver(
    boundedPool(pool, limits.statement_timeout === 0 ? null : limits.statement_timeout + MARGIN_MS),
  );
}

async function openEmbedded(dataDir: string | undefined): Promise<OpenDatabase> {
  const unlock = dataDir === undefined ? () => {} : await lockDataFolder(dataDir);
  try {
    const server = await startEmbedded(dataDir === undefined ? undefined : path.join(dataDir, 'db'));
    const pool = poolOf({
      stream: server.connect,
      user: 'postgres',
      database: 'postgres',
      max: 1,
      // Everything waits for the one connection, behind a batch or a migration too; only a transaction that
      // waits for itself takes this long.
      connectionTimeoutMillis: 60_000,
      idleTimeoutMillis: 0,
    });
    const db = kyselyOver(boundedPool(pool, null));
    const close = async () => {
      await db.destroy();
      await server.stop();
      unlock();
    };
    const poolUse = () => [useOf('work', pool)];
    return { db, intake: db, unhurried: db, engine: 'pglite', poolUse, close };
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
  // The same for one that breaks between two statements of a transaction: the second will say so.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

function useOf(pool: PoolUse['pool'], { totalCount, idleCount, waitingCount }: Pool): PoolUse {
  return { pool, total: totalCount, idle: idleCount, waiting: waitingCount };
}

function kyselyOver(pool: PostgresPool): Kysely<Database> {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

function withoutPassword(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
