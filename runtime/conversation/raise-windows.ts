import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/tables.ts';

/**
 * Opens the windows of locked conversations of one lane for the messages that wait in them. Acceptance does it at once, except for a
 * conversation that a turn was just holding; so whoever locks conversations to take turns calls this first. Usually there is
 * nothing to change. Source for reactions: nothing says that they open the window, so they are not counted on.
 */
export async function raiseWindows(
  tx: Transaction<Database>,
  lane: number,
  conversationIds: readonly string[],
): Promise<void> {
  await sql`
    update conversations c set last_inbound_at = l.sent_at, last_inbound_wamid = l.source
    from (
      select distinct on (conversation_id) conversation_id, sent_at, source
      from inbox
      where lane = ${lane} and conversation_id = any(${conversationIds}::uuid[]) and status = 'new'
        and kind = 'message' and input ->> 'type' <> 'reaction'
      order by conversation_id, sent_at desc, id desc
    ) l
    where c.lane = ${lane} and c.id = l.conversation_id
      and (c.last_inbound_at is null or c.last_inbound_at < l.sent_at)
  `.execute(tx);
}
