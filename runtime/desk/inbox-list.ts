import { describeMessage } from '@parley/flows/describe.ts';
import type { Input } from '@parley/flows/input.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import { windowAt } from '@parley/flows/window.ts';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { nodeIn } from '../conversation/conversation-list.ts';
import { nextOf, type Place } from '../conversation/place-in-list.ts';
import { describeInput } from '../conversation/transcript.ts';
import type { CasePriority, CaseStatus, Database, DeliveryStatus } from '../db/tables.ts';
import { type Caller, visibleTeams } from '../people/caller.ts';
import { freelyPlanned } from './freely-planned.ts';
import type { View } from './view.ts';
import { type Filter, matches, type Order, pageOf, visibleTo } from './view.ts';

/** One line of the inbox. */
export type InboxRow = {
  id: string;
  /** Rises with every change of the conversation; see `feed.ts`. */
  version: string;
  numberId: string;
  contact: { id: string; name: string; phone: string; isBlocked: boolean };
  state: 'waiting' | 'owned' | 'bot' | 'resolved';
  owner: string | null;
  case: {
    id: string;
    status: CaseStatus;
    priority: CasePriority;
    team: string | null;
    openedAt: Date;
    alarms: string[];
  } | null;
  /** Since when the contact waits for a person. */
  waitingSince: Date | null;
  lastAt: Date;
  last: LastWords | null;
  /** Messages that came since the caller last looked; `MOST_UNREAD` also stands for more. */
  unread: number;
  labels: string[];
  windowClosesAt: Date | null;
  session: { flow: string; flowName: string; node: string } | null;
  /** Null for one that is not put off; `until-reply` for as long as the contact does not write. */
  snoozedUntil: Date | 'until-reply' | null;
  hasDraft: boolean;
};

export type LastWords = {
  /** `in-…` or `out-…`, as in the thread. */
  id: string;
  from: 'contact' | 'bot' | 'agent' | 'phone';
  kind: string;
  text: string;
  at: Date;
  /** A person's id. */
  by: string | null;
  /** Of a message of ours. */
  status: DeliveryStatus | null;
};

const MOST_UNREAD = 99;
const MAX_PREVIEW = 160;

/** A page of the inbox, and where the next one begins. */
export async function listInbox(
  db: Kysely<Database>,
  caller: Caller,
  filter: Filter,
  { order, after, limit }: { order: Order; after: Place | null; limit: number },
): Promise<{ conversations: InboxRow[]; next: string | null }> {
  const { from, by } = pageOf(order, after);
  const condition = sql`${matches(filter, caller)} and ${from}`;
  const read = (on: Kysely<Database>) => rowsWhere(on, caller, condition, by, limit + 1);
  // Who is limited to some teams may have little among much that is others'.
  const { rows } = await (visibleTeams(caller) === null ? read(db) : freelyPlanned(db, read));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const micros = last && (order === 'waiting' ? last.wait_micros : last.last_micros);
  return {
    conversations: page.map(toRow),
    next: rows.length > limit && last && micros ? nextOf({ micros, id: last.conversation_id }) : null,
  };
}

/** Counts go no further: nobody reads more from a number beside a view, and counting to it is quick. */
const MOST_COUNTED = 1_000;

export type Counts = { views: { [Name in View]: number }; teams: { [teamId: string]: number } };

/** How many conversations each view has for the caller, `MOST_COUNTED` at most, and each team's open cases. */
export async function countInbox(
  db: Kysely<Database>,
  caller: Caller,
  filter: Omit<Filter, 'view'>,
): Promise<Counts> {
  const countOf = (view: View) => sql`(
    select count(*)::integer from (
      select from conversation_cards k where ${matches({ ...filter, view }, caller)} limit ${MOST_COUNTED}
    ) counted
  )`;
  const { counted, teams } = await freelyPlanned(db, async (tx) => ({
    counted: await sql<Counts['views']>`
    select ${countOf('mine')} as mine, ${countOf('unassigned')} as unassigned, ${countOf('team')} as team,
      ${countOf('all')} as all, ${countOf('bot')} as bot, ${countOf('snoozed')} as snoozed,
      ${countOf('resolved')} as resolved
  `.execute(tx),
    teams: await sql<{ team: string; count: number }>`
    select k.team, count(*)::integer as count from conversation_cards k
    where k.team is not null and ${visibleTo(caller)}
    group by k.team
  `.execute(tx),
  }));
  const views = counted.rows[0] ?? {
    mine: 0,
    unassigned: 0,
    team: 0,
    all: 0,
    bot: 0,
    snoozed: 0,
    resolved: 0,
  };
  return { views, teams: Object.fromEntries(teams.rows.map(({ team, count }) => [team, count])) };
}

type Row = {
  conversation_id: string;
  version: string;
  channel_id: string;
  contact_id: string;
  state: InboxRow['state'];
  owner: string | null;
  waiting_since: Date | null;
  last_at: Date;
  last_micros: string;
  wait_micros: string;
  snoozed_until: Date | null;
  is_put_off: boolean;
  lane: number;
  case_id: string | null;
  case_status: CaseStatus | null;
  priority: CasePriority | null;
  team: string | null;
  opened_at: Date | null;
  alarms: string[] | null;
  name: string;
  phone: string;
  is_blocked: boolean;
  last_inbound_at: Date | null;
  now: Date;
  in_id: string | null;
  in_at: Date | null;
  input: Input | null;
  out_id: string | null;
  out_at: Date | null;
  message: OutboundMessage | null;
  out_status: DeliveryStatus | null;
  is_ours: boolean;
  sent_by: string | null;
  reacts_to: string | null;
  flow_id: string | null;
  flow_name: string | null;
  value: string | { [node: string]: unknown } | null;
  unread: number;
  labels: string[];
  has_draft: boolean;
};

/** Which ones is found in the cards alone; what else a line shows is read for those on the page. */
function rowsWhere(
  db: Kysely<Database>,
  caller: Caller,
  condition: RawBuilder<unknown>,
  by: RawBuilder<unknown>,
  limit: number,
) {
  return sql<Row>`
    select k.lane, k.conversation_id, k.version, k.channel_id, k.contact_id, k.state, k.owner, k.waiting_since, k.last_at,
      (extract(epoch from k.last_at) * 1000000)::bigint as last_micros,
      (extract(epoch from k.wait_order) * 1000000)::bigint as wait_micros,
      nullif(k.snoozed_until, 'infinity') as snoozed_until,
      k.snoozed_until is not null and k.snoozed_until > now() as is_put_off,
      k.case_id, k.case_status, k.priority, k.team, e.opened_at, e.alarms,
      p.name, p.phone, p.blocked_at is not null as is_blocked, c.last_inbound_at, now() as now,
      i.id as in_id, i.received_at as in_at, i.input,
      o.id as out_id, o.created_at as out_at, o.message, o.status as out_status,
      o.id is not null and (i.id is null or o.created_at >= i.received_at) as is_ours, o.sent_by, o.reacts_to,
      s.flow_id, f.name as flow_name, s.state -> 'value' as value,
      u.unread, array(
        select l.label_id from conversation_labels l where l.lane = k.lane and l.conversation_id = k.conversation_id
        order by l.label_id
      ) as labels,
      exists (
        select from conversation_drafts d
        where d.lane = k.lane and d.conversation_id = k.conversation_id and d.person_id = ${caller.id}
      ) as has_draft
    from (select k.* from conversation_cards k where ${condition} order by ${by} limit ${limit}) k
    join conversations c on c.lane = k.lane and c.id = k.conversation_id and c.merged_into is null
    join contacts p on p.id = k.contact_id
    left join inbox i on i.lane = k.lane and i.id = k.message_id
    left join outbox o on o.lane = k.lane and o.id = k.outbox_id
    left join cases e on e.lane = k.lane and e.id = k.case_id
    left join sessions s on s.lane = k.lane and s.conversation_id = k.conversation_id and s.ended_at is null
    left join flows f on f.id = s.flow_id
    left join conversation_reads r
      on r.lane = k.lane and r.conversation_id = k.conversation_id and r.person_id = ${caller.id}
    cross join lateral (
      select count(*)::integer as unread from (
        select from inbox n
        where n.lane = k.lane and n.conversation_id = k.conversation_id and n.id > coalesce(r.inbox_id, 0)
          and n.kind = 'message'
        limit ${MOST_UNREAD}
      ) counted
    ) u
    order by ${by}
  `.execute(db);
}

function toRow(row: Row): InboxRow {
  const { open, closesAt } = windowAt(row.last_inbound_at, row.now);
  const { case_id, case_status, opened_at, flow_id } = row;
  return {
    id: row.conversation_id,
    version: row.version,
    numberId: row.channel_id,
    contact: { id: row.contact_id, name: row.name, phone: row.phone, isBlocked: row.is_blocked },
    state: row.state,
    owner: row.owner,
    case:
      case_id !== null && case_status !== null && opened_at
        ? {
            id: `${row.lane}.${case_id}`,
            status: case_status,
            priority: row.priority ?? 'normal',
            team: row.team,
            openedAt: opened_at,
            alarms: [...new Set((row.alarms ?? []).map((alarm) => alarm.split('@')[0] ?? alarm))],
          }
        : null,
    waitingSince: row.waiting_since,
    lastAt: row.last_at,
    last: lastOf(row),
    unread: row.unread,
    labels: row.labels,
    windowClosesAt: open ? closesAt : null,
    session:
      flow_id === null
        ? null
        : { flow: flow_id, flowName: row.flow_name ?? flow_id, node: nodeIn(row.value) },
    snoozedUntil: row.is_put_off ? (row.snoozed_until ?? 'until-reply') : null,
    hasDraft: row.has_draft,
  };
}

function lastOf(row: Row): LastWords | null {
  const { in_id, in_at, input, out_id, out_at, message } = row;
  if (row.is_ours && message && out_id !== null && out_at) {
    const from = row.sent_by === null ? 'bot' : row.sent_by === 'phone' ? 'phone' : 'agent';
    return {
      id: `out-${out_id}`,
      from,
      kind: row.reacts_to === null ? message.type : 'reaction',
      text: shortened(describeMessage(message).join(' ')),
      at: out_at,
      by: from === 'agent' ? row.sent_by : null,
      status: row.out_status,
    };
  }
  if (in_id === null || in_at === null) return null;
  return {
    id: `in-${in_id}`,
    from: 'contact',
    kind: input?.type === 'media' ? input.kind : (input?.type ?? 'unknown'),
    text: shortened(describeInput(input, null)),
    at: in_at,
    by: null,
    status: null,
  };
}

/** One line, cut between two characters as people count them. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= MAX_PREVIEW) return line;
  return `${line.slice(0, MAX_PREVIEW - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
