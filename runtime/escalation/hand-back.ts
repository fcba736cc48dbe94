import { type Kysely, sql } from 'kysely';
import { findConversation } from '../conversation/find-conversation.ts';
import type { Database } from '../db/tables.ts';
import { enqueue } from '../inbox/enqueue.ts';
import type { AgentAct } from './agent-act.ts';
import { UNFINISHED } from './case-rows.ts';
import { record } from './history.ts';
import { type LockedConversation, setOwner, withConversation } from './locked-conversation.ts';
import type { OwnDeps } from './own.ts';

/** Where the bot goes on: where it stood, with another flow, or not at all until the contact writes. */
export type How = { how: 'exit' } | { how: 'flow'; flowId: string } | { how: 'end' };
export type HandBack = { conversationId: string; by: string; outcome?: string | undefined } & How;
export type HandedBack = { ok: true } | { ok: false; reason: 'conversation-not-found' | 'nobody-holds-it' };

/**
 * A person is done: from now on nobody has the conversation, its case is resolved, and the bot goes on in its turn, after whatever waits
 * there already. Told twice, it counts once. Not only whoever has the conversation may say so.
 */
export async function handBack({ db, wake, audit }: OwnDeps, request: HandBack): Promise<HandedBack> {
  const done = await withConversation(db, request.conversationId, async (tx, conversation) => {
    if (!conversation.held || (conversation.owner === null && !conversation.openCase))
      return { ok: false as const, reason: 'nobody-holds-it' as const };
    await handBackLocked(tx, conversation, request);
    const { by, outcome } = request;
    await audit?.(tx, 'conversation-handed-back', conversation.id, { by, outcome, ...howOf(request) });
    return { ok: true as const, lane: conversation.lane, conversationId: conversation.id };
  });
  if (!done) return { ok: false, reason: 'conversation-not-found' };
  if (!done.ok) return done;
  wake?.([{ lane: done.lane, conversationId: done.conversationId }]);
  return { ok: true };
}

export async function handBackLocked(
  tx: Kysely<Database>,
  conversation: LockedConversation,
  { by, outcome, ...how }: Omit<HandBack, 'conversationId' | keyof How> & How,
): Promise<void> {
  const { lane, id } = conversation;
  await setOwner(tx, conversation, null);
  const { rows } = await sql<{ id: string }>`
    update cases set status = 'resolved', resolved_at = now(), outcome = ${outcome ?? null}, due_at = null
    where lane = ${lane} and conversation_id = ${id} and status = any(${UNFINISHED}::text[])
    returning id
  `.execute(tx);
  const caseId = rows.at(-1)?.id ?? null;
  const recorded = await tx
    .insertInto('conversation_events')
    .values({
      ...{ lane, conversation_id: id, case_id: caseId, kind: 'resolved', who: by },
      details: JSON.stringify({ ...(outcome !== undefined && { outcome }), ...howOf(how) }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await enqueue(tx, [
    {
      lane,
      conversationId: id,
      // Whichever session is under way: the person speaks for the conversation.
      sessionId: null,
      kind: 'agent',
      source: `resolved:${lane}.e${recorded.id}`,
      input: { type: 'agent.resolved', ...(outcome === undefined ? {} : { outcome }) },
      raw: actOf(how, by),
    },
  ]);
}

function howOf(how: How): { [name: string]: unknown } {
  return how.how === 'flow' ? { how: 'flow', flow: how.flowId } : { how: how.how };
}

function actOf(how: How, by: string): AgentAct {
  return how.how === 'flow'
    ? { act: 'back', how: 'flow', flowId: how.flowId, by }
    : { act: 'back', how: how.how };
}

export type Restarted =
  | { ok: true; flowId: string }
  | { ok: false; reason: 'conversation-not-found' | 'no-flow' | 'flow-not-published' }
  | { ok: false; reason: 'window-closed'; flowId: string };

/**
 * The conversation's flow begins again, on its newest version: the one under way, else the one that was under way last. Whoever has the
 * conversation hands it back with that. Not where what it begins with would not arrive, which `isInVain` tells.
 */
export async function restartFlow(
  { db, wake, audit }: OwnDeps,
  {
    conversationId,
    by,
    isInVain = async () => false,
  }: {
    conversationId: string;
    by: string;
    isInVain?: (conversation: Pick<LockedConversation, 'lane' | 'id'>, flowId: string) => Promise<boolean>;
  },
): Promise<Restarted> {
  const found = await findConversation(db, conversationId);
  const before = found && (await lastFlow(db, found));
  if (found && before && (await isInVain(found, before.flow_id)))
    return { ok: false, reason: 'window-closed', flowId: before.flow_id };
  const done = await withConversation(db, conversationId, async (tx, conversation) => {
    const { lane, id } = conversation;
    const last = await lastFlow(tx, conversation);
    if (!last) return { ok: false as const, reason: 'no-flow' as const };
    if (last.published_version === null) return { ok: false as const, reason: 'flow-not-published' as const };
    await handBackLocked(tx, conversation, { by, how: 'flow', flowId: last.flow_id });
    if (conversation.held)
      await audit?.(tx, 'conversation-handed-back', id, { by, how: 'restart', flow: last.flow_id });
    const caseId = conversation.openCase?.id ?? null;
    await record(tx, lane, [
      { conversationId: id, caseId, kind: 'restarted', who: by, details: { flow: last.flow_id } },
    ]);
    return { ok: true as const, flowId: last.flow_id, lane, conversationId: id };
  });
  if (!done) return { ok: false, reason: 'conversation-not-found' };
  if (!done.ok) return done;
  wake?.([{ lane: done.lane, conversationId: done.conversationId }]);
  return { ok: true, flowId: done.flowId };
}

async function lastFlow(db: Kysely<Database>, { lane, id }: { lane: number; id: string }) {
  const { rows } = await sql<{ flow_id: string; published_version: number | null }>`
    select s.flow_id, f.published_version
    from (
      select flow_id from sessions where lane = ${lane} and conversation_id = ${id} order by started_at desc, ended_at is null desc limit 1
    ) s
    join flows f on f.id = s.flow_id
  `.execute(db);
  return rows[0];
}
