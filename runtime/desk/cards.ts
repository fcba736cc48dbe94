import { type Kysely, sql } from 'kysely';
import { retriedTransaction } from '../db/retried-transaction.ts';
import { statement } from '../db/statement.ts';
import type { Database } from '../db/tables.ts';

/** Which conversations, by lane. */
export type Changed = ReadonlyMap<number, ReadonlySet<string>>;

/**
 * Brings the cards of these conversations up to date with what is in the tables that turns and people write, and gives all of them the
 * next version: whoever watches sees that something has changed. Beside the turns and never within one; one process at a time, so
 * that versions are seen in their order. A statement for each lane.
 */
export async function refreshCards(db: Kysely<Database>, changed: Changed): Promise<void> {
  if (changed.size === 0) return;
  await retriedTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('parley: desk'))`.execute(tx);
    const { rows } = await sql<{ version: string }>`select nextval('desk_version') as version`.execute(tx);
    const version = rows[0]?.version ?? '0';
    const lanes = [...changed].sort(([one], [other]) => one - other);
    for (const [lane, ids] of lanes) await refresh(tx, lane, [...ids], version);
  });
}

/** Somebody has changed what only they see, or what no table of the turns holds: labels, a snooze. */
export function refreshOne(db: Kysely<Database>, { lane, id }: { lane: number; id: string }): Promise<void> {
  return refreshCards(db, new Map([[lane, new Set([id])]]));
}

/** A moment after all others: those who wait for nobody come behind those who do, the newest first. */
const BEHIND = `timestamptz '2100-01-01 00:00:00+00'`;
/** So many of the newest messages are looked through for the first that has no answer. */
const LOOK_BACK = 50;

/**
 * Values: lane, ids, version. Whoever waits for a person waits since the case was opened, or since the first message that came after the
 * last answer.
 */
const refresh = statement(`
  insert into conversation_cards as k (
    lane, conversation_id, version, channel_id, contact_id, state, owner, team, teams, case_id, case_status, priority,
    waiting_since, last_at, wait_order, message_id, inbox_id, outbox_id, event_id
  )
  select $1::smallint, f.id, $3::bigint, f.channel_id, f.contact_id, f.state, f.owner, f.team, f.teams, f.case_id, f.case_status,
    f.priority, f.waiting_since, f.last_at,
    coalesce(f.waiting_since, ${BEHIND} + (${BEHIND} - f.last_at)),
    f.message_id, f.inbox_id, f.outbox_id, f.event_id
  from (
    select c.id, c.channel_id, c.contact_id, c.owner,
      case
        when c.held and c.owner is null then 'waiting'
        when c.held then 'owned'
        when e.status in ('resolved', 'expired') and not exists (
          select from sessions s where s.lane = $1 and s.conversation_id = c.id and s.ended_at is null
        ) then 'resolved'
        else 'bot'
      end as state,
      case when e.is_open then e.team end as team, t.teams,
      case when e.is_open then e.id end as case_id,
      case when e.is_open then e.status end as case_status,
      case when e.is_open then e.priority end as priority,
      case
        when not c.held then null
        when e.is_open and e.last_answer_at is null then e.opened_at
        else w.since
      end as waiting_since,
      greatest(c.created_at, m.at, o.at) as last_at,
      coalesce(m.id, 0) as message_id, coalesce(i.id, 0) as inbox_id, coalesce(o.id, 0) as outbox_id,
      coalesce(v.id, 0) as event_id
    from conversations c
    left join lateral (
      select n.id from inbox n where n.lane = $1 and n.conversation_id = c.id order by n.id desc limit 1
    ) i on true
    left join lateral (
      select n.id, n.received_at as at from inbox n
      where n.lane = $1 and n.conversation_id = c.id and n.kind = 'message' order by n.id desc limit 1
    ) m on true
    left join lateral (
      select n.id, n.created_at as at from outbox n
      where n.lane = $1 and n.conversation_id = c.id order by n.id desc limit 1
    ) o on true
    left join lateral (
      select n.id from conversation_events n
      where n.lane = $1 and n.conversation_id = c.id order by n.id desc limit 1
    ) v on true
    left join lateral (
      select n.id, n.status, n.team, n.priority, n.opened_at, n.last_answer_at,
        n.status in ('requested', 'assigned', 'answered') as is_open
      from cases n where n.lane = $1 and n.conversation_id = c.id order by n.id desc limit 1
    ) e on true
    left join lateral (
      select coalesce(array_agg(distinct n.team) filter (where n.team is not null), '{}') as teams
      from cases n where n.lane = $1 and n.conversation_id = c.id
    ) t on true
    left join lateral (
      select min(n.received_at) as since from (
        select b.received_at, b.kind from inbox b
        where b.lane = $1 and b.conversation_id = c.id order by b.id desc limit ${LOOK_BACK}
      ) n
      where c.held and n.kind = 'message' and n.received_at > coalesce(e.last_answer_at, c.owned_at, '-infinity')
    ) w on true
    where c.lane = $1 and c.id = any($2::uuid[])
  ) f
  order by f.id
  on conflict (lane, conversation_id) do update set
    version = excluded.version, contact_id = excluded.contact_id, state = excluded.state, owner = excluded.owner,
    team = excluded.team, teams = excluded.teams, case_id = excluded.case_id, case_status = excluded.case_status,
    priority = excluded.priority, waiting_since = excluded.waiting_since, last_at = excluded.last_at,
    wait_order = excluded.wait_order, message_id = excluded.message_id, inbox_id = excluded.inbox_id,
    outbox_id = excluded.outbox_id, event_id = excluded.event_id,
    -- Whoever writes is heard, whatever they were put off to.
    snoozed_until = case when excluded.message_id > k.message_id then null else k.snoozed_until end,
    snoozed_by = case when excluded.message_id > k.message_id then null else k.snoozed_by end
`);
