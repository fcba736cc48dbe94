import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { identify } from '../contact/identity.ts';
import { phoneVariants } from '../contact/phone-variants.ts';
import { EVERY_LANE } from '../db/lane.ts';
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
  {
    flowId,
    once,
    by,
    allowedBecause,
  }: {
    flowId: string;
    once: string | undefined;
    by?: string | undefined;
    /** Why its templates go to somebody without a consent. */
    allowedBecause?: string | undefined;
  },
): Promise<Work | null> {
  const [work] = await enqueue(db, [
    {
      lane,
      conversationId: id,
      sessionId: null,
      kind: 'start',
      source: once === undefined ? `start:${randomUUID()}` : `start:${id}:${once}`,
      input: null,
      raw: {
        flowId,
        ...(by !== undefined && { by }),
        ...(allowedBecause !== undefined && { allowedBecause }),
      },
    },
  ]);
  return work ?? null;
}

/** The conversation of a number with a person, as far as there is one. */
export async function knownConversation(
  db: Kysely<Database>,
  channelId: string,
  phone: string,
): Promise<FoundConversation | null> {
  const row = await db
    .selectFrom('contact_aliases as a')
    .innerJoin('conversations as c', 'c.contact_id', 'a.contact_id')
    .select('c.id')
    .where('c.lane', 'in', [...EVERY_LANE])
    .where('a.kind', '=', 'wa_id')
    .where('a.value', 'in', phoneVariants(phone))
    .where('c.channel_id', '=', channelId)
    .where('c.merged_into', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row ? findConversation(db, row.id) : null;
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
