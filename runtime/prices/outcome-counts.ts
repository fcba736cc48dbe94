import { type Kysely, sql } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import type { Database } from '../db/tables.ts';

/** How a session ended, as an expression over `sessions s`: in the flow's own words, or that it has not. */
export const OUTCOME = sql<string>`case when s.ended_at is null then 'under-way' else coalesce(s.ended_reason, 'finished') end`;

/** Sessions that said something between two days, by flow and by how they ended. Days are those of UTC. */
export async function outcomeCounts(
  db: Kysely<Database>,
  { from, to }: { from: string; to: string },
): Promise<{ flow: string; outcome: string; sessions: number }[]> {
  const { rows } = await sql<{ flow: string; outcome: string; sessions: number }>`
    select s.flow_id as flow, ${OUTCOME} as outcome, count(distinct s.id)::integer as sessions
    from outbox o join sessions s on s.lane = o.lane and s.id = o.session_id
    where o.lane = any(${EVERY_LANE}::smallint[]) and o.status in ('delivered', 'read')
      and o.created_at >= ${from}::date and o.created_at < ${to}::date + interval '1 day'
    group by 1, 2
  `.execute(db);
  return rows;
}
