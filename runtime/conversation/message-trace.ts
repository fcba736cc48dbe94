import { type Kysely, type RawBuilder, sql } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import type { Database, DeliveryStatus, InboxKind } from '../db/tables.ts';

/**
 * The whole way of one message through Parley: what came in, the turn that was taken for it, all that was written for it and what
 * became of that. Ids, times and outcomes; nothing of what was said.
 */
export type MessageTrace = {
  conversationId: string | null;
  numberId: string | null;
  /** Null for a message of ours that nothing in the inbox led to, or when the row is gone. */
  event: TracedEvent | null;
  /** Of the session that the event moved. */
  session: TracedSession | null;
  /** What was written for the event, in this order. */
  messages: TracedMessage[];
  /** What WhatsApp told of these messages and nothing acts on. */
  kept: { kind: string; reason: string | null; receivedAt: Date }[];
};

export type TracedEvent = {
  /** `in-<inbox id>`, as in the transcript. */
  id: string;
  lane: number;
  /** The `wamid` of a message; what else made the event count once. */
  source: string;
  kind: InboxKind;
  /** What came, such as `text` or `choice`. */
  input: string | null;
  sentAt: Date;
  receivedAt: Date;
  status: 'new' | 'done' | 'ignored' | 'parked';
  /** Turns that failed. */
  failures: number;
  error: string | null;
  path: { node: string; port: string }[];
  doneAt: Date | null;
};

export type TracedSession = {
  id: string;
  flow: string;
  version: number;
  startedAt: Date;
  endedAt: Date | null;
  endedReason: string | null;
};

export type TracedMessage = {
  /** `out-<outbox id>`, as in the transcript. */
  id: string;
  lane: number;
  wamid: string | null;
  node: string | null;
  kind: string;
  status: DeliveryStatus;
  /** Tries that reached the network. */
  attempts: number;
  resent: boolean;
  error: { code?: number; reason: string; details?: string } | null;
  writtenAt: Date;
  dueAt: Date;
  sentAt: Date | null;
  deliveredAt: Date | null;
  readAt: Date | null;
  failedAt: Date | null;
};

type EventRow = Omit<TracedEvent, 'path'> & {
  inboxId: string;
  path: TracedEvent['path'] | null;
  conversationId: string;
  channelId: string;
  sessionId: string | null;
};
type MessageRow = TracedMessage & { conversationId: string; channelId: string; inboxId: string | null };

/**
 * The trace of the message with this `wamid`, whoever wrote it, or this id in the transcript (`in-…`, `out-…`). For a message of ours it
 * begins with what it answers. Null when nothing of that name was ever stored.
 */
export async function traceMessage(db: Kysely<Database>, id: string): Promise<MessageTrace | null> {
  const asked = await messagesWhere(db, isMessage(id));
  const first = asked[0];
  const event = first ? await eventOf(db, first) : await eventWhere(db, isEvent(id));
  const messages = event ? await messagesFor(db, event) : asked;
  const wamids = [id, ...messages.flatMap(({ wamid }) => wamid ?? [])];
  const kept = await keptOf(db, [...new Set(wamids)]);
  if (!event && messages.length === 0 && kept.length === 0) return null;
  const known = event ?? first;
  return {
    conversationId: known?.conversationId ?? null,
    numberId: known?.channelId ?? null,
    event: event && tracedEvent(event),
    session: event?.sessionId ? await sessionOf(db, event.lane, event.sessionId) : null,
    messages: messages.map(({ conversationId, channelId, inboxId, ...message }) => message),
    kept,
  };
}

/** Ids that are ours: the lane is not part of them, so the index is asked for all lanes. */
function rowId(id: string, side: 'in' | 'out'): string | null {
  return new RegExp(`^${side}-(\\d{1,18})$`).exec(id)?.[1] ?? null;
}

function isEvent(id: string): RawBuilder<unknown> {
  const own = rowId(id, 'in');
  return own === null
    ? sql`source = ${id}`
    : sql`lane = any(${EVERY_LANE}::smallint[]) and id = ${own}::bigint`;
}

function isMessage(id: string): RawBuilder<unknown> {
  const own = rowId(id, 'out');
  return own === null
    ? sql`wamid = ${id}`
    : sql`lane = any(${EVERY_LANE}::smallint[]) and id = ${own}::bigint`;
}

async function eventWhere(db: Kysely<Database>, condition: RawBuilder<unknown>): Promise<EventRow | null> {
  const { rows } = await sql<EventRow>`
    select 'in-' || id as id, id as "inboxId", lane, source, kind, input ->> 'type' as input, sent_at as "sentAt",
      received_at as "receivedAt", status, attempts as failures, error, path, done_at as "doneAt",
      conversation_id as "conversationId", channel_id as "channelId", session_id as "sessionId"
    from inbox where ${condition}
    limit 1
  `.execute(db);
  return rows[0] ?? null;
}

async function eventOf(db: Kysely<Database>, { lane, inboxId }: MessageRow): Promise<EventRow | null> {
  return inboxId === null ? null : eventWhere(db, sql`lane = ${lane} and id = ${inboxId}::bigint`);
}

function messagesFor(
  db: Kysely<Database>,
  { lane, conversationId, inboxId }: EventRow,
): Promise<MessageRow[]> {
  return messagesWhere(
    db,
    // The conversation is what there is an index for.
    sql`lane = ${lane} and conversation_id = ${conversationId} and inbox_id = ${inboxId}::bigint`,
  );
}

async function messagesWhere(db: Kysely<Database>, condition: RawBuilder<unknown>): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    select 'out-' || o.id as id, lane, wamid, node, message ->> 'type' as kind, status, attempts, resent, error,
      created_at as "writtenAt", due_at as "dueAt", sent_at as "sentAt", delivered_at as "deliveredAt",
      read_at as "readAt", failed_at as "failedAt",
      conversation_id as "conversationId", channel_id as "channelId", inbox_id as "inboxId"
    from outbox o where ${condition}
    order by o.id
    limit 1000
  `.execute(db);
  return rows;
}

async function sessionOf(
  db: Kysely<Database>,
  lane: number,
  sessionId: string,
): Promise<TracedSession | null> {
  const row = await db
    .selectFrom('sessions')
    .select(['id', 'flow_id as flow', 'version', 'started_at as startedAt', 'ended_at as endedAt'])
    .select('ended_reason as endedReason')
    .where('lane', '=', lane)
    .where('id', '=', sessionId)
    .executeTakeFirst();
  return row ?? null;
}

const STATUSES = ['sent', 'delivered', 'read', 'played', 'failed'];

/** Kept events name what they are about in the key that makes them count once; see `inbox/kept-event.ts`. */
function keptOf(db: Kysely<Database>, wamids: readonly string[]): Promise<MessageTrace['kept']> {
  const keys = wamids.flatMap((wamid) => [
    `message:${wamid}`,
    ...STATUSES.map((status) => `status:${wamid}:${status}`),
  ]);
  return db
    .selectFrom('webhook_events')
    .select(['kind', 'reason', 'received_at as receivedAt'])
    .where('dedup_key', 'in', [...keys, ...keys.map((key) => `foreign:${key}`)])
    .orderBy('id')
    .execute();
}

function tracedEvent(row: EventRow): TracedEvent {
  const { inboxId, conversationId, channelId, sessionId, path, ...event } = row;
  // What variables were set to is what somebody said.
  return { ...event, path: (path ?? []).map(({ node, port }) => ({ node, port })) };
}

/** One moment of a trace, in words. */
export type TraceLine = { at: Date; text: string };

/** The trace as a story, in the order in which it happened. */
export function traceLines({ event, session, messages, kept }: MessageTrace): TraceLine[] {
  const lines: TraceLine[] = [];
  const tell = (at: Date | null, text: string) => {
    if (at) lines.push({ at, text });
  };
  if (event) {
    const what =
      event.kind === 'message' ? `A message (${event.input})` : `An event (${event.input ?? event.kind})`;
    tell(event.receivedAt, `${what} was accepted as ${event.id}.`);
    tell(event.doneAt, turnText(event, session));
  }
  for (const message of messages) {
    const { id, kind, node } = message;
    tell(message.writtenAt, `${id} was written: ${kind}${node === null ? '' : ` of node ${node}`}.`);
    tell(message.sentAt, `${id} was sent${message.wamid === null ? '' : ` as ${message.wamid}`}.`);
    tell(message.deliveredAt, `${id} was delivered.`);
    tell(message.readAt, `${id} was read.`);
    tell(message.failedAt, `${id} failed: ${errorText(message)}`);
  }
  for (const { receivedAt, kind, reason } of kept) {
    tell(
      receivedAt,
      `WhatsApp told something that nothing acts on: ${kind}${reason === null ? '' : ` (${reason})`}.`,
    );
  }
  // What happened in the same moment stays in the order in which it is told above.
  return lines.sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** How things stand where they have not come to an end. */
export function traceOutlook({ event, messages }: MessageTrace): string[] {
  const outlook: string[] = [];
  if (event?.status === 'new') {
    const failed = event.failures === 0 ? '' : ` ${event.failures} of 3 tries failed: ${event.error}`;
    outlook.push(`${event.id} waits for its turn.${failed}`);
  }
  for (const message of messages) {
    const { id, status, attempts, dueAt } = message;
    const tries =
      attempts === 0 ? '' : ` after ${attempts} ${attempts === 1 ? 'try' : 'tries'}: ${errorText(message)}`;
    if (status === 'queued')
      outlook.push(`${id} waits to be sent, not before ${dueAt.toISOString()}${tries || '.'}`);
    if (status === 'sending') outlook.push(`${id} is being sent.`);
    if (status === 'unknown') {
      outlook.push(`${id} may have been sent: the answer was lost. It is decided at ${dueAt.toISOString()}.`);
    }
  }
  return outlook;
}

function turnText({ status, error, path, failures }: TracedEvent, session: TracedSession | null): string {
  const where = session ? ` in session ${session.id} (${session.flow}, version ${session.version})` : '';
  switch (status) {
    case 'ignored':
      return `It changed nothing${where}: ${error}.`;
    case 'parked':
      return `It was set aside after ${failures} failed turns: ${error}`;
    default: {
      const way = path.map(({ node, port }) => `${node}.${port}`).join(' → ');
      return `Its turn was taken${where}${way === '' ? '' : `: ${way}`}.`;
    }
  }
}

function errorText({ error }: TracedMessage): string {
  if (!error) return 'nothing more is known.';
  const { code, reason, details } = error;
  return `${details ?? reason}${code === undefined ? '' : ` (WhatsApp’s error ${code})`}`;
}
