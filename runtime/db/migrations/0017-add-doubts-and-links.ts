import { type Kysely, sql } from 'kysely';

/**
 * Whose identity is in doubt although messages go again, templates that go to people without consent, and links that say where people come from.
 * See `contact/doubts.ts`, `outbox/mark-sending.ts` and `entry/entry-links.ts`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table contacts
    /* Since when what is known of the contact may be somebody else's; null: nothing is in doubt. */
    add column identity_doubted_at timestamptz,
    /* Who said last that messages may go again, or that it is the same person. */
    add column identity_confirmed_at timestamptz,
    add column identity_confirmed_by text`,
  'update contacts set identity_doubted_at = identity_changed_at where identity_changed_at is not null',

  /* Why a template goes to somebody without consent; null: it does not. */
  'alter table outbox add column allowed_because text',

  /* A text that people send by a link or a code, what it starts, and where the link stands. */
  `create table entry_links (
    id text primary key,
    channel_id uuid not null,
    flow_id text not null,
    via text not null,
    label text not null,
    text text not null,
    made_by text,
    created_at timestamptz not null default now()
  )`,
  'create index entry_links_by_number on entry_links (channel_id, created_at desc)',
  `create index sessions_by_link on sessions ((started_by ->> 'link')) where started_by ->> 'link' is not null`,
];
