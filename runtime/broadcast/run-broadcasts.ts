import { type Kysely, sql } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import type { Database } from '../db/tables.ts';
import { raiseNotice } from '../notices/raise.ts';
import { audit } from '../people/audit.ts';
import { brakeOf, type Seen } from './brake.ts';
import { type Broadcast, broadcastOf, pauseBroadcast } from './broadcasts.ts';
import { listRecipients } from './list-recipients.ts';
import { onceOf, sendBatch } from './send-batch.ts';

export type RunDeps = {
  db: Kysely<Database>;
  /** Something waits in the outbox of these lanes. */
  deliver?: (lanes: number[]) => void;
  /** Something waits in the inbox of these lanes. */
  wake?: (lanes: number[]) => void;
  /** Awaited between the steps, so that a test can end the process there. */
  at?: (point: string) => Promise<void> | void;
};

/**
 * One step of every broadcast that is under way: begin what is due, list more recipients, look at the brake, put the next messages into the
 * outbox. Any number of processes may do this on one database. True when there is more to do at once.
 */
export async function runBroadcasts(deps: RunDeps): Promise<boolean> {
  const { db } = deps;
  await db
    .updateTable('broadcasts')
    .set({ status: 'running', started_at: sql`now()` })
    .where('status', '=', 'scheduled')
    .where('starts_at', '<=', sql<Date>`now()`)
    .execute();
  const running = await db
    .selectFrom('broadcasts')
    .selectAll()
    .where('status', '=', 'running')
    .orderBy('started_at')
    .limit(10)
    .execute();
  let hasMore = false;
  for (const row of running) hasMore = (await step(deps, broadcastOf(row))) || hasMore;
  return hasMore;
}

async function step(deps: RunDeps, broadcast: Broadcast): Promise<boolean> {
  const { db, deliver, wake, at } = deps;
  const seen = await brakeOf(db, broadcast);
  if (seen) {
    await brake(db, broadcast, seen);
    return false;
  }
  const hasMoreToList = await listRecipients(db, broadcast.id);
  await at?.('broadcast.listed');
  const lanes = await lanesWaiting(db, broadcast.id);
  let hasMore = hasMoreToList;
  for (const lane of lanes) {
    const batch = await sendBatch(db, broadcast.id, lane, { at });
    hasMore ||= batch.hasMore;
    await at?.('broadcast.batch');
    if (batch.wakes === 'deliver') deliver?.([lane]);
    if (batch.wakes === 'turns') wake?.([lane]);
  }
  await finish(db, broadcast.id);
  return hasMore;
}

async function lanesWaiting(db: Kysely<Database>, id: string): Promise<number[]> {
  const { rows } = await sql<{ lane: number }>`
    select lane from unnest(${EVERY_LANE}::smallint[]) as l(lane)
    where exists (
      select from broadcast_recipients r
      where r.lane = l.lane and r.broadcast_id = ${id} and r.status = 'waiting' and r.due_at <= now()
    )
  `.execute(db);
  return rows.map(({ lane }) => lane);
}

/** It is over when everybody was dealt with and WhatsApp has what was sent: until then it can be cancelled, and the brake looks. */
async function finish(db: Kysely<Database>, id: string): Promise<void> {
  await sql`
    update broadcasts b set status = 'done', finished_at = now()
    where b.id = ${id} and b.status = 'running' and b.is_listed and not exists (
      select from broadcast_recipients r
      where r.lane = any(${EVERY_LANE}::smallint[]) and r.broadcast_id = b.id and r.status = 'waiting'
    ) and not exists (
      select from outbox o where o.lane = any(${EVERY_LANE}::smallint[]) and o.open and o.once = ${onceOf(id)}
    )
  `.execute(db);
}

async function brake(db: Kysely<Database>, { id, name }: Broadcast, { why, details }: Seen): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (!(await pauseBroadcast(tx, id, why))) return;
    const subject = { kind: 'broadcast', id, name };
    await audit(tx, {
      who: { kind: 'system' },
      action: 'broadcast-paused',
      subject,
      details: { why, ...details },
    });
    const { rows } = await sql<{
      now: string;
    }>`select extract(epoch from now())::text as now`.execute(tx);
    await raiseNotice(tx, {
      once: `broadcast-paused:${id}:${rows[0]?.now}`,
      kind: 'broadcast-paused',
      severity: 'error',
      subject,
      whatToDo: 'Look at what it was paused for, put that right, then resume or cancel the broadcast.',
      details: { why, ...details },
    });
  });
}
