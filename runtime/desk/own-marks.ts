import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { record } from '../escalation/history.ts';

type Conversation = { lane: number; id: string };

/** A person has read a conversation up to a message of the contact's (an inbox id), or all that is there now. Never goes back. */
export async function markRead(
  db: Kysely<Database>,
  { lane, id }: Conversation,
  { personId, through }: { personId: string; through: string | null },
): Promise<void> {
  await sql`
    insert into conversation_reads (lane, conversation_id, person_id, inbox_id)
    select ${lane}::smallint, ${id}::uuid, ${personId}, coalesce(least(${through}::bigint, n.newest), n.newest)
    from (
      select coalesce(max(i.id), 0) as newest from inbox i where i.lane = ${lane} and i.conversation_id = ${id}
    ) n
    on conflict (lane, conversation_id, person_id) do update
      set inbox_id = greatest(conversation_reads.inbox_id, excluded.inbox_id), read_at = now()
  `.execute(db);
}

export type Draft = { text: string; isNote: boolean; replyTo: string | null; savedAt: Date };

/** What a person has begun to write in a conversation; null when nothing. */
export async function readDraft(
  db: Kysely<Database>,
  { lane, id }: Conversation,
  personId: string,
): Promise<Draft | null> {
  const row = await db
    .selectFrom('conversation_drafts')
    .select(['text', 'is_note as isNote', 'reply_to as replyTo', 'saved_at as savedAt'])
    .where('lane', '=', lane)
    .where('conversation_id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row ?? null;
}

/** An empty one is none. */
export async function saveDraft(
  db: Kysely<Database>,
  { lane, id }: Conversation,
  personId: string,
  { text, isNote, replyTo }: Omit<Draft, 'savedAt'>,
): Promise<void> {
  if (text === '' && replyTo === null) {
    await db
      .deleteFrom('conversation_drafts')
      .where('lane', '=', lane)
      .where('conversation_id', '=', id)
      .where('person_id', '=', personId)
      .execute();
    return;
  }
  await sql`
    insert into conversation_drafts (lane, conversation_id, person_id, text, is_note, reply_to)
    values (${lane}, ${id}, ${personId}, ${text}, ${isNote}, ${replyTo})
    on conflict (lane, conversation_id, person_id) do update
      set text = excluded.text, is_note = excluded.is_note, reply_to = excluded.reply_to, saved_at = now()
  `.execute(db);
}

/** `until-reply`: as long as the contact does not write, which ends every snooze; null wakes it. */
export type Snooze = Date | 'until-reply' | null;

/** From JSON. */
export function snoozeOf(until: string | null): Snooze {
  return until === null || until === 'until-reply' ? until : new Date(until);
}

/** Puts a conversation off for everybody, or wakes it; its history says who. Returns how long it was put off before. */
export function snooze(
  db: Kysely<Database>,
  { lane, id }: Conversation,
  { until, by }: { until: Snooze; by: string },
): Promise<Snooze> {
  const value = until === 'until-reply' ? 'infinity' : (until?.toISOString() ?? null);
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ before: Date | null; was_open_ended: boolean }>`
      update conversation_cards k
      set snoozed_until = ${value}::timestamptz, snoozed_by = case when ${value}::text is null then null else ${by} end
      from (
        select nullif(b.snoozed_until, 'infinity') as before, b.snoozed_until = 'infinity' as was_open_ended
        from conversation_cards b where b.lane = ${lane} and b.conversation_id = ${id} for update
      ) was
      where k.lane = ${lane} and k.conversation_id = ${id}
      returning was.before, coalesce(was.was_open_ended, false) as was_open_ended
    `.execute(tx);
    const [was] = rows;
    const before = was?.was_open_ended ? 'until-reply' : (was?.before ?? null);
    if (was && (until !== null || before !== null)) {
      const kind = until === null ? ('woken' as const) : ('snoozed' as const);
      const details = until === null ? {} : { until: until instanceof Date ? until.toISOString() : until };
      await record(tx, lane, [{ conversationId: id, caseId: null, kind, who: by, details }]);
    }
    return before;
  });
}
