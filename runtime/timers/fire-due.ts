import { type Kysely, sql } from 'kysely';
import { retriedTransaction } from '../db/retried-transaction.ts';
import type { Database } from '../db/tables.ts';
import { type Entry, enqueue } from '../inbox/enqueue.ts';
import type { Telemetry } from '../telemetry.ts';
import { timerSource } from './timer-source.ts';

export type TimerDeps = {
  db: Kysely<Database>;
  telemetry?: Telemetry;
  /** Awaited between the steps, so that a test can end the process there. */
  at?: (point: string) => Promise<void> | void;
};

/** Timers that become events in one transaction. */
const BATCH = 100;

type Due = { id: string; session_id: string; timer: string; conversation_id: string; late_seconds: number };

/**
 * Put timers of one lane that are due by the database's clock into the inbox, 100 at most. A timer's row stays until its turn has
 * been taken, which finds it gone if the session has moved on meanwhile. Returns how many have fired.
 */
export async function fireDueTimers({ db, telemetry, at }: TimerDeps, lane: number): Promise<number> {
  const fired = await retriedTransaction(db, async (tx) => {
    const { rows } = await sql<Due>`
      update timers t set fired = true
      from (
        select session_id, timer from timers
        where lane = ${lane} and not fired and due_at <= now()
        order by due_at
        limit ${BATCH}
        for update skip locked
      ) due
      where t.lane = ${lane} and t.session_id = due.session_id and t.timer = due.timer
      returning t.id, t.session_id, t.timer, t.conversation_id,
        extract(epoch from clock_timestamp() - t.due_at)::float8 as late_seconds
    `.execute(tx);
    if (rows.length === 0) return [];
    await at?.('timers.claimed');
    await enqueue(
      tx,
      rows.map((row) => entryOf(lane, row)),
    );
    await at?.('timers.before-commit');
    return rows;
  });
  telemetry?.timersFired(fired.map(({ late_seconds }) => late_seconds));
  return fired.length;
}

function entryOf(lane: number, { id, session_id, timer, conversation_id }: Due): Entry {
  return {
    lane,
    conversationId: conversation_id,
    sessionId: session_id,
    kind: 'timer',
    source: timerSource(id),
    input: { type: 'timer', timer },
  };
}
