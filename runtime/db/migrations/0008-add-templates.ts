import { type Kysely, sql } from 'kysely';

/**
 * Message templates as WhatsApp has them and as they are being written, what stands in for one that cannot be sent, and notices: what people
 * are told that something needs them. A message may be `held`: by WhatsApp, which looks at its template first, or here, while its template
 * is paused. See `templates/` and `notices/`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table templates (
    id uuid primary key,
    business_account_id text not null,
    name text not null,
    language text not null,
    /* Meta's id; null for one that Meta has not seen. */
    template_id text,
    category text not null,
    /* What the business asked for, where Meta has decided otherwise; and what Meta has said it will become, and when. */
    asked_category text,
    coming_category text,
    category_changes_at timestamptz,
    /* As Meta writes it, \`DRAFT\` before; the list is open. */
    status text not null,
    reason text,
    reason_details text,
    quality text,
    parameter_format text not null default 'POSITIONAL',
    /* Meta's definition, as it came. */
    components json not null default '[]',
    /* What is being written, in our own words; null when there is nothing that Meta has not got. */
    draft json,
    submitted_at timestamptz,
    /* Meta's time of the newest event that changed a column, or of the newest look at the list: an older event changes nothing. */
    status_at timestamptz not null default '-infinity',
    quality_at timestamptz not null default '-infinity',
    category_at timestamptz not null default '-infinity',
    components_at timestamptz not null default '-infinity',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (business_account_id, name, language)
  )`,
  'create index templates_by_template_id on templates (template_id)',
  'create index templates_updated on templates (updated_at)',
  `create table template_fallbacks (
    business_account_id text not null,
    name text not null,
    fallback_name text,
    fallback_language text,
    updated_at timestamptz not null default now(),
    primary key (business_account_id, name)
  )`,
  /* When an account's list was read last, and why not, if it could not be. */
  `create table template_syncs (
    business_account_id text primary key,
    synced_at timestamptz,
    tried_at timestamptz not null default now(),
    problem text
  )`,
  `create table notices (
    id bigint generated always as identity primary key,
    /* What it is about makes one notice, however often it is heard. */
    once text not null unique,
    kind text not null,
    severity text not null check (severity in ('info', 'warning', 'error')),
    subject_kind text not null,
    subject_id text not null,
    subject_name text not null default '',
    what_to_do text not null default '',
    details json not null default '{}',
    due_at timestamptz,
    at timestamptz not null default now()
  )`,
  'create index notices_newest on notices (at desc, id desc)',
  `create table notice_reads (
    notice_id bigint not null references notices (id) on delete cascade,
    person_id text not null,
    read_at timestamptz not null default now(),
    primary key (notice_id, person_id)
  )`,

  'alter table outbox drop constraint outbox_status_check',
  `alter table outbox add constraint outbox_status_check check (
    status in ('queued', 'sending', 'unknown', 'held', 'sent', 'delivered', 'read', 'failed', 'cancelled')
  ) not valid`,
  `create index outbox_held on outbox (lane, id) where status = 'held'`,
];
