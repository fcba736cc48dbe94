import { type Kysely, sql } from 'kysely';
import type { CaseStatus, Database } from '../db/tables.ts';
import { record } from './history.ts';

/** The states of a case in which somebody still has something to do. */
export const UNFINISHED: CaseStatus[] = ['requested', 'assigned', 'answered'];

/**
 * The contact has an answer of `author`: the conversation's case is answered and is `owner`'s. One is opened where there is none, so that
 * whatever a person has is looked after alike. Call it with the conversation's row locked.
 */
export async function markAnswered(
  tx: Kysely<Database>,
  lane: number,
  conversationId: string,
  owner: string,
  author = owner,
): Promise<void> {
  const answer = () =>
    sql<{ id: string; is_first: boolean }>`
    update cases
    set status = 'answered', assignee = ${owner}, assigned_at = coalesce(assigned_at, now()),
      acknowledged_at = coalesce(acknowledged_at, now()), answered_at = coalesce(answered_at, now()),
      last_answer_at = now(), due_at = now()
    where lane = ${lane} and conversation_id = ${conversationId} and status = any(${UNFINISHED}::text[])
    returning id, answered_at = now() as is_first
  `.execute(tx);
  let { rows } = await answer();
  if (rows.length === 0) {
    await openOwnCase(tx, lane, conversationId, owner);
    rows = (await answer()).rows;
  }
  await record(
    tx,
    lane,
    rows
      .filter(({ is_first }) => is_first)
      .map(({ id }) => ({ conversationId, caseId: id, kind: 'answered' as const, who: author })),
  );
}

/** A case for a conversation that a person took without being asked. Returns its id. */
export async function openOwnCase(
  tx: Kysely<Database>,
  lane: number,
  conversationId: string,
  who: string,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into cases (lane, conversation_id, session_id, node, method, reason, status, assignee, assigned_at, acknowledged_at)
    select ${lane}, ${conversationId}::uuid, s.id,
      coalesce(s.node, ''), 'agent', 'taken-over', 'assigned', ${who}, now(), now()
    from (select 1) one
    left join lateral (
      select a.id, case jsonb_typeof(a.state -> 'value')
        when 'string' then a.state ->> 'value' else (select min(k) from jsonb_object_keys(a.state -> 'value') k) end as node
      from sessions a
      where a.lane = ${lane} and a.conversation_id = ${conversationId} and a.ended_at is null limit 1
    ) s on true
    returning id
  `.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`no case was opened for the conversation ${conversationId}`);
  await record(tx, lane, [
    { conversationId, caseId: row.id, kind: 'opened', who, details: { reason: 'taken-over' } },
  ]);
  return row.id;
}
