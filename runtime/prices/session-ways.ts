import { THEN } from '@parley/flows/prices/way.ts';
import { sql } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';

/**
 * The way that each session took which said something between two days, as two more tables for a statement: `ways` has `lane`, `session_id`
 * and `way`, the nodes that the session came to as `wayOf` writes them, down to where it stands, so that it can be
 * laid beside a path of the forecast. A turn that started another flow has ports of two sessions.
 */
export const waysBetween = ({ from, to }: { from: Date; to: Date }) => sql`
  said as (
    select distinct lane, session_id from outbox
    where lane = any(${EVERY_LANE}::smallint[]) and session_id is not null
      and created_at >= ${from} and created_at < ${to}
  ),
  walked as (
    select s.lane, s.id as session_id, t.taken ->> 'node' as node, i.id as turn, t.n
    from said
    join sessions s on s.lane = said.lane and s.id = said.session_id
    join inbox i on i.lane = s.lane and i.conversation_id = s.conversation_id and i.path is not null
    cross join lateral jsonb_array_elements(i.path) with ordinality as t (taken, n)
    where coalesce((t.taken ->> 'session')::uuid, i.session_id) = s.id and t.taken ->> 'node' <> ''
    union all
    select s.lane, s.id, ${STANDS_AT}, ${LAST}, 0
    from said join sessions s on s.lane = said.lane and s.id = said.session_id
  ),
  came as (
    select lane, session_id, node, min(array[turn, n]) as first from walked where node is not null group by 1, 2, 3
  ),
  ways as (
    select lane, session_id, string_agg(node, ${THEN} order by first) as way from came group by 1, 2
  )`;

/** The node that a session stands at, or stood at when it ended. A node with inner places is the only key of an object. */
const STANDS_AT = sql`case jsonb_typeof(s.state -> 'value')
  when 'string' then s.state ->> 'value'
  when 'object' then (select min(inner_of) from jsonb_object_keys(s.state -> 'value') inner_of)
end`;

/** After everything that was taken. */
const LAST = sql`9223372036854775807::bigint`;
