import { type Kysely, sql } from 'kysely';
import type { Log } from '../log.ts';
import type { Database } from './tables.ts';

/** Tables whose rows are written more than once. */
const BUSY = ['outbox', 'inbox', 'sessions', 'conversations', 'contacts', 'timers', 'calls'] as const;
const EVERY_MS = 10 * 60_000;

/**
 * What a server does by itself and the embedded database does not: gives back the room of rows that nobody sees any more, and counts what
 * is there. Takes the one connection for a moment, a table at a time. Returns what stops it.
 */
export function tidyRegularly(db: Kysely<Database>, log: Pick<Log, 'warn'>, everyMs = EVERY_MS): () => void {
  let isUnderWay = false;
  const tidyUp = async () => {
    if (isUnderWay) return;
    isUnderWay = true;
    await tidy(db).catch((err) => log.warn({ err }, 'the embedded database was not tidied up'));
    isUnderWay = false;
  };
  const timer = setInterval(tidyUp, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

export async function tidy(db: Kysely<Database>): Promise<void> {
  for (const table of BUSY) await sql`vacuum (analyze) ${sql.table(table)}`.execute(db);
}
