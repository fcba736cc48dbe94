import { describeMessage } from '@parley/flows/describe.ts';
import type { Input } from '@parley/flows/input.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import { type Kysely, sql } from 'kysely';
import type { Database, DeliveryStatus, InboxKind } from '../db/tables.ts';
import { nextOf, type Place } from './place-in-list.ts';

/** One thing in a conversation: said by the contact, said by us, or something else that happened to the session. */
export type Entry = {
  id: string;
  at: Date;
  /** `event` is what moved the session without anybody saying anything: a timer, the result of a request, an agent, a start. */
  from: 'contact' | 'us' | 'event';
  kind: string;
  /** As a person reads it. */
  text: string;
  status: string;
  /** What went wrong, in words. */
  error: string | null;
  node: string | null;
  wamid: string | null;
  sessionId: string | null;
  deliveredAt: Date | null;
  readAt: Date | null;
  content: Input | OutboundMessage | null;
};

type Row = {
  side: 'in' | 'out';
  id: string;
  at: Date;
  micros: string;
  kind: InboxKind | null;
  status: string;
  input: Input | null;
  message: OutboundMessage | null;
  node: string | null;
  wamid: string | null;
  session_id: string | null;
  /** The flow that a start asked for. */
  flow: string | null;
  reason: string | null;
  failure: { code?: number; reason: string; details?: string } | null;
  delivered_at: Date | null;
  read_at: Date | null;
};

/**
 * A conversation's inbox and outbox as one list, in the order in which they were stored: what moved a session comes before what it
 * answered. The page is the newest `limit` entries before `before`, oldest first; `next` leads to the page before it.
 */
export async function readTranscript(
  db: Kysely<Database>,
  conversation: { lane: number; id: string },
  { before, limit }: { before: Place | null; limit: number },
): Promise<{ entries: Entry[]; next: string | null }> {
  const { lane, id } = conversation;
  const micros = sql`(extract(epoch from at) * 1000000)::bigint`;
  const { rows } = await sql<Row>`
    select *, ${micros} as micros from (
      select 'in' as side, i.id, i.received_at as at, i.kind, i.status, i.input, null::jsonb as message,
        null as node, case when i.kind = 'message' then i.source end as wamid, i.session_id,
        case when i.kind = 'start' then i.raw ->> 'flowId' end as flow, i.error as reason,
        null::jsonb as failure, null::timestamptz as delivered_at, null::timestamptz as read_at
      from inbox i
      where i.lane = ${lane} and i.conversation_id = ${id}
      union all
      select 'out', o.id, o.created_at, null, o.status, null, o.message, o.node, o.wamid, o.session_id,
        null, null, o.error, o.delivered_at, o.read_at
      from outbox o
      where o.lane = ${lane} and o.conversation_id = ${id}
    ) entries
    ${before === null ? sql`` : sql`where (${micros}, side, id) < ${placeValue(before)}`}
    order by at desc, side desc, id desc
    limit ${limit + 1}
  `.execute(db);
  const page = rows.slice(0, limit);
  const oldest = page.at(-1);
  const next = rows.length > limit && oldest ? nextOf({ ...oldest, id: idOf(oldest) }) : null;
  return { entries: page.reverse().map(toEntry), next };
}

function placeValue({ micros, id }: Place) {
  const [side, number] = id.split('-');
  return sql`(${micros}::bigint, ${side}::text, ${Number.parseInt(number ?? '', 10) || 0}::bigint)`;
}

function idOf({ side, id }: Row): string {
  return `${side}-${id}`;
}

function toEntry(row: Row): Entry {
  return {
    id: idOf(row),
    at: row.at,
    from: row.side === 'out' ? 'us' : row.kind === 'message' ? 'contact' : 'event',
    kind: row.message?.type ?? row.input?.type ?? row.kind ?? 'unknown',
    text: row.message ? describeMessage(row.message).join('\n') : describeInput(row.input, row.flow),
    status: row.status,
    error: errorOf(row),
    node: row.node,
    wamid: row.wamid,
    sessionId: row.session_id,
    deliveredAt: row.delivered_at,
    readAt: row.read_at,
    content: row.message ?? row.input,
  };
}

const FAILURES: { [reason: string]: string } = {
  'window-closed': 'The 24-hour window had closed: only a template may be sent then.',
  'taken-over': 'A person took the conversation over before it could leave, so the bot did not say it.',
  unknown: 'WhatsApp’s answer was lost: nobody knows yet whether it was sent.',
};

/** A message that arrived after all keeps what went wrong on its way; that is nobody's concern any more. */
const ARRIVED: readonly string[] = ['sent', 'delivered', 'read'] satisfies DeliveryStatus[];

function errorOf({ side, status, reason, failure }: Row): string | null {
  if (side === 'in') return reason;
  if (!failure || ARRIVED.includes(status)) return null;
  const words = FAILURES[failure.reason] ?? failure.details ?? `WhatsApp refused it (${failure.reason}).`;
  return failure.code === undefined ? words : `${words} (WhatsApp’s error ${failure.code})`;
}

/** What came in, as a person reads it. */
export function describeInput(input: Input | null, flow: string | null): string {
  if (flow !== null) return `Flow “${flow}” was started by hand.`;
  switch (input?.type) {
    case undefined:
      return '';
    case 'text':
      return input.text;
    case 'choice':
      return input.title ?? input.id;
    case 'media':
      return `(${input.voice ? 'voice note' : input.kind})${input.caption ? ` ${input.caption}` : ''}`;
    case 'location':
      return `(location ${input.latitude}, ${input.longitude}${input.name ? `: ${input.name}` : ''})`;
    case 'contact-card':
      return `(contact ${input.contacts.map(({ name }) => name).join(', ')})`;
    case 'order':
      return `(order: ${input.items.map(({ productId, quantity }) => `${quantity} × ${productId}`).join(', ')})`;
    case 'form':
      return '(answers of a form)';
    case 'reaction':
      return input.emoji === undefined ? '(took a reaction back)' : `(reacted ${input.emoji})`;
    case 'unsupported':
      return `(${input.kind}, which WhatsApp does not pass on)`;
    case 'timer':
      return 'A timer fired.';
    case 'call.done':
      return `The request was answered with ${input.status}.`;
    case 'call.failed':
      return `The request failed: ${input.reason}.`;
    case 'agent.resolved':
      return 'The person who held the conversation handed back.';
    case 'agent.returned':
      return 'The person who took the conversation over handed back.';
    case 'agent.absent':
      return 'Nobody had answered in time.';
    case 'window.closing':
      return 'The 24-hour window is about to close.';
    case 'window.closed':
      return 'The 24-hour window has closed.';
    case 'send.failed':
      return `A message could not be sent: ${input.reason}.`;
  }
}
