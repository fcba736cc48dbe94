import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { identify } from '../contact/identity.ts';
import type { Database } from '../db/tables.ts';
import { enqueue, type Work } from '../inbox/enqueue.ts';
import { type FoundConversation, findConversation } from './find-conversation.ts';

export type Startable = { ok: true } | { ok: false; reason: 'flow-not-found' | 'flow-not-published' };

/** Whether new sessions of a flow can be started. */
export async function isStartable(db: Kysely<Database>, flowId: string): Promise<Startable> {
  const flow = await db
    .selectFrom('flows')
    .select('published_version')
    .where('id', '=', flowId)
    .executeTakeFirst();
  if (!flow) return { ok: false, reason: 'flow-not-found' };
  return flow.published_version === null ? { ok: false, reason: 'flow-not-published' } : { ok: true };
}

/**
 * Asks for a flow to be started in a conversation, in its turn after whatever waits there already; a session that is under way ends
 * then. Asking again with the same `once` starts nothing a second time: null. While a person has the conversation only they may, `by`.
 */
export async function requestStart(
  db: Kysely<Database>,
  { lane, id }: Pick<FoundConversation, 'lane' | 'id'>,
  { flowId, once, by }: { flowId: string; once: string | undefined; by?: string | undefined },
): Promise<Work | null> {
  const [work] = await enqueue(db, [
    {
      lane,
      conversationId: id,
      sessionId: null,
      kind: 'start',
      source: once === undefined ? `start:${randomUUID()}` : `start:${id}:${once}`,
      input: null,
      raw: { flowId, ...(by !== undefined && { by }) },
    },
  ]);
  return work ?? null;
}

/** The conversation of a number with a person, begun when there is none: it has no open window until the person writes. */
export async function ensureConversation(
  db: Kysely<Database>,
  channelId: string,
  phone: string,
): Promise<FoundConversation> {
  const [identity] = await identify(db, [{ channelId, sender: { waId: phone } }]);
  if (!identity) throw new Error('nobody was identified');
  const { lane, conversationId, contactId, isNew } = identity;
  if (isNew) {
    await db
      .insertInto('conversations')
      .values({ lane, id: conversationId, channel_id: channelId, contact_id: contactId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const conversation = await findConversation(db, conversationId);
  if (!conversation) throw new Error(`the conversation ${conversationId} of lane ${lane} was not created`);
  return conversation;
}
