import { type Kysely, sql } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import type { Database, PresenceState } from '../db/tables.ts';
import { MISSED_AFTER_S } from './availability.ts';

export type Presence = {
  /** As others see it. */
  state: PresenceState;
  /** What the person said last, however long ago; null when they never did. */
  chosen: PresenceState | null;
  capacity: number;
  seenAt: Date | null;
};

/** Conversations that somebody takes at a time, until they say otherwise. */
export const CAPACITY = 5;

/** Somebody came: cases that nobody could be found for are looked at again. */
async function wakeWaiting(db: Kysely<Database>): Promise<void> {
  await sql`
    update cases set due_at = now()
    where lane = any(${EVERY_LANE}::smallint[]) and status = 'requested' and due_at > now()
  `.execute(db);
}

/** What a person has said about being there; `away` when it was too long ago, or never. */
export async function readPresence(db: Kysely<Database>, personId: string): Promise<Presence> {
  const row = await db
    .selectFrom('agent_presence')
    .select(['state', 'capacity', 'seen_at'])
    .select(sql<boolean>`seen_at < now() - ${MISSED_AFTER_S}::integer * interval '1 second'`.as('has_missed'))
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (!row) return { state: 'away', chosen: null, capacity: CAPACITY, seenAt: null };
  const { state: chosen, capacity, seen_at: seenAt } = row;
  return { state: row.has_missed ? 'away' : chosen, chosen, capacity, seenAt };
}

/** A person is there, busy or away. Said again every half minute: who falls silent counts as away. */
export async function tellPresence(
  db: Kysely<Database>,
  personId: string,
  { state, capacity = null }: { state: PresenceState; capacity?: number | null | undefined },
): Promise<Presence> {
  const before = await readPresence(db, personId);
  await sql`
    insert into agent_presence (person_id, state, capacity) values (${personId}, ${state}, ${capacity ?? CAPACITY})
    on conflict (person_id) do update set
      capacity = coalesce(${capacity}::integer, agent_presence.capacity),
      changed_at = case when agent_presence.state = excluded.state then agent_presence.changed_at else now() end,
      state = excluded.state,
      seen_at = now()
  `.execute(db);
  if (state === 'online' && before.state !== 'online') await wakeWaiting(db);
  return readPresence(db, personId);
}
