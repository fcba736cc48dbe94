import { type Kysely, sql } from 'kysely';
import { retried } from '../db/retried-transaction.ts';
import type { Database } from '../db/tables.ts';
import type { Leased } from './leased.ts';

/**
 * Lease up to `limit` messages of one lane that are due, so that no other process sends them. A conversation's messages come in
 * their order and none before an earlier one is off the list; a stopped number's messages stay. A lease that its holder lets
 * lapse (it crashed) frees the message by itself.
 */
export async function claimDue(
  db: Kysely<Database>,
  lane: number,
  leaseMs: number,
  limit: number,
): Promise<Leased[]> {
  const isClaimable = (row: string) => sql`
    ${sql.ref(`${row}.status`)} = 'queued' and ${sql.ref(`${row}.due_at`)} <= now()
    and (${sql.ref(`${row}.leased_until`)} is null or ${sql.ref(`${row}.leased_until`)} < now())
  `;
  const { rows } = await sql<Omit<Leased, 'answers'>>`
    update outbox o set leased_until = now() + ${leaseMs}::integer * interval '1 millisecond'
    from (
      select d.id from outbox d
      where d.lane = ${lane} and d.open and ${isClaimable('d')}
        and not exists (
          select from outbox e
          where e.lane = ${lane} and e.conversation_id = d.conversation_id and e.id < d.id
            and e.open and not (${isClaimable('e')})
        )
        and not exists (select from channels n where n.id = d.channel_id and n.status = 'stopped')
      order by d.due_at, d.id
      limit ${limit}
      for update of d skip locked
    ) due
    where o.lane = ${lane} and o.id = due.id
    returning o.lane, o.id, o.conversation_id, o.channel_id, o.message, o.attempts
  `.execute(db);
  return rows
    .sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1))
    .map((row) => ({ ...row, answers: null }));
}

/** Let go of messages that this process will not send now; they are due again after `delayMs`. */
export async function release(
  db: Kysely<Database>,
  lane: number,
  ids: readonly string[],
  delayMs: number,
): Promise<void> {
  const letGo = sql`
    update outbox
    set leased_until = null, due_at = greatest(due_at, now() + ${delayMs}::float8 * interval '1 millisecond')
    where lane = ${lane} and id = any(${ids}::bigint[]) and status = 'queued'
  `;
  await retried(() => letGo.execute(db));
}

/** Keep messages that wait in this process, or whose answer it waits for. */
export async function renewLeases(
  db: Kysely<Database>,
  lane: number,
  ids: readonly string[],
  leaseMs: number,
): Promise<void> {
  const renew = sql`
    update outbox set leased_until = now() + ${leaseMs}::integer * interval '1 millisecond'
    where lane = ${lane} and id = any(${ids}::bigint[]) and status in ('queued', 'sending')
      and leased_until is not null
  `;
  await retried(() => renew.execute(db));
}
