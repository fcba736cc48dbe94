import { describeMessage } from '@parley/flows/describe.ts';
import type { Input } from '@parley/flows/input.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import { type Kysely, sql } from 'kysely';
import { describeInput } from '../conversation/transcript.ts';
import type { Database, DeliveryStatus } from '../db/tables.ts';
import { type Failure, failureOf } from './failure.ts';
import { type Quote, quotesOf, type Reaction, reactionsOf } from './references.ts';
import { type SessionEvent, sessionsBetween } from './session-events.ts';

/** Who said it or did it. */
export type Author =
  | { kind: 'contact' | 'phone' | 'system' }
  | { kind: 'bot'; flow: string | null; node: string | null }
  | { kind: 'person'; id: string };

export type ThreadMessage = {
  type: 'message';
  /** `in-<inbox id>` or `out-<outbox id>`. */
  id: string;
  at: Date;
  direction: 'in' | 'out';
  by: Author;
  kind: string;
  text: string;
  content: Input | OutboundMessage;
  wamid: string | null;
  replyTo: Quote | null;
  reactions: Reaction[];
  /** Whether there is a file to be had at `/api/media/<id>`. */
  hasFile: boolean;
  delivery: {
    status: DeliveryStatus;
    sentAt: Date | null;
    deliveredAt: Date | null;
    readAt: Date | null;
    failedAt: Date | null;
    failure: Failure | null;
  } | null;
};

export type ThreadNote = { type: 'note'; id: string; at: Date; by: Author; text: string; mentions: string[] };
export type ThreadEvent = {
  type: 'event';
  id: string;
  at: Date;
  by: Author;
  kind: string;
  details: { [name: string]: unknown };
};
export type ThreadItem = ThreadMessage | ThreadNote | ThreadEvent | SessionEvent;

/** How far back the pages before have gone in each table, and in time. */
export type ThreadPlace = { inbox: string; outbox: string; event: string; before: Date };

const START = { inbox: String(2n ** 62n), outbox: String(2n ** 62n), event: String(2n ** 62n) };

type Source = 'in' | 'out' | 'event';
type Row = {
  source: Source;
  id: string;
  at: Date;
  who: string | null;
  kind: string | null;
  input: Input | null;
  message: OutboundMessage | null;
  details: { [name: string]: unknown } | null;
  node: string | null;
  flow: string | null;
  wamid: string | null;
  quotes: string | null;
  status: DeliveryStatus | null;
  sent_at: Date | null;
  delivered_at: Date | null;
  read_at: Date | null;
  failed_at: Date | null;
  error: { code?: number; reason: string; details?: string } | null;
};

/**
 * The newest `limit` things in a conversation that come before `before`, oldest first: what both sides said, notes, what people did, and
 * between them where sessions began and ended. Each table is read backwards along its own ids and the three are merged by time, so that
 * pages neither overlap nor leave anything out, whatever comes meanwhile. Reactions stand with the message that they are put to.
 */
export async function readThread(
  db: Kysely<Database>,
  conversation: { lane: number; id: string },
  { before, limit }: { before: ThreadPlace | null; limit: number },
): Promise<{ items: ThreadItem[]; next: ThreadPlace | null }> {
  const from = before ?? START;
  const rows = await rowsBefore(db, conversation, from, limit + 1);
  const merged = mergeByTime(rows);
  const page = merged.slice(0, limit);
  const hasMore = merged.length > limit;
  const reached = { ...from };
  for (const { source, id } of page) reached[TABLE[source]] = id;
  const oldest = page.at(-1);
  const next = hasMore && oldest ? { ...reached, before: oldest.at } : null;
  const sessions = await sessionsBetween(db, conversation, {
    from: next?.before ?? null,
    to: before?.before ?? null,
  });
  const quotes = await quotesOf(
    db,
    page.flatMap(({ quotes }) => quotes ?? []),
  );
  const reactions = await reactionsOf(
    db,
    conversation,
    page.flatMap(({ wamid }) => wamid ?? []),
  );
  const told = page.map((row) => toItem(row, quotes, reactions));
  const items = [...told.reverse(), ...sessions].sort((one, other) => one.at.getTime() - other.at.getTime());
  return { items, next };
}

const TABLE = { in: 'inbox', out: 'outbox', event: 'event' } as const;

async function rowsBefore(
  db: Kysely<Database>,
  { lane, id }: { lane: number; id: string },
  from: { inbox: string; outbox: string; event: string },
  limit: number,
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    (select 'in' as source, i.id, i.received_at as at, null as who, null as kind, i.input, null::jsonb as message,
      null::jsonb as details, null as node, null as flow, i.source as wamid, i.context_id as quotes, null as status,
      null::timestamptz as sent_at, null::timestamptz as delivered_at, null::timestamptz as read_at,
      null::timestamptz as failed_at, null::jsonb as error
    from inbox i
    where i.lane = ${lane} and i.conversation_id = ${id} and i.id < ${from.inbox}::bigint
      and i.kind = 'message' and i.input ->> 'type' is distinct from 'reaction'
    order by i.id desc limit ${limit})
    union all
    (select 'out', o.id, o.created_at, o.sent_by, null, null, o.message, null, o.node, s.flow_id, o.wamid, o.reply_to, o.status,
      o.sent_at, o.delivered_at, o.read_at, o.failed_at, o.error
    from outbox o
    left join sessions s on s.lane = ${lane} and s.id = o.session_id
    where o.lane = ${lane} and o.conversation_id = ${id} and o.id < ${from.outbox}::bigint
      -- One that did not go is shown, as somebody must know.
      and (o.reacts_to is null or o.status = 'failed')
    order by o.id desc limit ${limit})
    union all
    (select 'event', v.id, v.at, v.who, v.kind, null, null, v.details, null, null, null, null, null, null, null, null, null, null
    from conversation_events v
    where v.lane = ${lane} and v.conversation_id = ${id} and v.id < ${from.event}::bigint
      -- The message itself stands there.
      and v.kind <> 'template-sent'
    order by v.id desc limit ${limit})
  `.execute(db);
  return rows;
}

/** The newest first. Within a table the order of its ids holds; among tables that of time. */
function mergeByTime(rows: readonly Row[]): Row[] {
  const heads = (['event', 'out', 'in'] as const).map((source) =>
    rows
      .filter((row) => row.source === source)
      .sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? 1 : -1)),
  );
  const merged: Row[] = [];
  for (;;) {
    const queue = heads
      .filter(({ length }) => length > 0)
      .reduce<Row[] | null>(
        (newest, candidate) => (newest === null || timeOf(candidate) > timeOf(newest) ? candidate : newest),
        null,
      );
    const row = queue?.shift();
    if (!row) return merged;
    merged.push(row);
  }
}

const timeOf = (queue: readonly Row[]) => queue[0]?.at.getTime() ?? Number.NEGATIVE_INFINITY;

function toItem(
  row: Row,
  quotes: ReadonlyMap<string, Quote>,
  reactions: ReadonlyMap<string, Reaction[]>,
): ThreadItem {
  const { source, at } = row;
  const id = `${source}-${row.id}`;
  if (source === 'event') {
    const { text, mentions } = row.details ?? {};
    const by = authorOf(row);
    if (row.kind !== 'note')
      return { type: 'event', id, at, by, kind: row.kind ?? '', details: row.details ?? {} };
    return { type: 'note', id, at, by, text: String(text ?? ''), mentions: namesIn(mentions) };
  }
  const content = row.message ?? row.input ?? { type: 'unsupported' as const, kind: 'unknown' };
  return {
    type: 'message',
    id,
    at,
    direction: source,
    by: authorOf(row),
    kind: content.type === 'media' ? content.kind : content.type,
    text: row.message ? describeMessage(row.message).join('\n') : describeInput(row.input, null),
    content,
    wamid: row.wamid,
    replyTo: row.quotes === null ? null : (quotes.get(row.quotes) ?? null),
    reactions: row.wamid === null ? [] : (reactions.get(row.wamid) ?? []),
    hasFile: content.type === 'media' || ('media' in content && content.media.link === undefined),
    delivery: row.status && {
      status: row.status,
      sentAt: row.sent_at,
      deliveredAt: row.delivered_at,
      readAt: row.read_at,
      failedAt: row.failed_at,
      failure: failureOf(row.status, row.error),
    },
  };
}

function namesIn(mentions: unknown): string[] {
  return Array.isArray(mentions) ? mentions.filter((one) => typeof one === 'string') : [];
}

function authorOf({ source, who, node, flow }: Row): Author {
  if (source === 'in') return { kind: 'contact' };
  if (who === null || who === 'bot') return { kind: 'bot', flow, node };
  if (who === 'phone' || who === 'system') return { kind: who };
  return { kind: 'person', id: who };
}
