import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { Problem } from '@parley/flows/problem.ts';
import { blocksPublishing, validate } from '@parley/flows/validate.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { type FlowSummary, findDraft } from './drafts.ts';
import { flowHash } from './flow-hash.ts';

/**
 * - `isNew` is false when the flow was published in this very form already.
 * - `blocked`: the flow has errors; `problems` also holds its warnings.
 * - `stale`: the draft is no longer the revision that the caller wanted to publish.
 */
export type Published =
  | { ok: true; version: number; isNew: boolean; problems: Problem[] }
  | { ok: false; reason: 'blocked'; problems: Problem[] }
  | { ok: false; reason: 'not-found' }
  | { ok: false; reason: 'stale'; revision: number; savedBy: string | null; savedAt: Date };

/**
 * Publish the draft, whatever it is or only when it is still `revision`: new sessions run on it from now on. A draft that is saved
 * while it is being checked is stale too, so that a slow check never puts an older draft over a newer one.
 */
export async function publishDraft(
  db: Kysely<Database>,
  flowId: string,
  { revision, by }: { revision?: number; by: string | null },
): Promise<Published> {
  const draft = await findDraft(db, flowId);
  if (!draft) return { ok: false, reason: 'not-found' };
  if (revision !== undefined && revision !== draft.revision) return stale(draft);
  return publish(db, draft.machine, { by, revision: draft.revision });
}

/**
 * Publish a machine as the next version of the flow whose id it has, which must exist. A version is never changed once it is there.
 * Publishing what is published already gives the version that it has, so doing it twice, even at the same time, does it once.
 */
export async function publishMachine(
  db: Kysely<Database>,
  machine: FlowMachine,
  by: string | null,
): Promise<Published> {
  return publish(db, machine, { by, revision: null });
}

async function publish(
  db: Kysely<Database>,
  machine: FlowMachine,
  { by, revision }: { by: string | null; revision: number | null },
): Promise<Published> {
  const problems = validate(machine);
  if (blocksPublishing(problems)) return { ok: false, reason: 'blocked', problems };

  const flowId = machine.id;
  const hash = flowHash(machine);
  return db.transaction().execute(async (tx) => {
    // The lock makes publishers of one flow take turns; the second one then finds the first one's version.
    await tx.selectFrom('flows').select('id').where('id', '=', flowId).forUpdate().execute();
    const flow = await findDraft(tx, flowId);
    if (!flow) return { ok: false, reason: 'not-found' };
    if (revision !== null && revision !== flow.revision) return stale(flow);

    const newest = await tx
      .selectFrom('flow_versions')
      .select(['version', 'hash'])
      .where('flow_id', '=', flowId)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (newest?.hash === hash && newest.version === flow.publishedVersion) {
      return { ok: true, version: newest.version, isNew: false, problems };
    }
    const version = (newest?.version ?? 0) + 1;
    await tx
      .insertInto('flow_versions')
      .values({ flow_id: flowId, version, machine: JSON.stringify(machine), hash, published_by: by })
      .execute();
    await tx.updateTable('flows').set({ published_version: version }).where('id', '=', flowId).execute();
    return { ok: true, version, isNew: true, problems };
  });
}

function stale({ revision, savedBy, savedAt }: FlowSummary): Published {
  return { ok: false, reason: 'stale', revision, savedBy, savedAt };
}
