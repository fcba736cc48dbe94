import { type Kysely, sql } from 'kysely';

/** What changed in a version, in the words of whoever published it; and flows that are put away. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'alter table flow_versions add column note text',
  /* While it is put away a flow has no published version, so that nothing starts on it; here is the one that it had. */
  'alter table flows add column archived_at timestamptz, add column archived_version integer',
];
