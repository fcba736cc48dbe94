import { type Kysely, sql } from 'kysely';
import type { Log } from '../log.ts';
import type { Database } from './tables.ts';

/** How often the sizes of the tables are looked at: one small question. */
const EVERY_MS = 3_000;
/** Smaller tables are read in no time, whatever PostgreSQL thinks of them. */
const LEAST_PAGES = 16;
/** Larger ones are left to the server, and to `tidy.ts`: what it knows of them changes little any more. */
const MOST_PAGES = 200_000;

/**
 * Has PostgreSQL count its tables soon after they have begun to fill, and again whenever one has doubled. Until a table is counted the
 * planner takes it for a small one and looks through a whole lane where a key would do; the server's own counting comes
 * a minute late, and the embedded database has none. A prepared statement is planned anew after that. Returns what stops it.
 */
export function countRegularly(
  db: Kysely<Database>,
  log: Pick<Log, 'warn'>,
  everyMs = EVERY_MS,
): () => Promise<void> {
  let underWay: Promise<void> | null = null;
  const count = async () => {
    await countGrown(db).catch((err) => log.warn({ err }, 'the tables could not be counted'));
    underWay = null;
  };
  const timer = setInterval(() => {
    underWay ??= count();
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}

/** Counts the tables that have doubled since they were counted, and returns their names. Of several processes one does it. */
export async function countGrown(db: Kysely<Database>): Promise<string[]> {
  return db.transaction().execute(async (tx) => {
    const got = await sql<{ ok: boolean }>`
      select pg_try_advisory_xact_lock(hashtext('parley: statistics')) as ok
    `.execute(tx);
    if (!got.rows[0]?.ok) return [];
    const { rows } = await sql<{ name: string }>`
      select c.relname as name from pg_class c
      where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
        and pg_relation_size(c.oid) / current_setting('block_size')::integer
          between greatest(${LEAST_PAGES}, 2 * c.relpages) and ${MOST_PAGES}
      order by c.relname
    `.execute(tx);
    // A rough count of few rows will do, and takes a tenth of the time.
    await sql`set local default_statistics_target = 10`.execute(tx);
    for (const { name } of rows) await sql`analyze ${sql.table(name)}`.execute(tx);
    return rows.map(({ name }) => name);
  });
}
