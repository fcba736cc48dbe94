import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/**
 * Reads in a transaction in which PostgreSQL chooses its way by what is asked for. `db/planner.ts` takes ways away that the work's
 * statements never need; questions over words and sets, which GIN indexes answer, need bitmaps.
 */
export function freelyPlanned<Result>(
  db: Kysely<Database>,
  read: (tx: Kysely<Database>) => Promise<Result>,
): Promise<Result> {
  return db.transaction().execute(async (tx) => {
    await sql`
      select set_config('enable_bitmapscan', 'on', true), set_config('plan_cache_mode', 'force_custom_plan', true)
    `.execute(tx);
    return read(tx);
  });
}
