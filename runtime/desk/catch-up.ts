import { type Kysely, sql } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import { statement } from '../db/statement.ts';
import type { Database } from '../db/tables.ts';
import { refreshCards } from './cards.ts';

/**
 * How long a row may stay unseen after its id was given: as long as its transaction can take. What was written since is looked at again.
 */
const SETTLED_S = 30;
/** Rows of each table and lane that are looked at in one go. */
const MOST_ROWS = 2_000;

/**
 * Looks through one lane for what has been written since the last look: its words are made known to the search, and conversations whose
 * cards have not heard of it get them. It finds what a process noted and lost as it ended, and all that was there before there were
 * cards. One process at a time. True when there is more to look at right away.
 */
export async function catchUp(db: Kysely<Database>, lane: number): Promise<boolean> {
  const found = await db.transaction().execute(async (tx) => {
    const got = await sql<{ ok: boolean }>`
      select pg_try_advisory_xact_lock(hashtext('parley: desk catch-up'), ${lane}) as ok
    `.execute(tx);
    if (!got.rows[0]?.ok) return null;
    await sql`insert into desk_progress (lane) values (${lane}) on conflict do nothing`.execute(tx);
    const [reached] = await learnWords(tx, lane);
    if (!reached) return null;
    // Everything up to `to_…` had been written when it was looked at long ago: it is settled.
    await sql`
      update desk_progress set
        from_inbox = case when p.is_due then to_inbox else from_inbox end,
        from_outbox = case when p.is_due then to_outbox else from_outbox end,
        from_event = case when p.is_due then to_event else from_event end,
        to_inbox = case when p.is_due then ${reached.inbox}::bigint else to_inbox end,
        to_outbox = case when p.is_due then ${reached.outbox}::bigint else to_outbox end,
        to_event = case when p.is_due then ${reached.event}::bigint else to_event end,
        looked_at = case when p.is_due then now() else looked_at end
      from (
        select ${reached.is_full} or looked_at < now() - ${SETTLED_S}::integer * interval '1 second' as is_due
        from desk_progress where lane = ${lane}
      ) p
      where lane = ${lane}
    `.execute(tx);
    return reached;
  });
  if (!found) return false;
  // There is much to learn yet; whose cards are behind is asked when that is done.
  if (found.is_full) return true;
  const stale = await staleCards(db, lane);
  await refreshCards(
    db,
    stale.length === 0 ? new Map() : new Map([[lane, new Set(stale.map(({ id }) => id))]]),
  );
  return stale.length === MOST_STALE;
}

/** PostgreSQL would take what these join for one word: an address, a tag, a path. */
const APART = '<>@./:-_&=?#+%~|*()[]{}"';

type Reached = { inbox: string; outbox: string; event: string; is_full: boolean };

/** Values: lane. */
const learnWords = statement<Reached>(`
  with progress as (
    select greatest(from_inbox, 0) as inbox, greatest(from_outbox, 0) as outbox, greatest(from_event, 0) as event
    from desk_progress where lane = $1
  ), said as (
    select i.id, i.conversation_id, i.received_at as at, i.kind,
      case i.input ->> 'type'
        when 'text' then i.input ->> 'text'
        when 'choice' then i.input ->> 'title'
        when 'media' then concat_ws(' ', i.input ->> 'caption', i.input ->> 'filename')
        when 'location' then concat_ws(' ', i.input ->> 'name', i.input ->> 'address')
        when 'order' then i.input ->> 'text'
        when 'contact-card' then (i.input -> 'contacts')::text
        when 'form' then (i.input -> 'values')::text
      end as text
    from inbox i
    where i.lane = $1 and i.id > (select inbox from progress) order by i.id limit ${MOST_ROWS}
  ), answered as (
    select o.id, o.conversation_id, o.created_at as at,
      concat_ws(' ', o.message ->> 'body', o.message ->> 'caption', o.message ->> 'filename', o.message ->> 'name',
        o.message ->> 'footer', o.message #>> '{header,text}') as text
    from outbox o
    where o.lane = $1 and o.id > (select outbox from progress) and o.reacts_to is null order by o.id limit ${MOST_ROWS}
  ), happened as (
    select v.id, v.conversation_id, v.at, v.kind, v.details ->> 'text' as text
    from conversation_events v
    where v.lane = $1 and v.id > (select event from progress) order by v.id limit ${MOST_ROWS}
  ), learnt as (
    insert into message_words (lane, side, id, conversation_id, at, words)
    select $1, n.side, n.id, n.conversation_id, n.at, to_tsvector('simple', translate(left(n.text, 4096), '${APART}', '${APART.replace(/./g, ' ')}'))
    from (
      select 'in' as side, id, conversation_id, at, text from said where kind = 'message'
      union all
      select 'out', id, conversation_id, at, text from answered
      union all
      select 'note', id, conversation_id, at, text from happened where kind = 'note'
    ) n
    where coalesce(n.text, '') <> ''
    on conflict do nothing
  )
  select
    greatest((select max(id) from said), (select inbox from progress)) as inbox,
    greatest((select max(id) from answered), (select outbox from progress)) as outbox,
    greatest((select max(id) from happened), (select event from progress)) as event,
    ${MOST_ROWS} in ((select count(*) from said), (select count(*) from answered), (select count(*) from happened)) as is_full
`);

const MOST_STALE = 200;

/** Values: lane. Conversations of this lane that have no card, or one that has not heard of what was written lately. */
const staleCards = statement<{ id: string }>(`
  select conversation_id as id from (
    select i.conversation_id from desk_progress p
    join inbox i on i.lane = $1 and i.id > p.from_inbox
    left join conversation_cards k on k.lane = $1 and k.conversation_id = i.conversation_id
    where p.lane = $1 and coalesce(k.inbox_id, -1) < i.id
    union
    select o.conversation_id from desk_progress p
    join outbox o on o.lane = $1 and o.id > p.from_outbox
    left join conversation_cards k on k.lane = $1 and k.conversation_id = o.conversation_id
    where p.lane = $1 and coalesce(k.outbox_id, -1) < o.id
    union
    select v.conversation_id from desk_progress p
    join conversation_events v on v.lane = $1 and v.id > p.from_event
    left join conversation_cards k on k.lane = $1 and k.conversation_id = v.conversation_id
    where p.lane = $1 and coalesce(k.event_id, -1) < v.id
  ) behind
  limit ${MOST_STALE}
`);

/** Conversations that have no card at all: those of a database that is older than cards. Returns how many got one. */
export async function makeMissingCards(db: Kysely<Database>, lane: number): Promise<number> {
  const missing = await withoutCard(db, lane);
  await refreshCards(
    db,
    missing.length === 0 ? new Map() : new Map([[lane, new Set(missing.map(({ id }) => id))]]),
  );
  return missing.length;
}

const withoutCard = statement<{ id: string }>(`
  select c.id from conversations c
  where c.lane = $1 and c.merged_into is null and not exists (
    select from conversation_cards k where k.lane = $1 and k.conversation_id = c.id
  )
  limit 500
`);

/** What people and deadlines have done lately, wherever: it is in no turn, so nobody notes it. */
export async function eventsSince(
  db: Kysely<Database>,
  since: string,
): Promise<{ found: { lane: number; conversationId: string }[]; upTo: string }> {
  const { rows } = await sql<{ lane: number; conversation_id: string; id: string; is_stale: boolean }>`
    select v.lane, v.conversation_id, v.id, coalesce(k.event_id, -1) < v.id as is_stale
    from conversation_events v
    left join conversation_cards k on k.lane = v.lane and k.conversation_id = v.conversation_id
    where v.lane = any(${EVERY_LANE}::smallint[]) and v.id > ${since}::bigint
    order by v.id limit 1000
  `.execute(db);
  return {
    found: rows
      .filter(({ is_stale }) => is_stale)
      .map((row) => ({ lane: row.lane, conversationId: row.conversation_id })),
    upTo: rows.at(-1)?.id ?? since,
  };
}

/** The newest event there is, as `eventsSince` counts. */
export async function newestEvent(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ id: string | null }>`
    select max(m.id) as id from unnest(${EVERY_LANE}::smallint[]) as l(lane)
    cross join lateral (
      select v.id from conversation_events v where v.lane = l.lane order by v.id desc limit 1
    ) m
  `.execute(db);
  return rows[0]?.id ?? '0';
}
