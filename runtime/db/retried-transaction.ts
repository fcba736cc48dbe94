import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { isOutdatedPlan } from './bounded-pool.ts';
import type { Database } from './tables.ts';

const MAX_TRIES = 5;
/** PostgreSQL's words for "you and somebody else were in each other's way, try again". */
const IN_THE_WAY = new Set(['40001', '40P01']);

/** Run `work` in a transaction, and the whole of it again as `retried` does. So it must change nothing outside the database. */
export function retriedTransaction<Result>(
  db: Kysely<Database>,
  work: (tx: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  return retried(() => db.transaction().execute(work));
}

/** Run one transaction or statement again when PostgreSQL ended it because of another (deadlock, serialization): five times at most. */
export async function retried<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === MAX_TRIES || !(IN_THE_WAY.has(sqlState(error)) || isOutdatedPlan(error))) throw error;
      // Both ends of a deadlock come here at the same moment: unequal pauses keep them from meeting again.
      await sleep(Math.random() * 20 * tries);
    }
  }
}

function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
