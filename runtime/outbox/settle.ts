import { type Kysely, sql } from 'kysely';
import { retried, retriedTransaction } from '../db/retried-transaction.ts';
import type { Database } from '../db/tables.ts';
import { enqueueFailed, type FailedRow } from './send-failed.ts';

export type SendError = { code?: number; reason: string; details?: string };

/** What became of one attempt to send. */
export type Outcome =
  | { outcome: 'sent'; wamid: string }
  /** Not taken, and may go again: after `delayMs`, unless the message is older than `maxAgeMs`. Then it has failed. */
  | { outcome: 'again'; delayMs: number; maxAgeMs: number; error: SendError }
  /** Also for a message that was not tried, because trying was pointless. */
  | { outcome: 'failed'; error: SendError }
  /** The answer was lost. Nothing more happens to it for `graceMs`, so that a status may still tell. */
  | { outcome: 'unknown'; graceMs: number; error: SendError };

/** `attempts` is the attempt that the outcome is about. */
export type Settled = { id: string; attempts: number } & Outcome;

/** The status that a message has now; null when somebody else has gone on with it since. */
export type SettledStatus = 'queued' | 'sent' | 'failed' | 'unknown' | null;

/**
 * Store what became of messages of one lane. A failed one is told to its session in the same transaction. Whoever writes late,
 * about an attempt that has been given up or settled by a status meanwhile, changes nothing; but "sent" counts however late.
 */
export async function settle(
  db: Kysely<Database>,
  lane: number,
  settled: readonly Settled[],
): Promise<SettledStatus[]> {
  const write = async (tx: Kysely<Database>) => {
    const columns =
      'id bigint, attempts integer, outcome text, wamid text, error jsonb, "delayMs" float8, "maxAgeMs" float8, "graceMs" float8';
    const written = await sql<FailedRow & { status: SettledStatus }>`
      with told as (
        select r.*, case
          when r.outcome <> 'again' then r.outcome
          when o.created_at + r."maxAgeMs" * interval '1 millisecond' > now() then 'queued'
          else 'failed'
        end as becomes
        from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) as r(${sql.raw(columns)})
        join outbox o on o.lane = ${lane} and o.id = r.id
      )
      update outbox o
      set
        -- A status may have been faster than the answer to the send.
        status = case when t.becomes = 'sent' and o.status in ('delivered', 'read', 'failed') then o.status else t.becomes end,
        error = case when t.becomes = 'sent' and o.status = 'failed' then o.error else t.error end,
        wamid = coalesce(o.wamid, t.wamid),
        leased_until = null,
        due_at = case
          when t.becomes = 'queued' then now() + t."delayMs" * interval '1 millisecond'
          when t.becomes = 'unknown' then now() + t."graceMs" * interval '1 millisecond'
          else o.due_at
        end,
        sent_at = case when t.becomes = 'sent' then coalesce(o.sent_at, now()) else o.sent_at end,
        failed_at = case when t.becomes = 'failed' then now() else o.failed_at end
      from told t
      where o.lane = ${lane} and o.id = t.id and o.attempts = t.attempts
        and (t.becomes = 'sent' or o.status in ('sending', 'unknown') or (o.status = 'queued' and t.becomes = 'failed'))
      returning o.lane, o.id, o.conversation_id, o.session_id, o.node, o.error, o.status
    `.execute(tx);
    await enqueueFailed(
      tx,
      written.rows.filter(({ status }) => status === 'failed'),
    );
    return written.rows;
  };
  // One statement is a transaction of its own: most of the time there is nothing to tell a session.
  const mayFail = settled.some(({ outcome }) => outcome === 'again' || outcome === 'failed');
  const rows = mayFail ? await retriedTransaction(db, write) : await retried(() => write(db));
  const statuses = new Map(rows.map(({ id, status }) => [id, status]));
  return settled.map(({ id }) => statuses.get(id) ?? null);
}
