import { describeMessage } from '@parley/flows/describe.ts';
import { currentNode } from '@parley/flows/event.ts';
import type { Input } from '@parley/flows/input.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import type { TakenPort } from '@parley/flows/turn.ts';
import { type Kysely, sql } from 'kysely';
import { describeInput } from '../conversation/transcript.ts';
import type { Database, DeliveryStatus, StartedBy } from '../db/tables.ts';
import type { Taken } from '../turn/taken.ts';
import { type Failure, failureOf } from './failure.ts';

/** One turn of a session: what moved it, the ports that it took, and what was said. */
export type SessionStep = {
  /** `in-<inbox id>`, as in the thread. */
  id: string;
  at: Date;
  /** What came, such as `text`, `choice` or `timer`; `start` for a session that was begun by hand. */
  kind: string;
  /** As a person reads it, in English. */
  text: string;
  /** Null for a start by hand. Of an answer to a request only its status: what it holds is the flow's. */
  input: Input | null;
  /** Why the turn failed and was given up; null for one that was taken. */
  error: string | null;
  path: TakenPort[];
  messages: StepMessage[];
};

export type StepMessage = {
  /** `out-<outbox id>`, as in the thread. */
  id: string;
  at: Date;
  node: string | null;
  kind: string;
  text: string;
  delivery: {
    status: DeliveryStatus;
    sentAt: Date | null;
    deliveredAt: Date | null;
    readAt: Date | null;
    failedAt: Date | null;
    failure: Failure | null;
  };
};

export type WalkedSession = {
  id: string;
  flow: string;
  flowName: string;
  version: number;
  startedAt: Date;
  startedBy: StartedBy;
  endedAt: Date | null;
  reason: string | null;
  /** Where it stands, or stood last. */
  node: string;
};

type Conversation = { lane: number; id: string };
type Row = {
  id: string;
  at: Date;
  is_start: boolean;
  flow: string | null;
  input: Input | null;
  status: string;
  error: string | null;
  path: Taken[] | null;
  session_id: string | null;
};

/** A session of the conversation; null when it has none of that id. */
export async function readSession(
  db: Kysely<Database>,
  { lane, id }: Conversation,
  sessionId: string,
): Promise<WalkedSession | null> {
  const row = await db
    .selectFrom('sessions as s')
    .innerJoin('flows as f', 'f.id', 's.flow_id')
    .select(['s.id', 's.flow_id as flow', 'f.name as flowName', 's.version', 's.started_at as startedAt'])
    .select(['s.started_by as startedBy', 's.ended_at as endedAt', 's.ended_reason as reason', 's.state'])
    .where('s.lane', '=', lane)
    .where('s.conversation_id', '=', id)
    .where('s.id', '=', sessionId)
    .executeTakeFirst();
  if (!row) return null;
  const { state, ...session } = row;
  return { ...session, node: currentNode(state) };
}

/**
 * The turns of a session from its first one on, or those after the event `after`, at most `limit` of them; `next` is where to go on. What
 * came while a person had the conversation moved nothing and is not among them.
 */
export async function readSteps(
  db: Kysely<Database>,
  { lane, id }: Conversation,
  sessionId: string,
  { after, limit }: { after: string; limit: number },
): Promise<{ steps: SessionStep[]; next: string | null }> {
  const { rows } = await sql<Row>`
    select i.id, i.received_at as at, i.kind = 'start' as is_start, i.raw ->> 'flowId' as flow, i.input, i.status, i.error,
      i.path, i.session_id
    from inbox i
    where i.lane = ${lane} and i.conversation_id = ${id} and i.id > ${after}::bigint and i.status in ('done', 'parked')
      and (i.session_id = ${sessionId} or i.path @> ${JSON.stringify([{ session: sessionId }])}::jsonb)
    order by i.id
    limit ${limit + 1}
  `.execute(db);
  const page = rows.slice(0, limit);
  const messages = await messagesOf(db, { lane, id }, sessionId, page);
  return {
    steps: page.map((row) => toStep(row, sessionId, messages.get(row.id) ?? [])),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

type MessageRow = {
  id: string;
  at: Date;
  inbox_id: string;
  node: string | null;
  message: OutboundMessage;
  status: DeliveryStatus;
  sent_at: Date | null;
  delivered_at: Date | null;
  read_at: Date | null;
  failed_at: Date | null;
  error: { code?: number; reason: string; details?: string } | null;
};

/** What the session said in these turns, by the event. */
async function messagesOf(
  db: Kysely<Database>,
  { lane, id }: Conversation,
  sessionId: string,
  page: readonly Row[],
): Promise<Map<string, StepMessage[]>> {
  const { rows } = await sql<MessageRow>`
    select o.id, o.created_at as at, o.inbox_id, o.node, o.message, o.status, o.sent_at, o.delivered_at, o.read_at,
      o.failed_at, o.error
    from outbox o
    where o.lane = ${lane} and o.conversation_id = ${id} and o.session_id = ${sessionId}
      and o.inbox_id = any(${page.map((row) => row.id)}::bigint[])
    order by o.id
  `.execute(db);
  const said = new Map<string, StepMessage[]>();
  for (const row of rows) said.set(row.inbox_id, [...(said.get(row.inbox_id) ?? []), toMessage(row)]);
  return said;
}

function toMessage({ id, at, node, message, status, error, ...times }: MessageRow): StepMessage {
  return {
    id: `out-${id}`,
    at,
    node,
    kind: message.type,
    text: describeMessage(message).join('\n'),
    delivery: {
      status,
      sentAt: times.sent_at,
      deliveredAt: times.delivered_at,
      readAt: times.read_at,
      failedAt: times.failed_at,
      failure: failureOf(status, error),
    },
  };
}

function toStep(row: Row, sessionId: string, messages: StepMessage[]): SessionStep {
  const { id, at, is_start, flow, input, status, error, path } = row;
  const own = (path ?? []).filter(({ session = row.session_id }) => session === sessionId);
  return {
    id: `in-${id}`,
    at,
    kind: is_start ? 'start' : (input?.type ?? 'unknown'),
    text: describeInput(input, is_start ? flow : null),
    input: input?.type === 'call.done' ? { ...input, body: null } : input,
    error: status === 'parked' ? error : null,
    path: own.map(({ session: _, ...taken }) => taken),
    messages,
  };
}
