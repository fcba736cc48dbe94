import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { bindFlow } from './channels.ts';

export type BoundFlow = { flow: string; isDefault: boolean };

/** The flows of every number, by the number's id. */
export async function boundFlows(db: Kysely<Database>): Promise<Map<string, BoundFlow[]>> {
  const rows = await db
    .selectFrom('channel_flows')
    .select(['channel_id', 'flow_id', 'is_default'])
    .orderBy('flow_id')
    .execute();
  const byNumber = new Map<string, BoundFlow[]>();
  for (const { channel_id, flow_id, is_default } of rows) {
    const bound = byNumber.get(channel_id) ?? [];
    byNumber.set(channel_id, [...bound, { flow: flow_id, isDefault: is_default }]);
  }
  return byNumber;
}

/** Lets these flows answer on a number, and no others. The first one that does not exist is named; nothing changes then. */
export async function bindFlows(
  db: Kysely<Database>,
  numberId: string,
  flows: readonly BoundFlow[],
): Promise<{ ok: true } | { ok: false; missing: string }> {
  return db.transaction().execute(async (tx) => {
    const wanted = flows.map(({ flow }) => flow);
    const known = wanted.length
      ? await tx.selectFrom('flows').select('id').where('id', 'in', wanted).execute()
      : [];
    const missing = wanted.find((flow) => !known.some(({ id }) => id === flow));
    if (missing !== undefined) return { ok: false, missing };

    // Binding locks the number, so that two lists given at once are not mixed.
    await tx.selectFrom('channels').select('id').where('id', '=', numberId).forUpdate().execute();
    await tx.deleteFrom('channel_flows').where('channel_id', '=', numberId).execute();
    for (const { flow, isDefault } of flows) await bindFlow(tx, numberId, flow, isDefault);
    return { ok: true };
  });
}
