import { type Kysely, sql } from 'kysely';
import type { Database, StartedBy } from '../db/tables.ts';

/** A session began or ended. */
export type SessionEvent = {
  type: 'session-started' | 'session-ended';
  id: string;
  at: Date;
  sessionId: string;
  flow: string;
  version: number;
  /** Of a start: what it was; of an end: why. */
  startedBy: StartedBy | null;
  reason: string | null;
};

/** Where sessions of a conversation began and ended from `from` on until before `to`; null: without end. */
export async function sessionsBetween(
  db: Kysely<Database>,
  { lane, id }: { lane: number; id: string },
  { from, to }: { from: Date | null; to: Date | null },
): Promise<SessionEvent[]> {
  const { rows } = await sql<{
    id: string;
    at: Date;
    flow: string;
    version: number;
    started_by: StartedBy;
    reason: string | null;
    is_end: boolean;
  }>`
    select s.id, m.at, s.flow_id as flow, s.version, s.started_by, s.ended_reason as reason, m.is_end
    from sessions s
    cross join lateral (values (s.started_at, false), (s.ended_at, true)) as m(at, is_end)
    where s.lane = ${lane} and s.conversation_id = ${id} and m.at is not null
      and (${from}::timestamptz is null or m.at >= ${from}) and (${to}::timestamptz is null or m.at < ${to})
    order by m.at desc, m.is_end desc
    limit 200
  `.execute(db);
  return rows.reverse().map(({ id: sessionId, at, flow, version, started_by, reason, is_end }) => ({
    type: is_end ? 'session-ended' : 'session-started',
    id: `session-${is_end ? 'end' : 'start'}-${sessionId}`,
    at,
    sessionId,
    flow,
    version,
    startedBy: is_end ? null : started_by,
    reason: is_end ? reason : null,
  }));
}
