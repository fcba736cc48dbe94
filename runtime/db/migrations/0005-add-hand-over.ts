import { type Kysely, sql } from 'kysely';

/**
 * Handing over to people: who owns a conversation, what became of each case and by when somebody must act, what happened in a
 * conversation and through whom, who is there, and how each team works. See `escalation/`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  /* The person who has the conversation; null while the bot has it, or while it waits for a person (then it is held). */
  'alter table conversations add column owner text, add column owned_at timestamptz',
  'create index conversations_owned on conversations (lane, owner) where owner is not null',

  /* Not checked against the rows that are there, which would hold up everybody: they were checked by a narrower rule. */
  'alter table cases drop constraint cases_status_check',
  `alter table cases add constraint cases_status_check
    check (status in ('requested', 'assigned', 'answered', 'resolved', 'expired', 'offered')) not valid`,
  /* A person may take over where no flow asked for one. */
  'alter table cases alter column session_id drop not null',
  `alter table cases
    add column priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
    add column reason text,
    add column collected jsonb,
    add column path jsonb,
    add column assignee text,
    add column assigned_at timestamptz,
    add column acknowledged_at timestamptz,
    add column answered_at timestamptz,
    add column last_answer_at timestamptz,
    add column tries integer not null default 0,
    add column alarms jsonb not null default '[]',
    add column noticed_at timestamptz,
    add column outcome text,
    add column due_at timestamptz default now()`,
  `create index cases_unfinished on cases (lane, conversation_id) where status in ('requested', 'assigned', 'answered')`,
  `create index cases_by_opening on cases (opened_at) where status in ('requested', 'assigned', 'answered')`,
  `create index cases_due on cases (lane, due_at) where status in ('requested', 'assigned', 'answered')`,

  `create table conversation_events (
    lane smallint not null,
    id bigint generated always as identity,
    conversation_id uuid not null,
    case_id bigint,
    kind text not null,
    at timestamptz not null default now(),
    who text not null,
    details jsonb not null default '{}',
    primary key (lane, id)
  )`,
  'create index conversation_events_by_conversation on conversation_events (lane, conversation_id, id)',

  /* \`kept\`: happened while a person had the conversation, and takes effect when the bot has it again. */
  'alter table inbox drop constraint inbox_kind_check, drop constraint inbox_status_check',
  `alter table inbox
    add constraint inbox_kind_check
      check (kind in ('message', 'timer', 'call', 'agent', 'send', 'start', 'echo')) not valid,
    add constraint inbox_status_check check (status in ('new', 'done', 'ignored', 'parked', 'kept')) not valid`,
  `create index inbox_kept on inbox (lane, conversation_id) where status = 'kept'`,

  /* What a person wrote: by whom, and what makes it count once. */
  'alter table outbox add column sent_by text, add column once text',
  'create unique index outbox_once on outbox (lane, conversation_id, once) where once is not null',

  `create table agent_presence (
    person_id text primary key,
    state text not null check (state in ('online', 'busy', 'away')),
    capacity integer not null default 5,
    seen_at timestamptz not null default now(),
    changed_at timestamptz not null default now()
  )`,
  `create table team_service (
    team text primary key,
    settings jsonb not null,
    last_assigned text,
    updated_at timestamptz not null default now()
  )`,
];
