import type { SessionState } from '@parley/flows/turn.ts';
import type { Selectable, Transaction } from 'kysely';
import { SOON_DURABLE } from '../db/soon-durable.ts';
import { statement } from '../db/statement.ts';
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
  owner: string | null;
  /** The contact's last message, those among `events` included. */
  last_inbound_at: Date | null;
  /** The message among `events` that is newer than any the row knows of: accepting it did not wait for the row's lock. */
  newest: { at: Date; wamid: string } | null;
  /** When the contact came by an ad or a post, where one of `events` says so. */
  entered: Date | null;
  contact: {
    name: string;
    phone: string;
    locale: string;
    timezone: string;
    isBlocked?: boolean;
    isDoubted?: boolean;
  };
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
  return only === undefined ? lockWaiting(tx, lane, limit) : lockOne(tx, lane, limit, only);
}

const lockWaiting = statement<{ id: string; now: Date }>(lockText(''));
const lockOne = statement<{ id: string; now: Date }>(lockText('and i.conversation_id = $3'));

function lockText(only: string): string {
  return `
    -- Nothing of a turn leaves before \`markSending\` has committed after it, which waits for both. Lost before that, it is taken again.
    select c.id, now() as now, ${SOON_DURABLE}
    from (
      select i.conversation_id, min(i.id) as first
      from inbox i
      where i.lane = $1 and i.status = 'new' ${only}
        and not (i.kind = 'message' and exists (
          select from calls k
          cross join lateral (
            select n.ended_at, n.state ->> 'call' as call from sessions n where n.lane = $1 and n.id = k.session_id limit 1
          ) s
          where k.lane = $1 and k.conversation_id = i.conversation_id and s.ended_at is null and s.call = k.call
        ))
      group by i.conversation_id
      order by 2
      limit $2::integer * 4
    ) waiting
    join conversations c on c.lane = $1 and c.id = waiting.conversation_id
    order by waiting.first
    limit $2
    for update of c skip locked
  `;
}

/** Everything that the turns of these conversations need, in a fixed number of statements. Their rows must be locked. */
export async function loadBatch(
  tx: Transaction<Database>,
  lane: number,
  locked: readonly { id: string; now: Date }[],
): Promise<Batch> {
  const ids = locked.map(({ id }) => id);
  // A statement of its own, after the lock: it sees what was committed by whoever held it before.
  const rows = await readWaiting(tx, lane, ids, MAX_EVENTS);
  const timers = await readTimers(tx, lane, rows);
  const unanswered = await readCalls(tx, lane, rows);
  const offers = new Map(
    rows.flatMap(({ context_id, offered_by, offered_session }) =>
      context_id === null || offered_by === null
        ? []
        : [[context_id, { node: offered_by, session_id: offered_session }] as const],
    ),
  );
  const conversations = Map.groupBy(rows, ({ conversation_id }) => conversation_id);
  return {
    lane,
    now: locked[0]?.now ?? new Date(Number.NaN),
    conversations: [...conversations.values()].flatMap((events) => loadedFrom(events, timers)),
    unanswered,
    offers,
  };
}

/** An event with everything about its conversation. */
type Waiting = InboxRow & {
  channel_id: string;
  contact_id: string;
  held: boolean;
  owner: string | null;
  last_inbound_at: Date | null;
  name: string;
  phone: string;
  locale: string;
  timezone: string;
  is_blocked: boolean;
  is_doubted: boolean;
  active_session: string | null;
  flow_id: string | null;
  version: number | null;
  state: SessionState | null;
  /** Which message of ours was tapped. */
  offered_by: string | null;
  offered_session: string | null;
};

const readWaiting = statement<Waiting>(`
  select i.id, i.source, i.kind, i.conversation_id, i.session_id, i.input, i.context_id, i.referral, i.sent_at, i.attempts,
    case when i.kind in ('start', 'agent', 'echo') then i.raw end as raw,
    c.channel_id, c.contact_id, c.held, c.owner, c.last_inbound_at, p.name, p.phone, p.locale, p.timezone,
    p.blocked_at is not null as is_blocked, p.identity_doubted_at is not null as is_doubted,
    s.id as active_session, s.flow_id, s.version, s.state,
    o.node as offered_by, o.session_id as offered_session
  from conversations c
  join contacts p on p.id = c.contact_id
  cross join lateral (
    select * from inbox n
    where n.lane = $1 and n.conversation_id = c.id and n.status = 'new' order by n.id limit $3
  ) i
  left join lateral (
    select a.id, a.flow_id, a.version, a.state from sessions a
    where a.lane = $1 and a.conversation_id = c.id and a.ended_at is null limit 1
  ) s on true
  left join lateral (
    select node, session_id from outbox where wamid = i.context_id limit 1
  ) o on i.input ->> 'type' = 'choice'
  where c.lane = $1 and c.id = any($2::uuid[])
  order by i.id
  limit $3
`);

function loadedFrom(waiting: readonly Waiting[], timers: ReadonlyMap<string, string>): Loaded[] {
  const [row] = waiting;
  if (!row) return [];
  const newest = newestOf(waiting, row.last_inbound_at);
  return [
    {
      id: row.conversation_id,
      channel_id: row.channel_id,
      contact_id: row.contact_id,
      held: row.held,
      owner: row.owner,
      last_inbound_at: newest?.at ?? row.last_inbound_at,
      newest,
      entered: enteredIn(waiting),
      contact: {
        ...{ name: row.name, phone: row.phone, locale: row.locale, timezone: row.timezone },
        isBlocked: row.is_blocked,
        isDoubted: row.is_doubted,
      },
      session: sessionOf(row),
      timers,
      events: inOrder(waiting),
    },
  ];
}

/**
 * Messages that are waiting next to each other take effect in the order in which they were written, as far as their timestamps
 * (whole seconds) tell; everything else in the order of arrival. Once tried, an event keeps its place. What a person has sent from the
 * WhatsApp Business app comes before all: the contact has that answer, and the bot must not give another.
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
  ordered.push(...messages.sort(bySending));
  if (!ordered.some(isEcho)) return ordered;
  return [...ordered.filter(isEcho), ...ordered.filter((event) => !isEcho(event))];
}

const isEcho = ({ kind }: InboxRow) => kind === 'echo';

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

function enteredIn(events: readonly InboxRow[]): Date | null {
  return events.reduce<Date | null>(
    (last, { kind, referral, sent_at }) =>
      kind === 'message' && referral && (!last || sent_at > last) ? sent_at : last,
    null,
  );
}

function sessionOf({ active_session, flow_id, version, state }: Waiting): Loaded['session'] {
  if (active_session === null || flow_id === null || version === null || state === null) return null;
  return { id: active_session, flow_id, version, state };
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

async function readCalls(tx: Transaction<Database>, lane: number, waiting: readonly Waiting[]) {
  const sessions = waiting.flatMap(({ active_session, state }) =>
    state?.call ? (active_session ?? []) : [],
  );
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
