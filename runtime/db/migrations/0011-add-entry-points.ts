import { type Kysely, sql } from 'kysely';

/** When people came to a number by an ad or a post; see `conversation/free-entry.ts`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table conversations add column entered_at timestamptz`.execute(db);
}
