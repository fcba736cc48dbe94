import type { Transaction } from 'kysely';
import { statement } from '../db/statement.ts';
import type { Database } from '../db/tables.ts';
import type { Leased } from '../outbox/leased.ts';
import type { Of } from './change.ts';
import { lastOf } from './recordset.ts';
import { keptPath } from './taken.ts';

type Tx = Transaction<Database>;

/** What nearly every turn writes. */
export type TurnChanges = {
  sessions: Of<'session'>;
  done: Of<'done'>;
  ignored: Of<'ignored'>;
  kept: Of<'kept'>;
  failed: Of<'failed'>;
  sends: Of<'send'>;
};

/**
 * Sessions as the batch leaves them, without the timers of those that have ended; what became of the events; and what is to be
 * sent: in one statement. With `leaseMs` the new outbox rows are leased to this process and returned, in the order in which
 * they are to be sent; with null they wait in the outbox for whoever claims them, and nothing is returned.
 */
export async function writeTurns(
  tx: Tx,
  lane: number,
  { sessions, done, ignored, kept, failed, sends }: TurnChanges,
  leaseMs: number | null,
): Promise<Leased[]> {
  const { moved, begun } = sessionRows(sessions);
  // A conversation has one active session, and PostgreSQL checks that at every row: where one makes room for the next, it goes first.
  const makesRoom = moved.some(
    ({ ended, conversation_id }) =>
      ended !== null && begun.some((next) => next.conversation_id === conversation_id),
  );
  if (makesRoom)
    await writeAll(tx, lane, leaseMs, ...listed(moved), '[]', ...listed([]), '[]', endedIn(moved));
  const written = await writeAll(
    tx,
    lane,
    leaseMs,
    ...listed(makesRoom ? [] : moved),
    json(begun),
    ...listed(inboxRows(done, ignored, kept, failed)),
    json(outboxRows(sends)),
    makesRoom ? [] : endedIn(moved),
  );
  if (leaseMs === null) return [];
  // Ids are given in the order of insertion, so the nth smallest belongs to the nth row.
  const ids = written.map(({ id }) => BigInt(id)).sort((one, other) => (one < other ? -1 : 1));
  return sends.map(({ conversation, message, answers }, n) => ({
    lane,
    id: String(ids[n]),
    conversation_id: conversation.id,
    channel_id: conversation.channel_id,
    message,
    attempts: 0,
    answers,
  }));
}

/**
 * Values: lane, lease in ms or null, and as JSON sessions that moved, sessions that began, events, messages; ids of sessions that have
 * ended. Of rows that are there already their ids come apart as well, so that they are found by their keys and not by reading the lane.
 */
const writeAll = statement<{ id: string }>(`
  with moved as (
    update sessions s
    set state = r.state, updated_at = now(), ended_reason = r.ended,
      ended_at = case when r.ended is not null then now() end
    from jsonb_to_recordset($3::jsonb) as r(id uuid, state jsonb, ended text)
    where s.lane = $1 and s.id = any($4::uuid[]) and s.id = r.id
  ), begun as (
    insert into sessions (lane, id, conversation_id, flow_id, version, state, started_by, ended_at, ended_reason)
    select $1, r.id, r.conversation_id, r.flow_id, r.version, r.state, r.started_by,
      case when r.ended is not null then now() end, r.ended
    from jsonb_to_recordset($5::jsonb) as r(
      id uuid, conversation_id uuid, flow_id text, version integer, state jsonb, started_by jsonb, ended text
    )
  ), idle as (
    delete from timers t where t.lane = $1 and t.session_id = any($9::uuid[])
  ), marked as (
    update inbox i
    set status = r.status, session_id = coalesce(r.session_id, i.session_id), path = r.path, error = r.error,
      attempts = i.attempts + coalesce(r.failures, 0), done_at = case when r.status not in ('new', 'kept') then now() end
    from jsonb_to_recordset($6::jsonb) as r(
      id bigint, status text, session_id uuid, path jsonb, error text, failures integer
    )
    where i.lane = $1 and i.id = any($7::bigint[]) and i.id = r.id
  )
  insert into outbox
    (lane, conversation_id, session_id, inbox_id, channel_id, contact_id, node, message, leased_until)
  select $1, r.conversation_id, r.session_id, r.inbox_id, r.channel_id, r.contact_id, r.node, r.message,
    now() + $2::integer * interval '1 millisecond'
  from jsonb_to_recordset($8::jsonb) as r(
    n integer, conversation_id uuid, session_id uuid, inbox_id bigint, channel_id uuid, contact_id uuid, node text,
    message jsonb
  )
  order by r.n
  returning id
`);

function listed(rows: readonly { id: string }[]): [json: string, ids: string[]] {
  return [json(rows), rows.map(({ id }) => id)];
}

/** Sessions that were there already: one that has begun and ended in this batch has no timers yet. */
function endedIn(moved: readonly { id: string; ended: string | null }[]): string[] {
  return moved.flatMap(({ id, ended }) => (ended === null ? [] : id));
}

function json(rows: readonly object[]): string {
  return JSON.stringify(rows);
}

function sessionRows(changes: Of<'session'>) {
  const rows = lastOf(changes, ({ session }) => session.sessionId).map(
    ({ conversation, session, ended }) => ({
      id: session.sessionId,
      conversation_id: conversation.id,
      flow_id: session.flowId,
      version: session.version,
      state: session.state,
      started_by: session.startedBy,
      ended,
    }),
  );
  return { begun: rows.filter((row) => row.started_by), moved: rows.filter((row) => !row.started_by) };
}

function inboxRows(
  done: Of<'done'>,
  ignored: Of<'ignored'>,
  kept: Of<'kept'>,
  failed: Of<'failed'>,
): { id: string }[] {
  return [
    ...done.map(({ inboxId, sessionId, path }) => ({
      id: inboxId,
      status: 'done',
      session_id: sessionId,
      path: keptPath(path),
    })),
    ...ignored.map(({ inboxId, sessionId, reason }) => ({
      id: inboxId,
      status: 'ignored',
      session_id: sessionId,
      error: reason,
    })),
    ...kept.map(({ inboxId, sessionId }) => ({ id: inboxId, status: 'kept', session_id: sessionId })),
    ...failed.map(({ inboxId, parked, error }) => ({
      id: inboxId,
      status: parked ? 'parked' : 'new',
      error,
      failures: 1,
    })),
  ];
}

function outboxRows(sends: Of<'send'>): object[] {
  return sends.map(({ conversation, sessionId, inboxId, node, message }, n) => ({
    n,
    conversation_id: conversation.id,
    session_id: sessionId,
    inbox_id: inboxId,
    channel_id: conversation.channel_id,
    contact_id: conversation.contact_id,
    node,
    message,
  }));
}
