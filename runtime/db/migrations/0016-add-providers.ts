import { type Kysely, sql } from 'kysely';

/** Numbers through partners of Meta, and what WhatsApp forbids a number for a time. See `channel/adapters.ts`, `channel/restrictions.ts`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  /* Who connects the number to WhatsApp. */
  `alter table channels
    add column provider text not null default 'meta' check (provider in ('meta', '360dialog')),
    /* Templates, or everything, may not be sent before this; and why. */
    add column templates_barred_until timestamptz,
    add column barred_until timestamptz,
    add column barred_because text`,
];
