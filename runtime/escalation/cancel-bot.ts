import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/** Why a message of the bot did not go: a person took the conversation over before it could. */
const TAKEN_OVER = 'taken-over';

/**
 * What a turn of the bot has written and nobody has given to the network yet is not said any more: a person has the conversation now. Call it
 * in the transaction that gives it to them, with the conversation's row locked. `markSending` looks at the status that this changes, so a
 * message either has left before or never does. Its session is told nothing: handed back, it asks its question again.
 */
export async function cancelBotMessages(
  tx: Kysely<Database>,
  lane: number,
  conversationId: string,
): Promise<void> {
  await sql`
    update outbox
    set status = 'cancelled', leased_until = null, error = ${JSON.stringify({ reason: TAKEN_OVER })}::jsonb
    where lane = ${lane} and conversation_id = ${conversationId} and status in ('queued', 'held') and wamid is null
      and sent_by is null and inbox_id is not null
  `.execute(tx);
}
