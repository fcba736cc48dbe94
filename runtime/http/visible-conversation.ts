import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import { type FoundConversation, findConversation } from '../conversation/find-conversation.ts';
import type { Database } from '../db/tables.ts';
import { isVisible } from '../escalation/visible.ts';
import { refuse } from './problem.ts';

/** The conversation that an address names. One that the caller may not see is not there. */
export async function visibleConversation(
  c: Context,
  db: Kysely<Database>,
  id: string,
): Promise<FoundConversation> {
  const conversation = await findConversation(db, id);
  if (!conversation || !(await isVisible(db, conversation, c.get('caller'))))
    return refuse('conversation-not-found');
  return conversation;
}
