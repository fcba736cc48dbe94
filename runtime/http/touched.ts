import type { Kysely } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import type { Database } from '../db/tables.ts';
import { refreshCards } from '../desk/cards.ts';
import type { Desk } from '../desk/desk.ts';

/**
 * Brings the cards of conversations that a request has changed up to date before it is answered, so that the list read next shows it.
 */
export async function touched(
  db: Kysely<Database>,
  desk: Pick<Desk, 'note' | 'flush'> | undefined,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const rows = await db
    .selectFrom('conversations')
    .select(['lane', 'id'])
    .where('lane', 'in', [...EVERY_LANE])
    .where('id', 'in', [...ids])
    .execute();
  const lanes = Map.groupBy(rows, ({ lane }) => lane);
  const changed = new Map([...lanes].map(([lane, some]) => [lane, new Set(some.map(({ id }) => id))]));
  if (!desk) return refreshCards(db, changed);
  for (const { lane, id } of rows) desk.note(lane, id);
  await desk.flush();
}
