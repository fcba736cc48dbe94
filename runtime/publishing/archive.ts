import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';

export type Archived = { ok: true } | { ok: false; reason: 'not-found' | 'has-conversations' };

/**
 * Puts a flow away: nothing starts on it any more, wherever it is bound, and its versions stay readable. Not while conversations are under
 * way on it. Twice is once.
 */
export async function archiveFlow(db: Kysely<Database>, flowId: string): Promise<Archived> {
  return db.transaction().execute(async (tx) => {
    const flow = await tx
      .selectFrom('flows')
      .select(['published_version', 'archived_at'])
      .where('id', '=', flowId)
      .forUpdate()
      .executeTakeFirst();
    if (!flow) return { ok: false, reason: 'not-found' };
    if (flow.archived_at) return { ok: true };
    const open = await tx
      .selectFrom('sessions')
      .select('id')
      .where('flow_id', '=', flowId)
      .where('ended_at', 'is', null)
      .limit(1)
      .executeTakeFirst();
    if (open) return { ok: false, reason: 'has-conversations' };
    await tx
      .updateTable('flows')
      .set(({ fn }) => ({
        archived_at: fn<Date>('now'),
        archived_version: flow.published_version,
        published_version: null,
      }))
      .where('id', '=', flowId)
      .execute();
    return { ok: true };
  });
}

/** Takes a flow out again, with the version that was published when it was put away. False when there is none with this id. */
export async function unarchiveFlow(db: Kysely<Database>, flowId: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const flow = await tx
      .selectFrom('flows')
      .select(['archived_at', 'archived_version'])
      .where('id', '=', flowId)
      .forUpdate()
      .executeTakeFirst();
    if (!flow) return false;
    if (!flow.archived_at) return true;
    const back = { published_version: flow.archived_version, archived_at: null, archived_version: null };
    await tx.updateTable('flows').set(back).where('id', '=', flowId).execute();
    return true;
  });
}
