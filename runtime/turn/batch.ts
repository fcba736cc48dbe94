import type { SessionState } from '@parley/flows/turn.ts';
import { type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../db/tables.ts';

export type InboxRow = Pick<
  Selectable<Database['inbox']>,
  | 'id'
  | 'source'
  | 'kind'
  | 'conversation_id'
  | 'session_id'
  | 'input'
  | 'context_id'
  | 'referral'
  | 'raw'
  | 'sent_at'
  | 'attempts'
>;

/** A locked conversation with what its turns need to know. Rows of the database, so snake_case. */
export type Loaded = {
  id: string;
  channel_id: string;
  contact_id: string;
  held: boolean;
  /** The contact's last message, those among `events` included. */
  last_inbound_at: Date | null;
  /** The message among `events` that is newer than any the row knows of: accepting it did not wait for the row's lock. */
  newest: { at: Date; wamid: string } | null;
  contact: { name: string; phone: string; locale: string; timezone: string };
  session: { id: string; flow_id: string; version: number; state: SessionState } | null;
  /** Ids of the timer rows of the sessions whose timers have fired, by session and timer. */
  timers: ReadonlyMap<string, string>;
  /** In the order in which they take effect. */
  events: InboxRow[];
};

export type Batch = {
  lane: number;
  /** The database's clock. */
  now: Date;
  conversations: Loaded[];
  /** Calls that have no answer yet, by session and call. */
  unanswered: ReadonlySet<string>;
  /** Which message of ours a `wamid` was. */
  offers: ReadonlyMap<string, { node: string; session_id: string | null }>;
};

export type Which = {
  lane: number;
  /** Conversations at most. */
  limit: number;
  /** Only this one: how a batch that failed is taken apart. */
  only?: string;
};

/** More waiting events than this are left for the next batch. */
const MAX_EVENTS = 1000;

/**
 * Lock conversations that something waits for, those that wait longest first, passing over any that another process has. Messages
 * that come while a session waits for the answer to a call wait for it too, and give no reason to look at the conversation.
 */
export async function lockConversations(
  tx: Transaction<Database>,
  { lane, limit, only }: Which,
): Promise<{ id: string; now: Date }[]> {
  const { rows } = await sql<{ id: string; now: Date }>`
    select c.id, now() as now
    from (
      select i.conversation_id, min(i.id) as first
      from inbox i
      where i.lane = ${lane} and i.status = 'new' ${only === undefined ? sql`` : sql`and i.conversation_id = ${only}`}
        and not (i.kind = 'message' and exists (
          select from calls k
          join sessions s on s.lane = ${lane} and s.id = k.session_id
          where k.lane = ${lane} and k.conversation_id = i.conversation_id
            and s.ended_at is null and s.state ->> 'call' = k.call
        ))
      group by i.conversation_id
      order by 2
      limit ${limit * 4}
    ) waiting
    join conversations c on c.lane = ${lane} and c.id = waiting.conversation_id
    order by waiting.first
    limit ${limit}
    for update of c skip locked
  `.execute(tx);
  return rows;
}

/** Everything that the turns of these conversations need, in a fixed number of statements. Their rows must be locked. */
export async function loadBatch(
  tx: Transaction<Database>,
  lane: number,
  locked: readonly { id: string; now: Date }[],
): Promise<Batch> {
  const ids = locked.map(({ id }) => id);
  // Statements of their own, after the lock: they see what was committed by whoever held it before.
  const events = await tx
    .selectFrom('inbox')
    .select(['id', 'source', 'kind', 'conversation_id', 'session_id', 'input', 'context_id', 'referral'])
    .select(['raw', 'sent_at', 'attempts'])
    .where('lane', '=', lane)
    .where('conversation_id', 'in', ids)
    .where('status', '=', 'new')
    .orderBy('id')
    .limit(MAX_EVENTS)
    .execute();
  const eventsOf = Map.groupBy(events, ({ conversation_id }) => conversation_id);
  const conversations = await readConversations(tx, lane, [...eventsOf.keys()]);
  const timers = await readTimers(tx, lane, events);
  const unanswered = await readCalls(tx, lane, conversations);
  const offers = await readOffers(tx, events);
  return {
    lane,
    now: locked[0]?.now ?? new Date(Number.NaN),
    conversations: conversations.map((row) => {
      const waiting = eventsOf.get(row.id) ?? [];
      const newest = newestOf(waiting, row.last_inbound_at);
      return {
        id: row.id,
        channel_id: row.channel_id,
        contact_id: row.contact_id,
        held: row.held,
        last_inbound_at: newest?.at ?? row.last_inbound_at,
        newest,
        contact: { name: row.name, phone: row.phone, locale: row.locale, timezone: row.timezone },
        session: sessionOf(row),
        timers,
        events: inOrder(waiting),
      };
    }),
    unanswered,
    offers,
  };
}

/**
 * Messages that are waiting next to each other take effect in the order in which they were written, as far as their timestamps
 * (whole seconds) tell; everything else in the order of arrival. Once tried, an event keeps its place.
 */
function inOrder(events: readonly InboxRow[]): InboxRow[] {
  const bySending = (one: InboxRow, other: InboxRow) => one.sent_at.getTime() - other.sent_at.getTime();
  const ordered: InboxRow[] = [];
  let messages: InboxRow[] = [];
  for (const event of events) {
    if (event.kind === 'message' && event.attempts === 0) {
      messages.push(event);
      continue;
    }
    ordered.push(...messages.sort(bySending), event);
    messages = [];
  }
  return [...ordered, ...messages.sort(bySending)];
}

function newestOf(events: readonly InboxRow[], known: Date | null): Loaded['newest'] {
  const newest = events
    // A reaction is no message that opens the window.
    .filter(({ kind, input }) => kind === 'message' && input?.type !== 'reaction')
    .reduce<InboxRow | null>(
      (latest, event) => (latest && latest.sent_at > event.sent_at ? latest : event),
      null,
    );
  if (!newest || (known && newest.sent_at <= known)) return null;
  return { at: newest.sent_at, wamid: newest.source };
}

function readConversations(tx: Transaction<Database>, lane: number, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('conversations as c')
    .innerJoin('contacts as p', 'p.id', 'c.contact_id')
    .leftJoin('sessions as s', (join) =>
      join
        .onRef('s.lane', '=', 'c.lane')
        .onRef('s.conversation_id', '=', 'c.id')
        .on('s.ended_at', 'is', null),
    )
    .select(['c.id', 'c.channel_id', 'c.contact_id', 'c.held', 'c.last_inbound_at'])
    .select(['p.name', 'p.phone', 'p.locale', 'p.timezone'])
    .select(['s.id as session_id', 's.flow_id', 's.version', 's.state'])
    .where('c.lane', '=', lane)
    .where('c.id', 'in', ids)
    .execute();
}

function sessionOf(row: {
  session_id: string | null;
  flow_id: string | null;
  version: number | null;
  state: SessionState | null;
}): Loaded['session'] {
  const { session_id, flow_id, version, state } = row;
  if (session_id === null || flow_id === null || version === null || state === null) return null;
  return { id: session_id, flow_id, version, state };
}

async function readTimers(tx: Transaction<Database>, lane: number, events: readonly InboxRow[]) {
  const sessions = events.flatMap(({ kind, session_id }) => (kind === 'timer' ? (session_id ?? []) : []));
  if (sessions.length === 0) return new Map<string, string>();
  const rows = await tx
    .selectFrom('timers')
    .select(['session_id', 'timer', 'id'])
    .where('lane', '=', lane)
    .where('session_id', 'in', [...new Set(sessions)])
    .execute();
  return new Map(rows.map((row) => [timerKey(row.session_id, row.timer), row.id]));
}

export function timerKey(sessionId: string, timer: string): string {
  return `${sessionId}/${timer}`;
}

async function readCalls(
  tx: Transaction<Database>,
  lane: number,
  conversations: readonly { session_id: string | null; state: SessionState | null }[],
) {
  const sessions = conversations.flatMap(({ session_id, state }) => (state?.call ? (session_id ?? []) : []));
  if (sessions.length === 0) return new Set<string>();
  const rows = await tx
    .selectFrom('calls')
    .select(['session_id', 'call'])
    .where('lane', '=', lane)
    .where('session_id', 'in', sessions)
    .execute();
  return new Set(rows.map((row) => callKey(row.session_id, row.call)));
}

export function callKey(sessionId: string, call: string): string {
  return `${sessionId}/${call}`;
}

async function readOffers(tx: Transaction<Database>, events: readonly InboxRow[]) {
  const wamids = events.flatMap(({ input, context_id }) =>
    input?.type === 'choice' ? (context_id ?? []) : [],
  );
  if (wamids.length === 0) return new Map<string, { node: string; session_id: string | null }>();
  const rows = await tx
    .selectFrom('outbox')
    .select(['wamid', 'node', 'session_id'])
    .where('wamid', 'in', [...new Set(wamids)])
    .execute();
  return new Map(
    rows.flatMap(({ wamid, node, session_id }) =>
      wamid === null || node === null ? [] : [[wamid, { node, session_id }] as const],
    ),
  );
}
