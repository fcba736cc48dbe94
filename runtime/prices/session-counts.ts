import { type Kysely, sql } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import type { Database } from '../db/tables.ts';
import { waysBetween } from './session-ways.ts';

/** How a session ended, as an expression over `sessions s`: in the flow's own words, or that it has not. */
export const OUTCOME = sql<string>`case when s.ended_at is null then 'under-way' else coalesce(s.ended_reason, 'finished') end`;

/** Sessions that said something between two days, by flow and by how they ended or which way they took. Days are those of UTC. */
export async function sessionCounts(
  db: Kysely<Database>,
  { from, to, by }: { from: string; to: string; by: 'outcome' | 'path' },
): Promise<{ flow: string; key: string; sessions: number }[]> {
  const isByWay = by === 'path';
  const days = { from: new Date(`${from}T00:00Z`), to: new Date(Date.parse(`${to}T00:00Z`) + DAY_MS) };
  const { rows } = await sql<{ flow: string; key: string; sessions: number }>`
    ${isByWay ? sql`with ${waysBetween(days)}` : sql``}
    select s.flow_id as flow, ${isByWay ? sql`w.way` : OUTCOME} as key, count(distinct s.id)::integer as sessions
    from outbox o join sessions s on s.lane = o.lane and s.id = o.session_id
    ${isByWay ? sql`join ways w on w.lane = s.lane and w.session_id = s.id` : sql``}
    where o.lane = any(${EVERY_LANE}::smallint[]) and o.status in ('delivered', 'read')
      and o.created_at >= ${days.from} and o.created_at < ${days.to}
    group by 1, 2
  `.execute(db);
  return rows;
}

const DAY_MS = 86_400_000;
