import { type Kysely, type Selectable, sql } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import { statement } from '../db/statement.ts';
import type { Database } from '../db/tables.ts';
import { refreshCards } from './cards.ts';
import { isSame, type Place, type Progress, progressAfter, SETTLED_S, startOf } from './progress.ts';

/** Rows of each table and lane that are looked at in one go. */
const MOST_ROWS = 2_000;

/**
 * Looks through one lane for what has been written since the last look: conversations whose cards have not heard of it get them, and its
 * words are made known to the search. It finds what a process noted and lost as it ended, and all that was there before there were
 * cards. One process at a time. True when there is more to look at right away.
 */
export async function catchUp(db: Kysely<Database>, lane: number): Promise<boolean> {
  const progress = (await readProgress(db, lane)) ?? (await begin(db, lane));
  const start = startOf(progress);
  // Cards before words: where this ends in between, the next look begins where this one did.
  const stale = await staleCards(db, lane, ...start);
  if (stale.length > 0) await refreshCards(db, new Map([[lane, new Set(stale.map(({ id }) => id))]]));
  if (stale.length === MOST_STALE) return true;
  return db.transaction().execute(async (tx) => {
    const got = await sql<{ ok: boolean }>`
      select pg_try_advisory_xact_lock(hashtext('parley: desk catch-up'), ${lane}) as ok
    `.execute(tx);
    // Another process looks, or has looked meanwhile.
    if (!got.rows[0]?.ok || !isSame(progress, await readProgress(tx, lane))) return false;
    const [found] = await learnWords(tx, lane, ...start);
    if (!found) return false;
    const reached: Place = [found.inbox, found.outbox, found.event];
    const next = progressAfter(progress, { reached, isFull: found.is_full, isOld: found.is_old });
    if (!isSame(progress, next)) await keepProgress(tx, lane, next);
    return found.is_full;
  });
}

async function readProgress(db: Kysely<Database>, lane: number): Promise<Progress | null> {
  const [row] = await readRow(db, lane, SETTLED_S);
  return row
    ? {
        from: [row.from_inbox, row.from_outbox, row.from_event],
        to: [row.to_inbox, row.to_outbox, row.to_event],
        seen: [row.seen_inbox, row.seen_outbox, row.seen_event],
        isDue: row.is_due,
      }
    : null;
}

/** Values: lane, seconds after which it is time for the second look. */
const readRow = statement<
  Omit<Selectable<Database['desk_progress']>, 'lane' | 'looked_at'> & { is_due: boolean }
>(`
  select from_inbox, from_outbox, from_event, to_inbox, to_outbox, to_event, seen_inbox, seen_outbox, seen_event,
    looked_at < now() - $2::integer * interval '1 second' as is_due
  from desk_progress where lane = $1
`);

async function begin(db: Kysely<Database>, lane: number): Promise<Progress> {
  await sql`insert into desk_progress (lane) values (${lane}) on conflict do nothing`.execute(db);
  const progress = await readProgress(db, lane);
  if (!progress) throw new Error(`lane ${lane} has no progress`);
  return progress;
}

async function keepProgress(db: Kysely<Database>, lane: number, next: Progress): Promise<void> {
  await writeRow(db, lane, ...next.from, ...next.to, ...next.seen, next.isDue);
}

/** Values: lane, three places of three ids, whether the second look goes on. */
const writeRow = statement(`
  update desk_progress set
    from_inbox = $2, from_outbox = $3, from_event = $4, to_inbox = $5, to_outbox = $6, to_event = $7,
    seen_inbox = $8, seen_outbox = $9, seen_event = $10,
    looked_at = case when $11::boolean or (to_inbox, to_outbox, to_event) = ($5, $6, $7) then looked_at else now() end
  where lane = $1
`);

type Found = {
  inbox: string;
  outbox: string;
  event: string;
  /** There may be more rows. */
  is_full: boolean;
  /** The newest of those that were looked at was written longer ago than any transaction takes. */
  is_old: boolean;
};

/** PostgreSQL would take what these join for one word: an address, a tag, a path. */
const APART = '<>@./:-_&=?#+%~|*()[]{}"';

/** Values: lane; ids of the three tables, after which to look. */
const learnWords = statement<Found>(`
  with said as materialized (
    select i.id, i.conversation_id, i.received_at as at, i.kind, i.input
    from inbox i
    where i.lane = $1 and i.id > $2 order by i.id limit ${MOST_ROWS}
  ), answered as materialized (
    select o.id, o.conversation_id, o.created_at as at, o.message, o.reacts_to
    from outbox o
    where o.lane = $1 and o.id > $3::bigint order by o.id limit ${MOST_ROWS}
  ), happened as materialized (
    select v.id, v.conversation_id, v.at, v.kind, v.details
    from conversation_events v
    where v.lane = $1 and v.id > $4::bigint order by v.id limit ${MOST_ROWS}
  ), learnt as (
    insert into message_words (lane, side, id, conversation_id, at, words)
    select $1, n.side, n.id, n.conversation_id, n.at, to_tsvector('simple', translate(left(n.text, 4096), '${APART}', '${APART.replace(/./g, ' ')}'))
    from (
      select 'in' as side, s.id, s.conversation_id, s.at,
        case s.input ->> 'type'
          when 'text' then s.input ->> 'text'
          when 'choice' then s.input ->> 'title'
          when 'media' then concat_ws(' ', s.input ->> 'caption', s.input ->> 'filename')
          when 'location' then concat_ws(' ', s.input ->> 'name', s.input ->> 'address')
          when 'order' then s.input ->> 'text'
          when 'contact-card' then (s.input -> 'contacts')::text
          when 'form' then (s.input -> 'values')::text
        end as text
      from said s
      where s.kind = 'message' and not exists (
        select from message_words w where w.lane = $1 and w.side = 'in' and w.id = s.id
      )
      union all
      select 'out', a.id, a.conversation_id, a.at,
        concat_ws(' ', a.message ->> 'body', a.message ->> 'caption', a.message ->> 'filename', a.message ->> 'name',
          a.message ->> 'footer', a.message #>> '{header,text}')
      from answered a
      where a.reacts_to is null and not exists (
        select from message_words w where w.lane = $1 and w.side = 'out' and w.id = a.id
      )
      union all
      select 'note', h.id, h.conversation_id, h.at, h.details ->> 'text'
      from happened h
      where h.kind = 'note' and not exists (
        select from message_words w where w.lane = $1 and w.side = 'note' and w.id = h.id
      )
    ) n
    where coalesce(n.text, '') <> ''
    on conflict do nothing
  )
  select
    greatest((select max(id) from said), $2::bigint) as inbox,
    greatest((select max(id) from answered), $3::bigint) as outbox,
    greatest((select max(id) from happened), $4::bigint) as event,
    ${MOST_ROWS} in ((select count(*) from said), (select count(*) from answered), (select count(*) from happened)) as is_full,
    greatest((select max(at) from said), (select max(at) from answered), (select max(at) from happened))
      < now() - ${SETTLED_S}::integer * interval '1 second' as is_old
`);

const MOST_STALE = 500;

/** Values as of `learnWords`. Conversations that have no card, or one that has not heard of these rows. */
const staleCards = statement<{ id: string }>(`
  select distinct n.conversation_id as id from (
    (select 'in' as side, i.id, i.conversation_id from inbox i
      where i.lane = $1 and i.id > $2::bigint order by i.id limit ${MOST_ROWS})
    union all
    (select 'out', o.id, o.conversation_id from outbox o
      where o.lane = $1 and o.id > $3::bigint order by o.id limit ${MOST_ROWS})
    union all
    (select 'event', v.id, v.conversation_id from conversation_events v
      where v.lane = $1 and v.id > $4::bigint order by v.id limit ${MOST_ROWS})
  ) n
  left join conversation_cards k on k.lane = $1 and k.conversation_id = n.conversation_id
  where coalesce(case n.side when 'in' then k.inbox_id when 'out' then k.outbox_id else k.event_id end, -1) < n.id
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
