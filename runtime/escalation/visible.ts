import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { type Caller, visibleTeams } from '../people/caller.ts';

/** Whether the caller may see a conversation: theirs, or one of whose cases is for one of their teams. Most see everything. */
export async function isVisible(
  db: Kysely<Database>,
  { lane, id }: { lane: number; id: string },
  caller: Caller,
): Promise<boolean> {
  const teams = visibleTeams(caller);
  if (teams === null) return true;
  const own = await db
    .selectFrom('conversations')
    .select('id')
    .where('lane', '=', lane)
    .where('id', '=', id)
    .where('owner', '=', caller.id)
    .executeTakeFirst();
  if (own) return true;
  if (teams.length === 0) return false;
  const ofTeam = await db
    .selectFrom('cases')
    .select('id')
    .where('lane', '=', lane)
    .where('conversation_id', '=', id)
    .where('team', 'in', [...teams])
    .executeTakeFirst();
  return ofTeam !== undefined;
}
