import { type Kysely, sql } from 'kysely';

/**
 * Letters about cases that nobody takes in time, and which of them somebody wants; see `escalation/alarm-letters.ts`. An index for the
 * lists of people who see only their teams’ conversations.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  /* No row: what is usual for the role. */
  `create table letter_settings (
    person_id text primary key,
    alarms text check (alarms in ('always', 'away', 'never')),
    language text check (language in ('en', 'ru'))
  )`,
  /* One row for each person who is to hear of an alarm: it is told once. */
  `create table alarm_letters (
    person_id text not null,
    /* \`<lane>.<id>\` */
    case_ref text not null,
    alarm text not null,
    conversation_id uuid not null,
    kind text not null,
    at timestamptz not null default now(),
    due_at timestamptz not null default now(),
    attempts integer not null default 0,
    /* The letter that it goes with; several share one. */
    letter uuid,
    outcome text check (outcome in ('sent', 'needless', 'failed')),
    done_at timestamptz,
    primary key (person_id, case_ref, alarm)
  )`,
  'create index alarm_letters_waiting on alarm_letters (person_id, due_at) where done_at is null',
  'create index alarm_letters_done on alarm_letters (person_id, done_at) where done_at is not null',
  'create index alarm_letters_of_conversation on alarm_letters (conversation_id)',

  /* Of conversations that ever were for a team or a person, which is all that those may see who are limited to their teams. */
  `create index conversation_cards_of_people on conversation_cards (last_at desc, conversation_id desc)
    where teams <> '{}' or owner is not null`,
  `create index conversation_cards_of_people_by_state on conversation_cards (state, last_at desc, conversation_id desc)
    where teams <> '{}' or owner is not null`,
];
