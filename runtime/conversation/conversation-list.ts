import { windowAt } from '@parley/flows/window.ts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { FIRST_ANSWER, freeUntil } from './free-entry.ts';
import { nextOf, type Place } from './place-in-list.ts';

export type ListedConversation = {
  id: string;
  numberId: string;
  contact: { id: string; name: string; phone: string };
  createdAt: Date;
  lastInboundAt: Date | null;
  windowClosesAt: Date | null;
  /** Until then nothing costs anything, as the contact came by an ad; says nothing about the window. */
  freeUntil: Date | null;
  held: boolean;
  session: { id: string; flow: string; version: number; node: string; startedAt: Date } | null;
};

type Row = {
  id: string;
  channel_id: string;
  contact_id: string;
  name: string;
  phone: string;
  created_at: Date;
  last_inbound_at: Date | null;
  first_answer: Date | null;
  held: boolean;
  session_id: string | null;
  flow_id: string | null;
  version: number | null;
  value: string | { [node: string]: string } | null;
  started_at: Date | null;
  now: Date;
  micros: string;
};

type Asked = {
  numberId: string | null;
  after: Place | null;
  limit: number;
  /** Somebody who sees only their own conversations and those of their teams; null for everything. */
  seenBy?: { id: string; teams: readonly string[] } | null;
};

/** Conversations, the one with the newest message of its contact first; one that the contact never wrote in counts from its start. */
export async function listConversations(
  db: Kysely<Database>,
  { numberId, after, limit, seenBy = null }: Asked,
): Promise<{ conversations: ListedConversation[]; next: string | null }> {
  const { rows } = await sql<Row>`
    select * from (
      select c.id, c.channel_id, c.contact_id, p.name, p.phone, c.created_at, c.last_inbound_at, c.held,
        ${FIRST_ANSWER} as first_answer,
        s.id as session_id, s.flow_id, s.version, s.state -> 'value' as value, s.started_at, now() as now,
        (extract(epoch from coalesce(c.last_inbound_at, c.created_at)) * 1000000)::bigint as micros
      from conversations c
      join contacts p on p.id = c.contact_id
      left join sessions s on s.lane = c.lane and s.conversation_id = c.id and s.ended_at is null
      where c.merged_into is null ${numberId === null ? sql`` : sql`and c.channel_id = ${numberId}`}
        ${seenBy === null ? sql`` : sql`and ${isSeenBy(seenBy)}`}
    ) listed
    ${after === null ? sql`` : sql`where (micros, id) < (${after.micros}::bigint, ${after.id}::uuid)`}
    order by micros desc, id desc
    limit ${limit + 1}
  `.execute(db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    conversations: page.map(toListed),
    next: rows.length > limit && last ? nextOf(last) : null,
  };
}

/** The same rule as in `escalation/visible.ts`. */
function isSeenBy({ id, teams }: NonNullable<Asked['seenBy']>) {
  return sql`(c.owner = ${id} or exists (
    select from cases k
    where k.lane = c.lane and k.conversation_id = c.id and k.team = any(${[...teams]}::text[])
  ))`;
}

function toListed(row: Row): ListedConversation {
  const { open, closesAt } = windowAt(row.last_inbound_at, row.now);
  const { session_id, flow_id, version, value, started_at } = row;
  return {
    id: row.id,
    numberId: row.channel_id,
    contact: { id: row.contact_id, name: row.name, phone: row.phone },
    createdAt: row.created_at,
    lastInboundAt: row.last_inbound_at,
    windowClosesAt: open ? closesAt : null,
    freeUntil: freeUntil(row.first_answer, row.now),
    held: row.held,
    session:
      session_id && flow_id && version !== null && started_at
        ? { id: session_id, flow: flow_id, version, node: nodeIn(value), startedAt: started_at }
        : null,
  };
}

/** The node that a session stands at, from the machine's value. */
export function nodeIn(value: string | { [node: string]: unknown } | null): string {
  return typeof value === 'string' ? value : (Object.keys(value ?? {})[0] ?? '');
}
