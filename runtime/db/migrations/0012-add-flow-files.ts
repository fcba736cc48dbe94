import { type Kysely, sql } from 'kysely';

/** Files that are kept with the flows; see `files/`. In the database, so that every process has them and a backup holds them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table flow_files (
    /* SHA-256 of the content, in hexadecimal. */
    id text primary key,
    name text not null,
    mime_type text not null,
    bytes integer not null,
    added_at timestamptz not null default now(),
    /* When it was uploaded here or given to WhatsApp last. */
    used_at timestamptz not null default now()
  )`,
  'create index flow_files_by_use on flow_files (used_at)',
  /* The content, in pieces that no connection stalls on. Compressed already, as pictures, sound and PDF are. */
  `create table flow_file_parts (
    file_id text not null references flow_files on delete cascade,
    place integer not null,
    content bytea not null,
    primary key (file_id, place)
  )`,
  'alter table flow_file_parts alter column content set storage external',
  /* The id under which WhatsApp has a file for one number, for thirty days. */
  `create table flow_file_uploads (
    channel_id uuid not null,
    file_id text not null references flow_files on delete cascade,
    media_id text not null,
    uploaded_at timestamptz not null default now(),
    primary key (channel_id, file_id)
  )`,
];
