import { type Kysely, sql } from 'kysely';

/**
 * The first schema. Hot tables (conversations, sessions, inbox, outbox, timers, calls) lead with `lane`, so that every claim
 * and every turn can name one lane; see ARCHITECTURE.md, "Storage".
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table channels (
    id uuid primary key,
    phone_number_id text not null unique,
    business_account_id text,
    display_phone text,
    name text,
    access_token text not null,
    app_secret text not null,
    catalog_id text,
    throughput integer not null,
    status text not null default 'active' check (status in ('active', 'stopped')),
    stopped_reason text,
    created_at timestamptz not null default now()
  )`,

  `create table flows (
    id text primary key,
    name text not null,
    draft json not null,
    revision integer not null default 1,
    saved_by text,
    saved_at timestamptz not null default now(),
    published_version integer
  )`,
  `create table flow_versions (
    flow_id text not null references flows (id),
    version integer not null,
    machine json not null,
    hash text not null,
    published_by text,
    published_at timestamptz not null default now(),
    primary key (flow_id, version)
  )`,
  `create table channel_flows (
    channel_id uuid not null references channels (id),
    flow_id text not null references flows (id),
    is_default boolean not null default false,
    primary key (channel_id, flow_id)
  )`,
  `create unique index one_default_flow_per_channel on channel_flows (channel_id) where is_default`,

  `create table contacts (
    id uuid primary key,
    name text not null default '',
    phone text not null default '',
    locale text not null default '',
    timezone text not null default '',
    tags jsonb not null default '[]',
    merges integer not null default 0,
    created_at timestamptz not null default now()
  )`,
  /* How WhatsApp names a contact: wa_id (phone digits) or bsuid. Two aliases that meet in one message become one contact. */
  `create table contact_aliases (
    kind text not null check (kind in ('wa_id', 'bsuid')),
    value text not null,
    contact_id uuid not null references contacts (id),
    primary key (kind, value)
  )`,
  `create index contact_aliases_by_contact on contact_aliases (contact_id)`,

  `create table conversations (
    lane smallint not null,
    id uuid not null,
    channel_id uuid not null,
    contact_id uuid not null,
    last_inbound_at timestamptz,
    last_inbound_wamid text,
    held boolean not null default false,
    merged_into_lane smallint,
    merged_into uuid,
    created_at timestamptz not null default now(),
    primary key (lane, id)
  )`,
  `create unique index one_conversation on conversations (lane, channel_id, contact_id) where merged_into is null`,
  /* A conversation keeps its lane when its contact is merged into another, so it is found by contact, not by lane. */
  `create index conversations_by_contact on conversations (contact_id, channel_id)`,

  `create table sessions (
    lane smallint not null,
    id uuid not null,
    conversation_id uuid not null,
    flow_id text not null,
    version integer not null,
    state jsonb not null,
    started_by jsonb not null,
    started_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    ended_at timestamptz,
    ended_reason text,
    primary key (lane, id)
  )`,
  `create unique index one_active_session on sessions (lane, conversation_id) where ended_at is null`,
  `create index sessions_by_conversation on sessions (lane, conversation_id, started_at)`,

  /* Everything that may move a session. \`source\` makes each event count once, for ever. */
  `create table inbox (
    lane smallint not null,
    id bigint generated always as identity,
    source text not null,
    kind text not null check (kind in ('message', 'timer', 'call', 'agent', 'send', 'start')),
    channel_id uuid not null,
    contact_id uuid not null,
    conversation_id uuid not null,
    session_id uuid,
    input jsonb,
    context_id text,
    referral jsonb,
    raw jsonb,
    sent_at timestamptz not null,
    received_at timestamptz not null default now(),
    status text not null default 'new' check (status in ('new', 'done', 'ignored', 'parked')),
    attempts integer not null default 0,
    error text,
    path jsonb,
    done_at timestamptz,
    primary key (lane, id)
  )`,
  /*
   * Over all lanes, because a message that comes again after its contact was merged belongs to another lane than the first time.
   * A database that is distributed by lane cannot have this index: it takes (lane, source) instead and keeps a plain one on source.
   */
  `create unique index inbox_once on inbox (source)`,
  `create index inbox_waiting on inbox (lane, conversation_id, id) where status = 'new'`,
  `create index inbox_by_conversation on inbox (lane, conversation_id, id)`,

  `create table outbox (
    lane smallint not null,
    id bigint generated always as identity,
    conversation_id uuid not null,
    session_id uuid,
    inbox_id bigint,
    channel_id uuid not null,
    contact_id uuid not null,
    node text,
    message jsonb not null,
    status text not null default 'queued'
      check (status in ('queued', 'sending', 'unknown', 'sent', 'delivered', 'read', 'failed', 'cancelled')),
    attempts integer not null default 0,
    resent boolean not null default false,
    due_at timestamptz not null default now(),
    leased_until timestamptz,
    wamid text,
    error jsonb,
    created_at timestamptz not null default now(),
    sent_at timestamptz,
    delivered_at timestamptz,
    read_at timestamptz,
    failed_at timestamptz,
    primary key (lane, id)
  )`,
  `create index outbox_open on outbox (lane, conversation_id, id) where status in ('queued', 'sending', 'unknown')`,
  `create index outbox_due on outbox (lane, due_at) where status in ('queued', 'sending', 'unknown')`,
  `create index outbox_wamid on outbox (wamid) where wamid is not null`,
  `create index outbox_by_conversation on outbox (lane, conversation_id, id)`,

  `create table timers (
    lane smallint not null,
    session_id uuid not null,
    timer text not null,
    id uuid not null,
    conversation_id uuid not null,
    due_at timestamptz not null,
    fired boolean not null default false,
    primary key (lane, session_id, timer)
  )`,
  `create index timers_due on timers (lane, due_at) where not fired`,

  /* HTTP calls that a request node asked for; answered through the inbox. */
  `create table calls (
    lane smallint not null,
    session_id uuid not null,
    call text not null,
    conversation_id uuid not null,
    request jsonb not null,
    attempts integer not null default 0,
    leased_until timestamptz,
    created_at timestamptz not null default now(),
    primary key (lane, session_id, call)
  )`,

  `create table cases (
    lane smallint not null,
    id bigint generated always as identity,
    conversation_id uuid not null,
    session_id uuid not null,
    node text not null,
    method text not null,
    team text,
    summary text,
    status text not null check (status in ('requested', 'resolved', 'offered')),
    opened_at timestamptz not null default now(),
    resolved_at timestamptz,
    primary key (lane, id)
  )`,
  `create index cases_open on cases (lane, conversation_id) where status = 'requested'`,

  `create table consents (
    id bigint generated always as identity primary key,
    contact_id uuid not null,
    channel_id uuid not null,
    conversation_id uuid not null,
    purpose text not null,
    granted boolean not null,
    wording text not null,
    source text not null,
    at timestamptz not null default now()
  )`,
  `create index consents_by_contact on consents (contact_id, purpose, at)`,

  /* What Meta told us that moves no session, and what could not be read: kept, counted, never refused. */
  `create table webhook_events (
    id bigint generated always as identity primary key,
    dedup_key text not null unique,
    kind text not null,
    field text,
    phone_number_id text,
    reason text,
    raw jsonb,
    body bytea,
    received_at timestamptz not null default now()
  )`,
  `create index webhook_events_by_kind on webhook_events (kind, id)`,
];
