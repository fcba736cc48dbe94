import { isFreeForm, type OutboundMessage } from '@parley/flows/message.ts';
import { windowAt } from '@parley/flows/window.ts';
import { type Kysely, sql } from 'kysely';
import { refusalOfTemplate } from '../consent/may-have-template.ts';
import type { ConsentRefusal } from '../consent/template-rule.ts';
import type { Database } from '../db/tables.ts';
import { markAnswered } from './case-rows.ts';
import { PHONE, record } from './history.ts';
import { type LockedConversation, withConversation } from './locked-conversation.ts';
import { type OwnDeps, type Refused, takeLocked, takenBy } from './own.ts';

export type AgentMessage = {
  conversationId: string;
  message: OutboundMessage;
  by: string;
  /** Sending again with the same key sends nothing a second time. */
  idempotencyKey: string;
  /** Takes the conversation where nobody has it, instead of refusing. */
  takes?: boolean;
  /** The wamid of the message that it quotes. */
  replyTo?: string | null;
  /** The wamid of the message that its text is put to as a reaction. */
  reactsTo?: string | null;
  /** Why its template goes to somebody without a consent. */
  allowedBecause?: string | null;
};

export type AgentSent =
  /** `messageId` is `<lane>.<id>`, as in the transcript and the trace. */
  | { ok: true; messageId: string; isNew: boolean }
  | Refused
  | { ok: false; reason: 'window-closed' | ConsentRefusal };

/**
 * A person's message goes to the outbox in the transaction in which it is checked that the conversation is theirs: the bot and a person
 * never both answer. After the 24-hour window only templates pass, to people who have agreed to them. The case is answered with it.
 */
export async function sendAsAgent({ db, wake, audit }: OwnDeps, asked: AgentMessage): Promise<AgentSent> {
  const sent = await withConversation(db, asked.conversationId, async (tx, conversation) => {
    const before = await sentBefore(tx, conversation, asked.idempotencyKey);
    if (before !== null) return { ok: true as const, messageId: before, isNew: false };
    return write(tx, conversation, asked, audit);
  });
  if (!sent) return { ok: false, reason: 'conversation-not-found' };
  if (sent.ok && sent.isNew)
    wake?.([{ lane: Number(sent.messageId.split('.')[0]), conversationId: asked.conversationId }]);
  return sent;
}

async function sentBefore(
  tx: Kysely<Database>,
  { lane, id }: LockedConversation,
  key: string,
): Promise<string | null> {
  const row = await tx
    .selectFrom('outbox')
    .select('id')
    .where('lane', '=', lane)
    .where('conversation_id', '=', id)
    .where('once', '=', onceOf(key))
    .executeTakeFirst();
  return row ? `${lane}.${row.id}` : null;
}

/** Apart from the keys that Parley makes itself. */
const onceOf = (key: string) => `agent:${key}`;

async function write(
  tx: Kysely<Database>,
  conversation: LockedConversation,
  asked: AgentMessage,
  audit: OwnDeps['audit'],
): Promise<AgentSent> {
  const { lane, id, owner } = conversation;
  const { message, by, takes = false, replyTo = null, reactsTo = null, allowedBecause = null } = asked;
  const mayTake = takes && (owner === null || owner === PHONE);
  if (owner !== by && !mayTake)
    return owner === null ? { ok: false, reason: 'nobody-holds-it' } : takenBy(conversation);
  if (isFreeForm(message) && !windowAt(conversation.lastInboundAt, conversation.now).open)
    return { ok: false, reason: 'window-closed' };
  const refusal = message.type === 'template' && (await refusalOf(tx, conversation, message, allowedBecause));
  if (refusal) return { ok: false, reason: refusal };
  const taken = await takeLocked(tx, conversation, by);
  if (!taken.ok) return taken;
  if (taken.isNew) await audit?.(tx, 'conversation-taken', id, { by, from: owner });
  if (allowedBecause !== null) await audit?.(tx, 'consent-overridden', id, { reason: allowedBecause });
  const { rows } = await sql<{ id: string }>`
    insert into outbox
      (lane, conversation_id, channel_id, contact_id, message, sent_by, once, reply_to, reacts_to, allowed_because)
    values (${lane}, ${id}, ${conversation.channelId}, ${conversation.contactId}, ${JSON.stringify(message)}::jsonb, ${by},
      ${onceOf(asked.idempotencyKey)}, ${replyTo}, ${reactsTo}, ${allowedBecause})
    returning id
  `.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`a message for the conversation ${id} was not stored`);
  await markAnswered(tx, lane, id, by);
  if (message.type === 'template') {
    const { name, language } = message;
    const caseId = conversation.openCase?.id ?? null;
    await record(tx, lane, [
      { conversationId: id, caseId, kind: 'template-sent', who: by, details: { name, language } },
    ]);
  }
  return { ok: true, messageId: `${lane}.${row.id}`, isNew: true };
}

function refusalOf(
  tx: Kysely<Database>,
  { contactId, channelId, lastInboundAt, now }: LockedConversation,
  template: { name: string; language: string },
  allowedBecause: string | null,
): Promise<ConsentRefusal | null> {
  return refusalOfTemplate(tx, {
    ...{ contactId, channelId, template },
    isOpen: windowAt(lastInboundAt, now).open,
    hasWritten: lastInboundAt !== null,
    isAllowed: allowedBecause !== null,
  });
}
