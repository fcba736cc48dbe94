import { type Kysely, sql } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import type { Database } from '../db/tables.ts';

/** What joins when a contact becomes part of another. */
export type MergePreview = { conversations: number; endsSessions: number; consents: number };

/** Counts what `mergeContacts` would move, and the sessions that it would end: one of each pair that talks with the same number. */
export async function previewMerge(
  db: Kysely<Database>,
  kept: string,
  absorbed: string,
): Promise<MergePreview> {
  const { rows } = await sql<MergePreview>`
    select
      (select count(*)::integer from conversations where contact_id = ${absorbed} and merged_into is null) as conversations,
      (select count(*)::integer from consents where contact_id = ${absorbed}) as consents,
      (select count(*)::integer from (
        select c.channel_id from conversations c
        join sessions s on s.lane = c.lane and s.conversation_id = c.id and s.ended_at is null
        where c.lane = any(${EVERY_LANE}::smallint[]) and c.contact_id in (${kept}, ${absorbed}) and c.merged_into is null
        group by c.channel_id having count(*) > 1
      ) pairs) as "endsSessions"
  `.execute(db);
  return rows[0] ?? { conversations: 0, endsSessions: 0, consents: 0 };
}
