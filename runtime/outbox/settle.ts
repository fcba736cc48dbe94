import { type Kysely, sql } from 'kysely';
import { retried, retriedTransaction } from '../db/retried-transaction.ts';
import { SOON_DURABLE } from '../db/soon-durable.ts';
import { statement } from '../db/statement.ts';
import type { Database } from '../db/tables.ts';
import type { FailedRow } from './failed-row.ts';
import { learnOfRefusals } from './learn-of-refusals.ts';
import { enqueueFailed } from './send-failed.ts';

export type SendError = { code?: number; reason: string; details?: string };

/** What became of one attempt to send. */
export type Outcome =
  | {
      outcome: 'sent';
      wamid: string;
      /** Accepted, but WhatsApp keeps it back while it looks at how people take its template. */
      held?: boolean;
    }
  /** Not tried, or not taken: its template cannot be sent now. `templates/release-held.ts` lets it go again. */
  | { outcome: 'held'; error: SendError }
  /**
   * Not taken, and may go again: after `delayMs`, unless the message is older than `maxAgeMs`. Then it has failed. `counts` is
   * the count of the row that grows; null: nothing was the message's fault.
   */
  | {
      outcome: 'again';
      counts: 'failures' | 'slowed' | null;
      delayMs: number;
      maxAgeMs: number;
      error: SendError;
    }
  /** Also for a message that was not tried, because trying was pointless. */
  | { outcome: 'failed'; error: SendError }
  /** The answer was lost. Nothing more happens to it for `graceMs`, so that a status may still tell. */
  | { outcome: 'unknown'; graceMs: number; error: SendError };

/** `attempts` is the attempt that the outcome is about. */
export type Settled = {
  id: string;
  attempts: number;
  /** It was not marked as being sent yet: what it needs, such as its file, did not get to WhatsApp. */
  isUntried?: boolean;
} & Outcome;

/** The status that a message has now; null when somebody else has gone on with it since. */
export type SettledStatus = 'queued' | 'held' | 'sent' | 'failed' | 'unknown' | null;

/**
 * Store what became of messages of one lane. A failed one is told to its session in the same transaction. Whoever writes late,
 * about an attempt that has been given up or settled by a status meanwhile, changes nothing; but "sent" counts however late.
 */
export async function settle(
  db: Kysely<Database>,
  lane: number,
  settled: readonly Settled[],
): Promise<SettledStatus[]> {
  const sent = settled.filter((one) => one.outcome === 'sent');
  const others = settled.filter((one) => one.outcome !== 'sent');
  const statuses = new Map<string, SettledStatus>();
  if (sent.length > 0) {
    // In one order, so that nobody who writes about the same messages waits for us while we wait for him.
    sent.sort((one, other) => Number(BigInt(one.id) - BigInt(other.id)));
    const ids = sent.map(({ id }) => id);
    const told = JSON.stringify(sent);
    for (const { id, status } of await retried(() => settleSent(db, lane, told, ids)))
      statuses.set(id, status);
  }
  for (const { id, status } of await settleOthers(db, lane, others)) statuses.set(id, status);
  return settled.map(({ id }) => statuses.get(id) ?? null);
}

/**
 * A status may have been faster than the answer to the send. Should this be lost with the server's power, the message is one of unknown
 * fate, which its status settles.
 */
const settleSent = statement<{ id: string; status: SettledStatus }>(`
  update outbox o
  set status = case
      when o.status in ('delivered', 'read', 'failed') then o.status
      when t.held and o.status <> 'sent' then 'held'
      else 'sent'
    end,
    error = case
      when o.status = 'failed' then o.error
      when t.held and o.status not in ('sent', 'delivered', 'read') then '{"reason":"quality-assessment"}'::jsonb
    end,
    wamid = coalesce(o.wamid, t.wamid),
    leased_until = null,
    sent_at = case when t.held then o.sent_at else coalesce(o.sent_at, now()) end
  -- Row after row in the order of their ids, whichever of the two is gone through: the ids come sorted, and so does the index.
  from jsonb_to_recordset($2::jsonb) as t(id bigint, attempts integer, wamid text, held boolean)
  where o.lane = $1 and o.id = any($3::bigint[]) and o.id = t.id and o.attempts = t.attempts
  returning o.id, o.status, ${SOON_DURABLE}
`);

async function settleOthers(
  db: Kysely<Database>,
  lane: number,
  settled: readonly Settled[],
): Promise<{ id: string; status: SettledStatus }[]> {
  if (settled.length === 0) return [];
  const write = async (tx: Kysely<Database>) => {
    const columns =
      'id bigint, attempts integer, outcome text, counts text, error jsonb, "delayMs" float8, "maxAgeMs" float8, "graceMs" float8, "isUntried" boolean';
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
        status = t.becomes,
        error = t.error,
        failures = o.failures + (t.counts is not distinct from 'failures')::integer,
        slowed = o.slowed + (t.counts is not distinct from 'slowed')::integer,
        leased_until = null,
        due_at = case
          when t.becomes = 'queued' then now() + t."delayMs" * interval '1 millisecond'
          when t.becomes = 'unknown' then now() + t."graceMs" * interval '1 millisecond'
          else o.due_at
        end,
        failed_at = case when t.becomes = 'failed' then now() else o.failed_at end
      from told t
      where o.lane = ${lane} and o.id = t.id and o.attempts = t.attempts
        and (o.status in ('sending', 'unknown') or (o.status = 'queued' and (t.becomes in ('failed', 'held') or t."isUntried")))
      returning o.lane, o.id, o.conversation_id, o.session_id, o.node, o.error, o.status
    `.execute(tx);
    await enqueueFailed(
      tx,
      written.rows.filter(({ status }) => status === 'failed'),
    );
    await learnOfRefusals(
      tx,
      written.rows.filter(({ status }) => status === 'held'),
    );
    return written.rows;
  };
  // One statement is a transaction of its own: where nothing can fail there is nothing to tell a session.
  const mayFail = settled.some(({ outcome }) => outcome !== 'unknown');
  return mayFail ? retriedTransaction(db, write) : retried(() => write(db));
}
