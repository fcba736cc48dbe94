import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { retriedTransaction } from '../db/retried-transaction.ts';
import type { Database } from '../db/tables.ts';
import type { LetterLanguage } from '../people/letters.ts';
import { MISSED_AFTER_S } from './availability.ts';
import type { Deadline } from './deadlines.ts';

/** An alarm of one case: who is to hear of it follows from its team and its person. */
type AlarmedCase = {
  /** `<lane>.<id>` */
  caseRef: string;
  conversationId: string;
  /** '' for none. */
  team: string;
  owner: string | null;
};

/**
 * Puts down who is to hear of these alarms by letter: members of the case's team (everybody who may answer, where there is no such
 * team), its person and all administrators, each as they want it (`people/letter-settings.ts`). Nobody who may not see the conversation.
 * In the transaction that raises the alarms, so that each is told once, whichever process raised it.
 */
export async function queueLetters(
  tx: Kysely<Database>,
  { caseRef, conversationId, team, owner }: AlarmedCase,
  missed: readonly Deadline[],
): Promise<void> {
  const alarms = JSON.stringify(missed.map(({ kind, alarm }) => ({ kind, alarm })));
  await sql`
    insert into alarm_letters (person_id, case_ref, alarm, conversation_id, kind)
    select p.id, ${caseRef}, a.alarm, ${conversationId}::uuid, a.kind
    from people p
    cross join jsonb_to_recordset(${alarms}::jsonb) as a(alarm text, kind text)
    left join letter_settings s on s.person_id = p.id
    left join agent_presence w on w.person_id = p.id
    where p.disabled_at is null and p.role in ('administrator', 'agent')
      and (
        p.id = ${owner}::text
        or exists (select from team_members m where m.person_id = p.id and m.team_id = ${team})
        or not p.only_own_teams
          and (p.role = 'administrator' or not exists (select from teams t where t.id = ${team}))
      )
      and case coalesce(s.alarms, case p.role when 'administrator' then 'always' else 'away' end)
        when 'always' then true
        when 'away' then w.state is null or w.state = 'away'
          or w.seen_at < now() - ${MISSED_AFTER_S}::integer * interval '1 second'
        else false
      end
    on conflict do nothing
  `.execute(tx);
}

/** Between two letters to one person; what comes meanwhile goes into the next one together. */
const PAUSE_MIN = 10;
/** While one process sends a letter no other does; and so long it is before the next try. */
const LEASE_S = [90, 300, 900, 3_600] as const;

/** One person’s letter, claimed by this process. */
export type ClaimedLetter = {
  personId: string;
  /** The same in every try, so that whoever gets it twice can know. */
  letter: string;
  attempts: number;
  email: string;
  language: LetterLanguage | null;
  alarms: { caseRef: string; alarm: string; conversationId: string; kind: string; at: Date }[];
};

/** The next person’s letter; null when nothing is due. A try that failed is made again with what it told the first time. */
export async function claimLetter(db: Kysely<Database>): Promise<ClaimedLetter | null> {
  return retriedTransaction(db, async (tx) => {
    const { rows: people } = await sql<{ id: string; email: string; language: LetterLanguage | null }>`
      select p.id, p.email, (select s.language from letter_settings s where s.person_id = p.id) as language
      from people p
      where p.disabled_at is null and exists (
        select from alarm_letters a where a.person_id = p.id and a.done_at is null and a.due_at <= now()
      ) and ${mayHear('p.id')}
      order by p.id limit 1
      for update of p skip locked
    `.execute(tx);
    const [person] = people;
    if (!person) return null;
    // Asked once more with the person locked: another process may have sent one since the first look.
    const { rows } = await sql<{
      case_ref: string;
      alarm: string;
      conversation_id: string;
      kind: string;
      at: Date;
      attempts: number;
      letter: string;
    }>`
      update alarm_letters a
      set attempts = a.attempts + 1, letter = coalesce(a.letter, ${randomUUID()}::uuid),
        due_at = now() + (${sql.lit(`{${LEASE_S.join(',')}}`)}::integer[])[least(a.attempts + 1, ${LEASE_S.length})] * interval '1 second'
      where a.person_id = ${person.id} and a.done_at is null and a.due_at <= now() and ${mayHear('a.person_id')}
        and a.letter is not distinct from (
          select max(b.letter::text)::uuid from alarm_letters b
          where b.person_id = ${person.id} and b.done_at is null and b.due_at <= now()
        )
      returning a.case_ref, a.alarm, a.conversation_id, a.kind, a.at, a.attempts, a.letter
    `.execute(tx);
    const [first] = rows;
    if (!first) return null;
    return {
      ...{ personId: person.id, letter: first.letter, attempts: first.attempts },
      ...{ email: person.email, language: person.language },
      alarms: rows
        .map(({ case_ref, alarm, conversation_id, kind, at }) => ({
          ...{ caseRef: case_ref, alarm, kind, at },
          conversationId: conversation_id,
        }))
        .toSorted((one, other) => one.at.getTime() - other.at.getTime()),
    };
  });
}

/** No letter to this person is under way, and none was sent a moment ago. */
const mayHear = (person: 'p.id' | 'a.person_id') => sql`not exists (
  select from alarm_letters s
  where s.person_id = ${sql.ref(person)} and (
    s.done_at is null and s.letter is not null and s.due_at > now()
    or s.outcome = 'sent' and s.done_at > now() - ${PAUSE_MIN}::integer * interval '1 minute'
  )
)`;

const TRIES = LEASE_S.length + 1;

/** What became of a try. One that failed is made again later, a few times. */
export async function settleLetter(
  db: Kysely<Database>,
  { personId, letter, attempts }: ClaimedLetter,
  outcome: 'sent' | 'needless' | 'failed',
): Promise<void> {
  if (outcome === 'failed' && attempts < TRIES) return;
  await sql`
    update alarm_letters set outcome = ${outcome}, done_at = now()
    where person_id = ${personId} and letter = ${letter}::uuid
  `.execute(db);
}

/** What was told long ago is forgotten: a case raises each of its alarms once. */
export async function forgetLetters(db: Kysely<Database>): Promise<void> {
  await sql`delete from alarm_letters where at < now() - interval '7 days'`.execute(db);
}
