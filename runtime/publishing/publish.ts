import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { Problem } from '@parley/flows/problem.ts';
import { blocksPublishing, validate } from '@parley/flows/validate.ts';
import type { Kysely } from 'kysely';
import { flowChannels } from '../channel/flow-channels.ts';
import type { Database } from '../db/tables.ts';
import { keptFilesOf } from '../files/kept-files.ts';
import { knownTemplates } from '../templates/known.ts';
import { type FlowSummary, findDraft } from './drafts.ts';
import { flowHash } from './flow-hash.ts';
import { type FailedTest, failedTests } from './run-tests.ts';

/**
 * - `isNew` is false when the flow was published in this very form already.
 * - `blocked`: the flow has errors; `problems` also holds its warnings.
 * - `tests-failed`: tests that are saved in the flow fail, and the caller did not say to ignore them.
 * - `stale`: the draft is no longer the revision that the caller wanted to publish.
 */
export type Published =
  | { ok: true; version: number; isNew: boolean; problems: Problem[] }
  | { ok: false; reason: 'blocked'; problems: Problem[] }
  | { ok: false; reason: 'tests-failed'; tests: FailedTest[] }
  | { ok: false; reason: 'not-found' }
  | { ok: false; reason: 'stale'; revision: number; savedBy: string | null; savedAt: Date };

/** Writes down that there is a new version, in the transaction that adds it. */
export type OnNew = (tx: Kysely<Database>, version: number) => Promise<void>;

/**
 * Publish the draft, whatever it is or only when it is still `revision`: new sessions run on it from now on. A draft that is saved
 * while it is being checked is stale too, so that a slow check never puts an older draft over a newer one.
 */
export async function publishDraft(
  db: Kysely<Database>,
  flowId: string,
  {
    revision,
    by,
    note = null,
    ignoreTests = false,
    onNew,
  }: {
    revision?: number | undefined;
    by: string | null;
    note?: string | null | undefined;
    /** Publish even if tests of the flow fail. */
    ignoreTests?: boolean | undefined;
    onNew?: OnNew | undefined;
  },
): Promise<Published> {
  const draft = await findDraft(db, flowId);
  if (!draft) return { ok: false, reason: 'not-found' };
  if (revision !== undefined && revision !== draft.revision) return stale(draft);
  return publish(db, draft.machine, { by, note, revision: draft.revision, ignoreTests, onNew });
}

/**
 * Publish a machine as the next version of the flow whose id it has, which must exist. A version is never changed once it is there.
 * Publishing what is published already gives the version that it has, so doing it twice, even at the same time, does it once. The
 * flow's tests are not run: going back to an old version must always be possible.
 */
export async function publishMachine(
  db: Kysely<Database>,
  machine: FlowMachine,
  by: string | null,
  note: string | null = null,
  onNew?: OnNew,
): Promise<Published> {
  return publish(db, machine, { by, note, revision: null, ignoreTests: true, onNew });
}

async function publish(
  db: Kysely<Database>,
  machine: FlowMachine,
  {
    by,
    note,
    revision,
    ignoreTests,
    onNew,
  }: {
    by: string | null;
    note: string | null;
    revision: number | null;
    ignoreTests: boolean;
    onNew: OnNew | undefined;
  },
): Promise<Published> {
  // Going back to an old version must always be possible, whatever has become of its templates, numbers and files.
  const isGoingBack = revision === null;
  const templates = isGoingBack ? null : await knownTemplates(db);
  const channels = isGoingBack ? [] : await flowChannels(db, machine.id);
  const files = isGoingBack ? null : await keptFilesOf(db, machine);
  const problems = validate(machine, { templates, channels, files });
  if (blocksPublishing(problems)) return { ok: false, reason: 'blocked', problems };
  const tests = ignoreTests ? [] : await failedTests(db, machine);
  if (tests.length > 0) return { ok: false, reason: 'tests-failed', tests };

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
      .values({ flow_id: flowId, version, machine: JSON.stringify(machine), hash, published_by: by, note })
      .execute();
    const live = { published_version: version, archived_at: null, archived_version: null };
    await tx.updateTable('flows').set(live).where('id', '=', flowId).execute();
    await onNew?.(tx, version);
    return { ok: true, version, isNew: true, problems };
  });
}

function stale({ revision, savedBy, savedAt }: FlowSummary): Published {
  return { ok: false, reason: 'stale', revision, savedBy, savedAt };
}
