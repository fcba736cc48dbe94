import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/tables.ts';
import { timerKey } from './batch.ts';
import type { Of } from './change.ts';
import { lastOf, recordset } from './recordset.ts';

type Tx = Transaction<Database>;

/** The timers of sessions that go on; those of sessions that end go with them. */
export async function writeTimers(
  tx: Tx,
  lane: number,
  changes: Of<'timer'>,
  sessions: Of<'session'>,
): Promise<void> {
  const ended = new Set(sessions.flatMap((one) => (one.ended === null ? [] : [one.session.sessionId])));
  const timers = lastOf(changes, ({ sessionId, timer }) => timerKey(sessionId, timer)).filter(
    ({ sessionId }) => !ended.has(sessionId),
  );
  const gone = timers.filter(({ row }) => row === null);
  const set = timers.flatMap(({ conversation, sessionId, timer, row }) =>
    row
      ? [{ session_id: sessionId, timer, id: row.id, conversation_id: conversation.id, due_at: row.dueAt }]
      : [],
  );
  if (gone.length > 0) {
    const rows = gone.map(({ sessionId, timer }) => ({ session_id: sessionId, timer }));
    await sql`
      delete from timers t using ${recordset(rows, 'session_id uuid, timer text')}
      where t.lane = ${lane} and t.session_id = r.session_id and t.timer = r.timer
    `.execute(tx);
  }
  if (set.length > 0) {
    const columns = 'session_id uuid, timer text, id uuid, conversation_id uuid, due_at timestamptz';
    await sql`
      insert into timers (lane, session_id, timer, id, conversation_id, due_at)
      select ${lane}, r.session_id, r.timer, r.id, r.conversation_id, r.due_at from ${recordset(set, columns)}
      on conflict (lane, session_id, timer)
        do update set id = excluded.id, due_at = excluded.due_at, fired = false
    `.execute(tx);
  }
}

export async function writeCalls(tx: Tx, lane: number, changes: Of<'call'>): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ conversation, sessionId, call, request }) => ({
    session_id: sessionId,
    call,
    conversation_id: conversation.id,
    request,
  }));
  await sql`
    insert into calls (lane, session_id, call, conversation_id, request)
    select ${lane}, r.session_id, r.call, r.conversation_id, r.request
    from ${recordset(rows, 'session_id uuid, call text, conversation_id uuid, request jsonb')}
    on conflict do nothing
  `.execute(tx);
}
