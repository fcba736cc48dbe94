import { type Kysely, sql, type Transaction } from 'kysely';
import { LANES } from '../db/lane.ts';
import { retried, retriedTransaction } from '../db/retried-transaction.ts';
import { statement } from '../db/statement.ts';
import type { Database, MessagePricing } from '../db/tables.ts';
import type { Work } from '../inbox/enqueue.ts';
import type { DeliveryStatus } from '../whatsapp/delivery-status.ts';
import { classify } from '../whatsapp/graph-errors.ts';
import type { FailedRow } from './failed-row.ts';
import { errorOf } from './outcome.ts';
import { enqueueFailed } from './send-failed.ts';
import type { SendError } from './settle.ts';
import { DELIVERED, type Found, READ, SENT, sumUp } from './status-sums.ts';

/** What WhatsApp says about a message of one of our numbers. */
export type Told = { channelId: string } & Pick<
  DeliveryStatus,
  'wamid' | 'status' | 'at' | 'callbackData' | 'errors' | 'pricing' | 'conversation'
>;

export type Recorded = {
  /** For each status, in order, whether it is about a message of ours. */
  matched: boolean[];
  /** Conversations whose session has just been told of a failure. */
  failed: Work[];
};

/**
 * Stores what became of messages, usually in one statement whatever their number. Statuses come in any order, repeated or not at all, so a
 * message only goes forward: queued, sending, unknown, sent, delivered, read (`played` is read). `failed` counts unless the
 * message has arrived, and unless it is about an earlier attempt; a later sign of life is stronger than a failure, and both are kept.
 *
 * A message is found by our own callback data (`<lane>.<outbox id>`), which works even before or without the answer to the
 * send, else by `wamid`. Only messages of the number that the status came for are touched.
 */
export async function recordStatuses(
  db: Kysely<Database>,
  told: readonly Told[],
  { isDistributed = false } = {},
): Promise<Recorded> {
  const rows = told.map((one, n) => ({
    n,
    channel_id: one.channelId,
    wamid: one.wamid,
    progress: PROGRESS[one.status],
    at: one.at,
    ...rowOf(one.callbackData),
    error: one.status === 'failed' ? errorOf(classify(one.errors[0] ?? {})) : null,
    pricing: pricingOf(one),
  }));
  const advanced = await advance(db, rows, isDistributed);
  const others = rows.filter(({ n }) => !advanced.has(n));
  const { isMatched, failed } =
    others.length === 0 ? { isMatched: new Set<number>(), failed: [] } : await judge(db, others);
  return {
    matched: told.map((_, n) => advanced.has(n) || isMatched.has(n)),
    failed: failed.flatMap(({ lane, conversation_id, session_id }) =>
      session_id === null ? [] : [{ lane, conversationId: conversation_id }],
    ),
  };
}

type Row = Pick<Told, 'wamid'> & {
  n: number;
  channel_id: string;
  progress: number;
  at: Date;
  lane: number | null;
  id: string | null;
  error: SendError | null;
  pricing: MessagePricing | null;
};

/**
 * How a message is charged: kept as it was told, since WhatsApp's rules change, but for what is no word. Of conversations, the one that is
 * charged goes with it.
 */
function pricingOf({ pricing, conversation }: Told): MessagePricing | null {
  if (!pricing) return null;
  const { billable, model, type, category } = pricing;
  const words = { model, type, category, conversation: model === 'CBP' ? conversation?.id : undefined };
  const known = Object.entries(words).filter(([, word]) => word !== undefined && WORD.test(word));
  return { ...(billable !== undefined && { billable }), ...Object.fromEntries(known) };
}

const WORD = /^[\w.:=-]{1,80}$/;

/**
 * Nearly all statuses: they name the message by our own data, tell of no failure, and bring something new. Returns which of them did; of
 * the others nothing is known.
 */
async function advance(
  db: Kysely<Database>,
  rows: readonly Row[],
  isDistributed: boolean,
): Promise<ReadonlySet<number>> {
  const named = Map.groupBy(rows, ({ lane, id, channel_id }) =>
    lane === null || id === null ? null : `${lane}.${id} ${channel_id}`,
  );
  named.delete(null);
  const told = [...named.values()].flatMap((group) => {
    const [first] = group;
    if (!first || group.some(({ error }) => error !== null)) return [];
    const { lane, id, channel_id } = first;
    if (lane === null || id === null) return [];
    const [sum] = sumUp(group.map((row) => ({ ...row, lane, id })));
    return sum ? [{ ...sum, channel_id, group }] : [];
  });
  if (told.length === 0) return new Set();
  // In one order, so that two who write about the same messages do not wait for each other.
  told.sort((one, other) => one.lane - other.lane || Number(BigInt(one.id) - BigInt(other.id)));
  const sums = told.map(({ group: _, ...sum }, k) => ({ k, ...sum }));
  const written: { k: number }[] = [];
  if (isDistributed) {
    for (const [lane, some] of Map.groupBy(sums, (sum) => sum.lane)) {
      written.push(...(await retried(() => moveInLane(db, JSON.stringify(some), lane))));
    }
  } else written.push(...(await retried(() => moveTogether(db, JSON.stringify(sums)))));
  return new Set(written.flatMap(({ k }) => told[k]?.group.map(({ n }) => n) ?? []));
}

/** What a message becomes by a status that tells of no failure; see `move` for the rest. */
const FORWARD = `
  case
    when o.status = 'failed' and t.progress = ${SENT} and (t.sent_at > o.failed_at) is not true then 'failed'
    when t.progress > case o.status when 'sent' then ${SENT} when 'delivered' then ${DELIVERED} when 'read' then ${READ} else 0 end
      then case t.progress when ${SENT} then 'sent' when ${DELIVERED} then 'delivered' else 'read' end
    else o.status
  end
`;

const forwardText = (lane: string) => `
  update outbox o
  set status = ${FORWARD},
    wamid = coalesce(o.wamid, t.wamid),
    leased_until = case when ${FORWARD} = o.status then o.leased_until end,
    sent_at = coalesce(o.sent_at, t.sent_at),
    delivered_at = coalesce(o.delivered_at, t.delivered_at),
    read_at = coalesce(o.read_at, t.read_at),
    error = case when ${FORWARD} = o.status or o.status = 'failed' then o.error end,
    pricing = coalesce(t.pricing, o.pricing)
  from jsonb_to_recordset($1::jsonb) as t(
    k integer, lane smallint, id bigint, channel_id uuid, wamid text, progress integer, sent_at timestamptz,
    delivered_at timestamptz, read_at timestamptz, pricing jsonb
  )
  where o.lane = ${lane} and o.id = t.id and o.channel_id = t.channel_id
    and (
      ${FORWARD} <> o.status or o.wamid is null
      or (o.sent_at is null and t.sent_at is not null)
      or (o.delivered_at is null and t.delivered_at is not null)
      or (o.read_at is null and t.read_at is not null)
      or (o.pricing is null and t.pricing is not null)
    )
  returning t.k
`;
const moveTogether = statement<{ k: number }>(forwardText('t.lane'));
const moveInLane = statement<{ k: number }>(forwardText('$2'));

/** All the others, by our data or by `wamid`. */
function judge(
  db: Kysely<Database>,
  rows: readonly Row[],
): Promise<{ isMatched: ReadonlySet<number>; failed: FailedRow[] }> {
  return retriedTransaction(db, async (tx) => {
    const matches = await sql<{ n: number; row_lane: number; row_id: string }>`
      select t.n, coalesce(a.lane, b.lane) as row_lane, coalesce(a.id, b.id) as row_id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as t(n integer, channel_id uuid, wamid text, lane smallint, id bigint)
      left join outbox a on a.lane = t.lane and a.id = t.id and a.channel_id = t.channel_id
      left join outbox b on a.id is null and b.wamid = t.wamid and b.channel_id = t.channel_id
      where a.id is not null or b.id is not null
    `.execute(tx);
    const byN = new Map(rows.map((row) => [row.n, row]));
    const found = matches.rows.flatMap(({ n, row_lane, row_id }) => {
      const row = byN.get(n);
      return row ? [{ ...row, lane: row_lane, id: row_id }] : [];
    });
    const failed = found.length === 0 ? [] : await move(tx, found);
    await enqueueFailed(tx, failed);
    return { isMatched: new Set(matches.rows.map(({ n }) => n)), failed };
  });
}

const PROGRESS: Readonly<Record<Told['status'], number>> = {
  failed: 0,
  sent: SENT,
  delivered: DELIVERED,
  read: READ,
  played: READ,
};

/** The row that our callback data names. */
function rowOf(callbackData: string | undefined): { lane: number | null; id: string | null } {
  const [, lane, id] = /^(\d{1,2})\.(\d{1,18})$/.exec(callbackData ?? '') ?? [];
  if (lane === undefined || id === undefined || Number(lane) >= LANES) return { lane: null, id: null };
  return { lane: Number(lane), id };
}

/** Moves the messages and returns those that have failed with this. */
async function move(tx: Transaction<Database>, found: readonly Found[]): Promise<FailedRow[]> {
  const { rows } = await sql<FailedRow & { has_failed: boolean }>`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(sumUp(found))}::jsonb) as t(
        lane smallint, id bigint, wamid text, progress integer, sent_at timestamptz, delivered_at timestamptz,
        read_at timestamptz, failed_at timestamptz, failed_wamid text, error jsonb, pricing jsonb
      )
    ), held as (
      -- Locked in one order, and read as they are then: somebody may be storing the answer to the send.
      select o.lane, o.id, o.status, o.wamid, o.failed_at,
        case o.status when 'sent' then ${sql.lit(SENT)} when 'delivered' then ${sql.lit(DELIVERED)}
          when 'read' then ${sql.lit(READ)} else 0 end as progress
      from outbox o join told t on t.lane = o.lane and t.id = o.id
      order by o.lane, o.id
      for no key update of o
    ), judged as (
      select t.*, h.status as was,
        case
          when t.failed_at is not null and h.status <> 'failed'
            and greatest(t.progress, h.progress) < ${sql.lit(DELIVERED)}
            and (h.wamid is null or h.wamid = t.failed_wamid)
            and (t.sent_at > t.failed_at) is not true
            then 'failed'
          -- The usual "sent" before a failure may come after it; only one that was written later says that it went through.
          when h.status = 'failed' and t.progress = ${sql.lit(SENT)} and (t.sent_at > h.failed_at) is not true
            then 'failed'
          when t.progress > h.progress
            then case t.progress when ${sql.lit(SENT)} then 'sent' when ${sql.lit(DELIVERED)} then 'delivered' else 'read' end
          else h.status
        end as becomes
      from held h join told t on t.lane = h.lane and t.id = h.id
    )
    update outbox o
    set status = j.becomes,
      wamid = coalesce(o.wamid, j.wamid),
      leased_until = case when j.becomes = j.was then o.leased_until end,
      sent_at = coalesce(o.sent_at, j.sent_at),
      delivered_at = coalesce(o.delivered_at, j.delivered_at),
      read_at = coalesce(o.read_at, j.read_at),
      failed_at = case when j.becomes = 'failed' then coalesce(o.failed_at, j.failed_at) else o.failed_at end,
      error = case
        when j.becomes = j.was or j.was = 'failed' then o.error
        when j.becomes = 'failed' then j.error
      end,
      pricing = coalesce(j.pricing, o.pricing)
    from judged j
    where o.lane = j.lane and o.id = j.id
      and (
        j.becomes <> j.was or o.wamid is null
        or (o.sent_at is null and j.sent_at is not null)
        or (o.delivered_at is null and j.delivered_at is not null)
        or (o.read_at is null and j.read_at is not null)
        or (o.pricing is null and j.pricing is not null)
      )
    returning o.lane, o.id, o.conversation_id, o.session_id, o.node, o.error,
      j.becomes = 'failed' and j.was <> 'failed' as has_failed
  `.execute(tx);
  return rows.filter(({ has_failed }) => has_failed);
}
