import type { Kysely } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import type { Database } from '../db/tables.ts';

export type FoundConversation = { lane: number; id: string; held: boolean };

/** A conversation by its id; the one that it goes on in, when its contact turned out to be somebody known. */
export async function findConversation(
  db: Kysely<Database>,
  conversationId: string,
): Promise<FoundConversation | null> {
  const row = await db
    .selectFrom('conversations')
    .select(['lane', 'id', 'held', 'merged_into'])
    // The key leads with the lane, which a caller does not know: sixteen looks at the index instead of one at the whole table.
    .where('lane', 'in', EVERY_LANE)
    .where('id', '=', conversationId)
    .executeTakeFirst();
  if (!row) return null;
  if (row.merged_into !== null) return findConversation(db, row.merged_into);
  return { lane: row.lane, id: row.id, held: row.held };
}
