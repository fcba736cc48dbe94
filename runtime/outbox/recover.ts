import { type Kysely, sql } from 'kysely';
import { retried, retriedTransaction } from '../db/retried-transaction.ts';
import type { Database } from '../db/tables.ts';
import type { FailedRow } from './failed-row.ts';
import { enqueueFailed } from './send-failed.ts';

export type Recovered = { unknown: number; again: number; failed: number };

/**
 * Look after the messages of one lane whose fate nobody tells. One that was being sent when its process died may have arrived, so
 * it is unknown, and waits `graceMs` for a status. One that is still unknown then is decided: a free-form message goes once
 * more, a second time never; a template, which costs money, has failed. Unless `mayDecide` they stay unknown.
 */
export async function recoverUnknown(
  db: Kysely<Database>,
  lane: number,
  graceMs: number,
  mayDecide: boolean,
): Promise<Recovered> {
  const lapse = sql`
    update outbox
    set status = 'unknown', leased_until = null, due_at = now() + ${graceMs}::integer * interval '1 millisecond',
      error = ${JSON.stringify({ reason: 'unknown', details: 'the process that sent it ended' })}::jsonb
    where lane = ${lane} and open and status = 'sending' and leased_until < now()
  `;
  const lapsed = await retried(() => lapse.execute(db));
  const unknown = Number(lapsed.numAffectedRows ?? 0);
  if (!mayDecide) return { unknown, again: 0, failed: 0 };
  const decided = await retriedTransaction(db, async (tx) => {
    const { rows } = await sql<FailedRow & { status: string }>`
      update outbox
      set
        status = case when message ->> 'type' <> 'template' and not resent then 'queued' else 'failed' end,
        failed_at = case when message ->> 'type' <> 'template' and not resent then null else now() end,
        resent = message ->> 'type' <> 'template',
        due_at = now()
      where lane = ${lane} and open and status = 'unknown' and due_at <= now()
      returning lane, id, conversation_id, session_id, node, error, status
    `.execute(tx);
    const failed = rows.filter(({ status }) => status === 'failed');
    await enqueueFailed(tx, failed);
    return { again: rows.length - failed.length, failed: failed.length };
  });
  return { unknown, ...decided };
}
