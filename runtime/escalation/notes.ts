import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { record } from './history.ts';
import { withConversation } from './locked-conversation.ts';

type Note = { conversationId: string; by: string; text: string; mentions?: readonly string[] | undefined };

/**
 * A note for colleagues, which the contact never sees: part of the conversation's history. `mentions` are ids of people whom it is meant
 * for. False when there is no such conversation.
 */
export async function addNote(
  db: Kysely<Database>,
  { conversationId, by, text, mentions = [] }: Note,
): Promise<boolean> {
  const noted = await withConversation(db, conversationId, async (tx, { lane, id, openCase }) => {
    const caseId = openCase?.id ?? null;
    const details = { text, ...(mentions.length > 0 && { mentions }) };
    await record(tx, lane, [{ conversationId: id, caseId, kind: 'note', who: by, details }]);
    return true;
  });
  return noted ?? false;
}
