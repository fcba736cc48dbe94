import { type Kysely, sql } from 'kysely';

/**
 * What a business knows of its contacts: fields of its own, consents with their evidence, segments, imports from files, and broadcasts
 * with a row for each recipient. See `contacts/`, `consent/` and `broadcast/`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table contacts
    add column username text,
    add column parent_user_id text,
    add column fields jsonb not null default '{}',
    add column identity_hash text,
    /* Since when nothing is sent to the contact, because somebody else may be at that number now. */
    add column identity_changed_at timestamptz`,
  'create index contacts_by_age on contacts (created_at desc, id desc)',
  'create index contacts_by_tag on contacts using gin (tags)',
  'alter table channels add column checks_identity boolean not null default false',

  `create table contact_fields (
    id text primary key,
    label text not null,
    kind text not null check (kind in ('text', 'number', 'date', 'boolean', 'choice')),
    choices jsonb not null default '[]',
    created_at timestamptz not null default now()
  )`,

  /* A consent may come from outside any conversation. */
  'alter table consents alter column channel_id drop not null, alter column conversation_id drop not null',
  `alter table consents
    add column via text not null default 'conversation',
    add column evidence text,
    add column recorded_by text`,
  /* What was heard twice counts once. */
  `create unique index consents_once on consents (contact_id, purpose, source)
    where via in ('preference', 'import', 'api')`,

  `create table segments (
    id uuid primary key,
    name text not null unique,
    query json not null,
    made_by text,
    updated_at timestamptz not null default now()
  )`,

  `create table imports (
    id uuid primary key,
    file_name text not null,
    columns json not null,
    mapping json,
    status text not null default 'receiving'
      check (status in ('receiving', 'running', 'done', 'cancelled')),
    next_row integer not null default 0,
    made integer not null default 0,
    changed integer not null default 0,
    skipped integer not null default 0,
    failed integer not null default 0,
    made_by text,
    created_at timestamptz not null default now(),
    finished_at timestamptz
  )`,
  `create index imports_running on imports (created_at) where status = 'running'`,
  `create table import_rows (
    import_id uuid not null references imports (id) on delete cascade,
    n integer not null,
    cells json not null,
    error text,
    /* Of a row that was taken: the same person further down is a duplicate. */
    phone text,
    primary key (import_id, n)
  )`,
  'create index import_rows_by_phone on import_rows (import_id, phone) where phone is not null',
  'create index import_rows_failed on import_rows (import_id, n) where error is not null',

  `create table broadcasts (
    id uuid primary key,
    name text not null,
    channel_id uuid not null,
    segment json not null,
    content json not null,
    purpose text not null,
    override_reason text,
    schedule json not null,
    brake json not null,
    status text not null default 'draft'
      check (status in ('draft', 'scheduled', 'running', 'paused', 'cancelled', 'done')),
    /* Why it is paused: 'by-hand', or what the brake saw. */
    paused_for text,
    /* Recipients are listed in the order of their contacts' ids, up to this one; null: from the beginning. */
    listed_to uuid,
    is_listed boolean not null default false,
    /* The newest webhook event that the brake has looked at. */
    events_to bigint not null default 0,
    made_by text,
    created_at timestamptz not null default now(),
    starts_at timestamptz,
    started_at timestamptz,
    /* The brake counts errors from here. */
    resumed_at timestamptz,
    finished_at timestamptz
  )`,
  `create index broadcasts_active on broadcasts (starts_at) where status in ('scheduled', 'running')`,
  `create table broadcast_recipients (
    lane smallint not null,
    broadcast_id uuid not null,
    contact_id uuid not null,
    conversation_id uuid not null,
    status text not null default 'waiting' check (status in ('waiting', 'sent', 'skipped')),
    reason text,
    due_at timestamptz not null default now(),
    outbox_id bigint,
    handled_at timestamptz,
    primary key (lane, broadcast_id, contact_id)
  )`,
  `create index broadcast_recipients_waiting on broadcast_recipients (lane, broadcast_id, due_at) where status = 'waiting'`,
  'create index broadcast_recipients_by_contact on broadcast_recipients (contact_id)',
];
