import { type Kysely, sql } from 'kysely';

/** Up to which reading of the numbers a broadcast has been looked at; see `broadcast/brake.ts`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'alter table broadcasts add column readings_to bigint not null default 0',
  // What was read before these broadcasts could be stopped by it stops none of them.
  'update broadcasts set readings_to = (select coalesce(max(id), 0) from number_readings)',
];
