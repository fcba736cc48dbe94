import { type Kysely, sql } from 'kysely';

/**
 * How our numbers are: what WhatsApp says of them and has said before, when it last called; who is told of notices outside the web app. See
 * `channel/` and `notices/`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'alter table channels add column token_expires_at timestamptz',

  /* One row for each number, made when it is first looked at. */
  `create table number_health (
    channel_id uuid primary key,
    /* What WhatsApp said, in our words; null until it has. */
    said json,
    read_at timestamptz,
    /* The newest try, and why it failed, if it did. */
    asked_at timestamptz,
    problem text,
    /* Something was heard that makes another look worth while. */
    is_wanted boolean not null default true
  )`,
  /* What has changed, when: a row for each new value. */
  `create table number_readings (
    id bigint generated always as identity primary key,
    channel_id uuid not null,
    what text not null check (what in ('quality', 'status', 'limit', 'throughput', 'name')),
    value text not null,
    at timestamptz not null default now()
  )`,
  'create index number_readings_newest on number_readings (channel_id, what, id desc)',
  /* By the minute, so that every process may add to it. */
  `create table webhook_minutes (
    channel_id uuid not null,
    minute timestamptz not null,
    requests integer not null,
    total_ms integer not null,
    slow integer not null,
    seen_at timestamptz not null,
    primary key (channel_id, minute)
  )`,
  'create index webhook_minutes_age on webhook_minutes (minute)',

  /* For counts over the last day. Small, and no update of a message has to know of it: see 0003. */
  'create index outbox_by_age on outbox using brin (created_at)',

  `create table notice_subscriptions (
    id uuid primary key,
    way text not null check (way in ('webhook', 'email')),
    target text not null,
    /* Sealed with PARLEY_SECRET; signs what is posted. */
    secret text,
    least text not null default 'info' check (least in ('info', 'warning', 'error')),
    made_by text,
    created_at timestamptz not null default now()
  )`,
  `create table notice_deliveries (
    subscription_id uuid not null references notice_subscriptions (id) on delete cascade,
    notice_id bigint not null references notices (id) on delete cascade,
    status text not null default 'waiting' check (status in ('waiting', 'done', 'failed')),
    attempts integer not null default 0,
    due_at timestamptz not null default now(),
    answered text,
    done_at timestamptz,
    primary key (subscription_id, notice_id)
  )`,
  `create index notice_deliveries_due on notice_deliveries (due_at) where status = 'waiting'`,
];
