import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Work } from '../inbox/enqueue.ts';
import { cancelBotMessages } from './cancel-bot.ts';
import { openOwnCase, UNFINISHED } from './case-rows.ts';
import { PHONE, record } from './history.ts';
import { type LockedConversation, setOwner, thaw, withConversation } from './locked-conversation.ts';

export type OwnDeps = {
  db: Kysely<Database>;
  /** These conversations have something to do. */
  wake?: (work: Work[]) => void;
  /** Writes down for ever, in the same transaction, who took a conversation from whom or handed it back. */
  audit?: (
    tx: Kysely<Database>,
    action: 'conversation-taken' | 'conversation-handed-back' | 'consent-overridden',
    conversationId: string,
    details: { [member: string]: unknown },
  ) => Promise<void>;
};

/** Why somebody may not: another person has the conversation, or nobody has. */
export type Refused =
  | { ok: false; reason: 'conversation-not-found' | 'nobody-holds-it' }
  | { ok: false; reason: 'taken-by'; owner: string; since: Date | null };
export type Owned = { ok: true; isNew: boolean; owner: string };

const NOT_FOUND = { ok: false, reason: 'conversation-not-found' } as const;

export function takenBy({ owner, ownedAt }: LockedConversation): Refused {
  return { ok: false, reason: 'taken-by', owner: owner ?? '', since: ownedAt };
}

/**
 * A person takes a conversation, from the bot in the middle of a flow or from those that wait: the bot says nothing more until it is handed
 * back. Of several who take it at once one gets it, and the others are told who. What was answered from the WhatsApp Business app is
 * nobody's in particular and may be taken. `isNew` is false for whoever has it already.
 */
export async function take(
  { db, audit }: OwnDeps,
  { conversationId, by }: { conversationId: string; by: string },
): Promise<Owned | Refused> {
  const taken = await withConversation(db, conversationId, async (tx, conversation) => {
    const done = await takeLocked(tx, conversation, by);
    if (done.ok && done.isNew)
      await audit?.(tx, 'conversation-taken', conversation.id, { by, from: conversation.owner });
    return done;
  });
  return taken ?? NOT_FOUND;
}

/** The same with the row locked already. */
export async function takeLocked(
  tx: Kysely<Database>,
  conversation: LockedConversation,
  by: string,
): Promise<Owned | Refused> {
  const { owner } = conversation;
  if (owner !== null && owner !== by && owner !== PHONE) return takenBy(conversation);
  if (owner !== by) {
    await setOwner(tx, conversation, by);
    await cancelBotMessages(tx, conversation.lane, conversation.id);
  }
  const caseId = await acknowledge(tx, conversation, by);
  if (owner === by) return { ok: true, isNew: false, owner: by };
  await record(tx, conversation.lane, [
    { conversationId: conversation.id, caseId, kind: 'taken', who: by, details: { from: owner } },
  ]);
  return { ok: true, isNew: true, owner: by };
}

async function acknowledge(tx: Kysely<Database>, conversation: LockedConversation, by: string) {
  const { lane, id, openCase } = conversation;
  if (!openCase) return openOwnCase(tx, lane, id, by);
  await sql`
    update cases
    set status = case status when 'requested' then 'assigned' else status end,
      assignee = ${by},
      assigned_at = case when assignee = ${by} then assigned_at else now() end,
      acknowledged_at = coalesce(acknowledged_at, now()), due_at = now()
    where lane = ${lane} and id = ${openCase.id}
  `.execute(tx);
  return openCase.id;
}

/** Gives a conversation to a person, whoever had it before. They have not said yet that they know of it. */
export async function assign(
  { db, audit }: OwnDeps,
  { conversationId, to, by }: { conversationId: string; to: string; by: string },
): Promise<Owned | Refused> {
  const assigned = await withConversation(db, conversationId, async (tx, conversation) => {
    if (conversation.owner === to) return { ok: true as const, isNew: false, owner: to };
    await assignLocked(tx, conversation, { to, by });
    await audit?.(tx, 'conversation-taken', conversation.id, { by, to, from: conversation.owner });
    return { ok: true as const, isNew: true, owner: to };
  });
  return assigned ?? NOT_FOUND;
}

export async function assignLocked(
  tx: Kysely<Database>,
  conversation: LockedConversation,
  { to, by, details = {} }: { to: string; by: string; details?: { [name: string]: unknown } },
): Promise<void> {
  const { lane, id, owner } = conversation;
  await setOwner(tx, conversation, to);
  // Where the flow has asked for a person, what it says to that is right as long as this one has not said anything.
  if (!conversation.held) await cancelBotMessages(tx, lane, id);
  const caseId = conversation.openCase?.id ?? (await openOwnCase(tx, lane, id, to));
  await sql`
    update cases
    set status = case status when 'requested' then 'assigned' else status end,
      assignee = ${to}, assigned_at = now(), acknowledged_at = ${to === by ? sql`now()` : null},
      tries = tries + 1, due_at = now()
    where lane = ${lane} and id = ${caseId}
  `.execute(tx);
  await record(tx, lane, [
    { conversationId: id, caseId, kind: 'assigned', who: by, details: { to, from: owner, ...details } },
  ]);
}

/** Whoever has the conversation gives it up: it waits for a person again. */
export async function release(
  { db, wake }: OwnDeps,
  { conversationId, by }: { conversationId: string; by: string },
): Promise<{ ok: true } | Refused> {
  const released = await withConversation(db, conversationId, async (tx, conversation) => {
    if (conversation.owner === null) return { ok: false as const, reason: 'nobody-holds-it' as const };
    if (conversation.owner !== by && conversation.owner !== PHONE) return takenBy(conversation);
    await releaseLocked(tx, conversation, by);
    return { ok: true as const, lane: conversation.lane };
  });
  if (!released) return NOT_FOUND;
  if (!released.ok) return released;
  wake?.([{ lane: released.lane, conversationId }]);
  return { ok: true };
}

export async function releaseLocked(
  tx: Kysely<Database>,
  conversation: LockedConversation,
  by: string,
): Promise<void> {
  const { lane, id, owner, openCase } = conversation;
  await setOwner(tx, conversation, null);
  const caseId = openCase?.id ?? (await openOwnCase(tx, lane, id, by));
  await sql`
    update cases
    set status = 'requested', assignee = null, assigned_at = null, acknowledged_at = null, due_at = now()
    where lane = ${lane} and id = ${caseId} and status = any(${UNFINISHED}::text[])
  `.execute(tx);
  // Where the flow asked for a person it hears of its timers again.
  await thaw(tx, conversation);
  await record(tx, lane, [
    { conversationId: id, caseId, kind: 'released', who: by, details: { from: owner } },
  ]);
}
