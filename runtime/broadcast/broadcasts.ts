import { randomUUID } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import { SegmentQuery } from '../contacts/query.ts';
import { EVERY_LANE } from '../db/lane.ts';
import type { BroadcastStatus, Database } from '../db/tables.ts';
import { Brake, Content, Schedule, startsAt } from './content.ts';

export type Broadcast = {
  id: string;
  name: string;
  numberId: string;
  segment: SegmentQuery;
  content: Content;
  purpose: string;
  overrideReason: string | null;
  schedule: Schedule;
  brake: Brake;
  status: BroadcastStatus;
  /** `by-hand`, or what the brake saw: `errors`, `number-quality`, `template-quality`, `template-status`, `account`, `refused`. */
  pausedFor: string | null;
  /** All recipients are known. */
  isListed: boolean;
  createdAt: Date;
  startsAt: Date | null;
  startedAt: Date | null;
  finishedAt: Date | null;
};

export type BroadcastDraft = Pick<
  Broadcast,
  'name' | 'numberId' | 'segment' | 'content' | 'purpose' | 'overrideReason' | 'schedule' | 'brake'
>;

type Row = Selectable<Database['broadcasts']>;

export function broadcastOf(row: Row): Broadcast {
  return {
    id: row.id,
    name: row.name,
    numberId: row.channel_id,
    segment: SegmentQuery.parse(row.segment),
    content: Content.parse(row.content),
    purpose: row.purpose,
    overrideReason: row.override_reason,
    schedule: Schedule.parse(row.schedule),
    brake: Brake.parse(row.brake),
    status: row.status,
    pausedFor: row.paused_for,
    isListed: row.is_listed,
    createdAt: row.created_at,
    startsAt: row.starts_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}

/** The newest first, 100 at most. */
export async function listBroadcasts(db: Kysely<Database>): Promise<Broadcast[]> {
  const rows = await db
    .selectFrom('broadcasts')
    .selectAll()
    .orderBy('created_at', 'desc')
    .limit(100)
    .execute();
  return rows.map(broadcastOf);
}

export async function readBroadcast(db: Kysely<Database>, id: string): Promise<Broadcast | null> {
  const row = await db.selectFrom('broadcasts').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? broadcastOf(row) : null;
}

const columnsOf = (draft: BroadcastDraft) => ({
  name: draft.name,
  channel_id: draft.numberId,
  segment: JSON.stringify(draft.segment),
  content: JSON.stringify(draft.content),
  purpose: draft.purpose,
  override_reason: draft.overrideReason,
  schedule: JSON.stringify(draft.schedule),
  brake: JSON.stringify(draft.brake),
});

export async function makeBroadcast(
  db: Kysely<Database>,
  draft: BroadcastDraft,
  madeBy: string | null,
): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('broadcasts')
    .values({ id, made_by: madeBy, ...columnsOf(draft) })
    .execute();
  return id;
}

/** Only what has not begun can be changed; it is a draft again then. */
export async function changeBroadcast(
  db: Kysely<Database>,
  id: string,
  draft: BroadcastDraft,
): Promise<boolean> {
  const changed = await db
    .updateTable('broadcasts')
    .set({ ...columnsOf(draft), status: 'draft', starts_at: null })
    .where('id', '=', id)
    .where('status', 'in', ['draft', 'scheduled'])
    .where('started_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return changed !== undefined;
}

export async function scheduleBroadcast(
  db: Kysely<Database>,
  broadcast: Broadcast,
  now: Date,
): Promise<boolean> {
  const scheduled = await db
    .updateTable('broadcasts')
    .set({ status: 'scheduled', starts_at: startsAt(broadcast.schedule, now), ...SEEN })
    .where('id', '=', broadcast.id)
    .where('status', '=', 'draft')
    .returning('id')
    .executeTakeFirst();
  return scheduled !== undefined;
}

/** Of what WhatsApp told until now the brake takes no notice. */
const SEEN = {
  events_to: sql<string>`(select coalesce(max(id), 0) from webhook_events)`,
  readings_to: sql<string>`(select coalesce(max(id), 0) from number_readings)`,
};

/** Nothing more goes to the outbox. What is there already is with WhatsApp within seconds. */
export async function pauseBroadcast(db: Kysely<Database>, id: string, why: string): Promise<boolean> {
  const paused = await db
    .updateTable('broadcasts')
    .set({ status: 'paused', paused_for: why })
    .where('id', '=', id)
    .where('status', 'in', ['scheduled', 'running'])
    .returning('id')
    .executeTakeFirst();
  return paused !== undefined;
}

/** Goes on where it was. The brake counts from here: who resumes has looked at what it saw. */
export async function resumeBroadcast(db: Kysely<Database>, id: string): Promise<boolean> {
  const resumed = await db
    .updateTable('broadcasts')
    .set({
      status: sql`case when started_at is null then 'scheduled' else 'running' end`,
      paused_for: null,
      ...SEEN,
      resumed_at: sql`now()`,
    })
    .where('id', '=', id)
    .where('status', '=', 'paused')
    .returning('id')
    .executeTakeFirst();
  return resumed !== undefined;
}

/** For good. What waits in the outbox and has not been given to the network is taken back. */
export async function cancelBroadcast(tx: Kysely<Database>, id: string): Promise<boolean> {
  const cancelled = await tx
    .updateTable('broadcasts')
    .set({ status: 'cancelled', finished_at: sql`now()` })
    .where('id', '=', id)
    .where('status', 'in', ['draft', 'scheduled', 'running', 'paused'])
    .returning('id')
    .executeTakeFirst();
  if (!cancelled) return false;
  for (const lane of EVERY_LANE) {
    await sql`
        update outbox o set status = 'cancelled'
        from broadcast_recipients r
        where r.lane = ${lane} and r.broadcast_id = ${id} and r.status = 'sent'
          and o.lane = ${lane} and o.id = r.outbox_id and o.status = 'queued' and o.leased_until is null
      `.execute(tx);
  }
  return true;
}

/** How far a broadcast is: recipients by what became of them, and by the reason where it is none that they got it. */
export type Progress = {
  recipients: number;
  waiting: number;
  /** In the outbox, or on their way. */
  sending: number;
  sent: number;
  delivered: number;
  read: number;
  failed: number;
  skipped: number;
  /** The flow was started. */
  started: number;
  reasons: {
    outcome: 'skipped' | 'failed' | 'cancelled';
    reason: string;
    code: number | null;
    count: number;
  }[];
};

export async function progressOf(db: Kysely<Database>, id: string): Promise<Progress> {
  const { rows } = await sql<{
    status: 'waiting' | 'sent' | 'skipped';
    delivery: string | null;
    reason: string | null;
    code: number | null;
    count: number;
  }>`
    select r.status, o.status as delivery, coalesce(r.reason, o.error ->> 'reason') as reason,
      (o.error ->> 'code')::integer as code, count(*)::integer as count
    from broadcast_recipients r
    left join outbox o on o.lane = r.lane and o.id = r.outbox_id
    where r.lane = any(${EVERY_LANE}::smallint[]) and r.broadcast_id = ${id}
    group by 1, 2, 3, 4
  `.execute(db);
  const progress: Progress = {
    ...{
      recipients: 0,
      waiting: 0,
      sending: 0,
      sent: 0,
      delivered: 0,
      read: 0,
      failed: 0,
      skipped: 0,
      started: 0,
    },
    reasons: [],
  };
  for (const { status, delivery, reason, code, count } of rows) {
    progress.recipients += count;
    if (status !== 'sent') progress[status] += count;
    else if (delivery === null) progress.started += count;
    else if (delivery === 'queued' || delivery === 'sending' || delivery === 'unknown')
      progress.sending += count;
    else if (delivery === 'sent' || delivery === 'delivered' || delivery === 'read')
      progress[delivery] += count;
    else if (delivery === 'failed') progress.failed += count;
    else progress.skipped += count;
    const outcome =
      status === 'skipped' ? 'skipped' : delivery === 'failed' || delivery === 'cancelled' ? delivery : null;
    if (outcome) progress.reasons.push({ outcome, reason: reason ?? outcome, code, count });
  }
  progress.reasons.sort((one, other) => other.count - one.count);
  return progress;
}
