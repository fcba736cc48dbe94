import { type Kysely, sql } from 'kysely';

/** What messages cost: what WhatsApp said of each, rate cards, and what a number's provider adds. See `prices/`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  /* A status brings it along with what it tells anyway; null until one has. */
  'alter table outbox add column pricing jsonb',
  /* For reports, which read months at a time. Of pages, so that it costs a message nothing; the column never changes. */
  'create index outbox_created on outbox using brin (created_at) with (pages_per_range = 32)',

  /* Since when, and until when, WhatsApp holds marketing back from a person; kept afterwards, as the next time is longer. */
  'alter table contacts add column marketing_held_at timestamptz, add column marketing_held_until timestamptz',

  `create table rate_cards (
    id uuid primary key,
    name text not null,
    rates json not null,
    added_by text,
    added_at timestamptz not null default now()
  )`,
  /* A number without a row has the currency of the newest card, nothing added, and days in UTC. */
  `create table number_prices (
    channel_id uuid primary key,
    currency text,
    markup_percent numeric(7, 3) not null default 0,
    timezone text not null default 'UTC',
    updated_at timestamptz not null default now()
  )`,
];
