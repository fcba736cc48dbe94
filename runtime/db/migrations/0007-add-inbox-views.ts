import { type Kysely, sql } from 'kysely';

/**
 * What people see of conversations in the inbox: a card for each, kept up to date beside the turns (`desk/cards.ts`), words to search
 * by, what somebody has read, drafts, labels, snoozing, canned replies, who looks at what. See `desk/`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  /* Rises with every change that somebody may want to see; taken under a lock, so that changes are seen in its order. */
  'create sequence desk_version',
  `create table conversation_cards (
    lane smallint not null,
    conversation_id uuid not null,
    version bigint not null,
    channel_id uuid not null,
    contact_id uuid not null,
    state text not null check (state in ('waiting', 'owned', 'bot', 'resolved')),
    owner text,
    /* Of the case that is under way, and of all there were: who of those that are limited to their teams may see it. */
    team text,
    teams text[] not null default '{}',
    case_id bigint,
    case_status text,
    priority text,
    waiting_since timestamptz,
    last_at timestamptz not null,
    /* Sorts those that wait longest first, and the others behind them by their newest message. */
    wait_order timestamptz not null,
    message_id bigint not null default 0,
    inbox_id bigint not null default 0,
    outbox_id bigint not null default 0,
    event_id bigint not null default 0,
    /* \`infinity\`: until the contact writes, which ends every snooze. */
    snoozed_until timestamptz,
    snoozed_by text,
    primary key (lane, conversation_id)
  )`,
  'alter table conversation_cards set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05)',
  'create index conversation_cards_by_version on conversation_cards (version)',
  'create index conversation_cards_newest on conversation_cards (last_at desc, conversation_id desc)',
  'create index conversation_cards_waiting on conversation_cards (wait_order, conversation_id)',
  'create index conversation_cards_by_state on conversation_cards (state, last_at desc, conversation_id desc)',
  `create index conversation_cards_owned on conversation_cards (owner, last_at desc) where owner is not null`,
  `create index conversation_cards_of_team on conversation_cards (team, last_at desc) where team is not null`,
  `create index conversation_cards_snoozed on conversation_cards (snoozed_until) where snoozed_until is not null`,
  'create index conversation_cards_seen_by on conversation_cards using gin (teams)',
  'create index cases_by_conversation on cases (lane, conversation_id, id)',

  /* Where catching up stands in each lane: everything up to \`from_…\` has been looked at long after it was written. */
  `create table desk_progress (
    lane smallint primary key,
    from_inbox bigint not null default 0,
    from_outbox bigint not null default 0,
    from_event bigint not null default 0,
    to_inbox bigint not null default 0,
    to_outbox bigint not null default 0,
    to_event bigint not null default 0,
    looked_at timestamptz not null default now()
  )`,
  `create table message_words (
    lane smallint not null,
    side text not null check (side in ('in', 'out', 'note')),
    id bigint not null,
    conversation_id uuid not null,
    at timestamptz not null,
    words tsvector not null,
    primary key (lane, side, id)
  )`,
  'create index message_words_by_word on message_words using gin (words)',
  /* For a word that is nearly everywhere: then the newest are looked through. */
  'create index message_words_newest on message_words (at desc)',
  `create index contacts_by_word on contacts using gin (to_tsvector('simple', name || ' ' || phone))`,
  /* People know the last digits of a number. */
  'create index contacts_by_phone_end on contacts (reverse(phone) text_pattern_ops)',

  `create table conversation_reads (
    lane smallint not null,
    conversation_id uuid not null,
    person_id text not null,
    inbox_id bigint not null,
    read_at timestamptz not null default now(),
    primary key (lane, conversation_id, person_id)
  )`,
  `create table conversation_drafts (
    lane smallint not null,
    conversation_id uuid not null,
    person_id text not null,
    text text not null,
    is_note boolean not null default false,
    reply_to text,
    saved_at timestamptz not null default now(),
    primary key (lane, conversation_id, person_id)
  )`,
  `create table labels (
    id text primary key,
    name text not null unique,
    color text not null,
    created_at timestamptz not null default now()
  )`,
  `create table conversation_labels (
    lane smallint not null,
    conversation_id uuid not null,
    label_id text not null,
    primary key (lane, conversation_id, label_id)
  )`,
  'create index conversation_labels_by_label on conversation_labels (label_id)',

  `create table canned_replies (
    id text primary key,
    shortcut text not null,
    title text not null,
    text text not null,
    scope text not null check (scope in ('me', 'team', 'all')),
    /* Of scope \`me\` whose it is, of scope \`team\` the team's id. */
    scope_id text not null default '',
    made_by text not null,
    updated_at timestamptz not null default now(),
    unique (scope, scope_id, shortcut)
  )`,
  `create table saved_views (
    id text primary key,
    person_id text not null,
    name text not null,
    filter json not null,
    created_at timestamptz not null default now()
  )`,
  'create index saved_views_of on saved_views (person_id)',
  /* Who looks at a conversation, or writes in it; a row that is old says nothing. */
  `create table conversation_viewers (
    conversation_id uuid not null,
    person_id text not null,
    state text not null check (state in ('viewing', 'typing')),
    seen_at timestamptz not null default now(),
    primary key (conversation_id, person_id)
  )`,
  /* What was done to many at once: how it is undone, or, \`pending\`, what is done when nobody has undone it in time. */
  `create table desk_acts (
    token text primary key,
    person_id text not null,
    steps json not null,
    is_pending boolean not null,
    due_at timestamptz not null
  )`,
  'create index desk_acts_due on desk_acts (due_at)',

  'alter table contacts add column blocked_at timestamptz, add column blocked_by text',
  /* The message that a message of ours quotes, or puts a reaction to. */
  'alter table outbox add column reply_to text, add column reacts_to text',
  `create index outbox_reactions on outbox (lane, conversation_id) where reacts_to is not null`,
];
