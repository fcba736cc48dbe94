import { type Kysely, sql } from 'kysely';

/**
 * What processes must know of each other to keep a number's rate together, and how often a message was refused for which kind of
 * reason; see `outbox/shared-rates.ts` and `outbox/outcome.ts`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  /* Every process that sends says here, every few seconds, that it lives. */
  `create table processes (
    id uuid primary key,
    joined_at timestamptz not null default now(),
    seen_at timestamptz not null default now()
  )`,
  /* WhatsApp called the number too fast: nothing goes before slowed_until, and from then on slowed_rate a second, growing. */
  `alter table channels
    add column slowed_until timestamptz,
    add column slowed_rate double precision`,
  /* Being told to wait is no failure: the two are counted apart, and both apart from \`attempts\`. */
  `alter table outbox
    add column failures integer not null default 0,
    add column slowed integer not null default 0`,
];
