import { type Kysely, type RawBuilder, sql } from 'kysely';
import { EVERY_LANE } from './db/lane.ts';
import type { Database, DeliveryStatus } from './db/tables.ts';

/** What the database says of everything that waits, for all processes together. Ages are seconds by its clock; 0 when nothing waits. */
export type State = {
  inbox: Inbox[];
  /** Events that were set aside after three failed turns. */
  parked: number;
  outbox: Outbox[];
  timers: Timers;
  /** HTTP requests that sessions wait for, in any process or in none. */
  calls: Waiting;
  /** People who wait for a person. */
  cases: Waiting;
  numbers: OwnNumber[];
};

type Inbox = { lane: number; waiting: number; oldestSeconds: number };
type Outbox = {
  channelId: string;
  lane: number;
  status: Extract<DeliveryStatus, 'queued' | 'sending' | 'unknown'>;
  messages: number;
  /** Since it was written. */
  oldestSeconds: number;
  /** Since it should have gone: less than `oldestSeconds` where it waits for a later try. */
  overdueSeconds: number;
};
type Timers = { overdue: number; overdueSeconds: number };
type Waiting = { waiting: number; oldestSeconds: number };
type OwnNumber = { id: string; status: 'active' | 'stopped'; stoppedReason: string | null };

/** How long ago, in seconds; 0 for never. */
const since = (at: RawBuilder<unknown>) =>
  sql<number>`coalesce(greatest(extract(epoch from now() - ${at}), 0), 0)::float8`;

/**
 * What is asked, a statement each. Every one reads an index of what waits, never the rows that are done: the cost grows with the
 * backlog and not with the years. Exported for the test that holds them to it.
 */
export const STATE_QUERIES = {
  inbox: sql<Inbox>`
    select lane, count(*)::integer as waiting, ${since(sql`min(received_at)`)} as "oldestSeconds"
    from inbox where status = 'new'
    group by lane`,
  parked: sql<{ parked: number }>`select count(*)::integer as parked from inbox where status = 'parked'`,
  outbox: sql<Outbox>`
    select channel_id as "channelId", lane, status, count(*)::integer as messages,
      ${since(sql`min(created_at)`)} as "oldestSeconds", ${since(sql`min(due_at)`)} as "overdueSeconds"
    from outbox where open
    group by channel_id, lane, status`,
  // By lane, so that the index leads past the timers that are not due yet, of which there may be very many.
  timers: sql<Timers>`
    select count(*)::integer as overdue, ${since(sql`min(due_at)`)} as "overdueSeconds"
    from timers where lane = any(${EVERY_LANE}::smallint[]) and not fired and due_at <= now()`,
  calls: sql<Waiting>`
    select count(*)::integer as waiting, ${since(sql`min(created_at)`)} as "oldestSeconds" from calls`,
  cases: sql<Waiting>`
    select count(*)::integer as waiting, ${since(sql`min(opened_at)`)} as "oldestSeconds"
    from cases where status = 'requested'`,
  numbers: sql<OwnNumber>`select id, status, stopped_reason as "stoppedReason" from channels order by created_at, id`,
};

/** Reads it all, one statement after the other, so that it takes one connection. Rejects when the database does not answer. */
export async function readState(db: Kysely<Database>): Promise<State> {
  const all = async <Row>(query: RawBuilder<Row>) => (await query.execute(db)).rows;
  const one = async <Row>(query: RawBuilder<Row>, empty: Row) => (await all(query))[0] ?? empty;
  const nothing: Waiting = { waiting: 0, oldestSeconds: 0 };
  return {
    inbox: await all(STATE_QUERIES.inbox),
    parked: (await one(STATE_QUERIES.parked, { parked: 0 })).parked,
    outbox: await all(STATE_QUERIES.outbox),
    timers: await one(STATE_QUERIES.timers, { overdue: 0, overdueSeconds: 0 }),
    calls: await one(STATE_QUERIES.calls, nothing),
    cases: await one(STATE_QUERIES.cases, nothing),
    numbers: await all(STATE_QUERIES.numbers),
  };
}

/**
 * Conversations in which a flow is under way. Unlike what waits, these may be a hundred thousand, which takes about 150 ms to count: ask
 * seldom.
 */
export async function countOpenConversations(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::integer as open from sessions where ended_at is null`.execute(db);
  return rows[0]?.open ?? 0;
}
