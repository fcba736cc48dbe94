import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';

/** A flow as a list shows it. */
export type FlowSummary = {
  flowId: string;
  name: string;
  /** Counts saves of the draft. */
  revision: number;
  savedBy: string | null;
  savedAt: Date;
  /** The version that new sessions run on; null until the flow is published. */
  publishedVersion: number | null;
};

/** The editable form of a flow. */
export type Draft = FlowSummary & { machine: FlowMachine };

export type Created = { ok: true; draft: Draft } | { ok: false; reason: 'exists' };

/** `stale` when somebody else has saved since the caller read the draft; it says who and when. */
export type Saved =
  | { ok: true; revision: number; savedAt: Date }
  | { ok: false; reason: 'not-found' }
  | { ok: false; reason: 'stale'; revision: number; savedBy: string | null; savedAt: Date };

const SUMMARY = ['id', 'name', 'revision', 'saved_by', 'saved_at', 'published_version'] as const;

/** Every flow, by name. */
export async function listFlows(db: Kysely<Database>): Promise<FlowSummary[]> {
  const rows = await db.selectFrom('flows').select(SUMMARY).orderBy('name').orderBy('id').execute();
  return rows.map(summaryOf);
}

export async function findDraft(db: Kysely<Database>, flowId: string): Promise<Draft | null> {
  const row = await db
    .selectFrom('flows')
    .select([...SUMMARY, 'draft'])
    .where('id', '=', flowId)
    .executeTakeFirst();
  return row ? { ...summaryOf(row), machine: row.draft } : null;
}

/** Store a new flow under the machine's own id, as a draft. `by` is who others are told has saved it. */
export async function createDraft(
  db: Kysely<Database>,
  machine: FlowMachine,
  by: string | null,
): Promise<Created> {
  const row = await db
    .insertInto('flows')
    .values({ id: machine.id, ...draftOf(machine), saved_by: by })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning(SUMMARY)
    .executeTakeFirst();
  return row ? { ok: true, draft: { ...summaryOf(row), machine } } : { ok: false, reason: 'exists' };
}

/** Replace the draft that the caller read as `revision`; one that has changed since is left as it is. */
export async function saveDraft(
  db: Kysely<Database>,
  machine: FlowMachine,
  { revision, by }: { revision: number; by: string | null },
): Promise<Saved> {
  const saved = await db
    .updateTable('flows')
    .set((column) => ({
      ...draftOf(machine),
      revision: column('revision', '+', 1),
      saved_by: by,
      saved_at: column.fn<Date>('now'),
    }))
    .where('id', '=', machine.id)
    .where('revision', '=', revision)
    .returning(['revision', 'saved_at'])
    .executeTakeFirst();
  if (saved) return { ok: true, revision: saved.revision, savedAt: saved.saved_at };

  const current = await db
    .selectFrom('flows')
    .select(['revision', 'saved_by', 'saved_at'])
    .where('id', '=', machine.id)
    .executeTakeFirst();
  if (!current) return { ok: false, reason: 'not-found' };
  const { revision: newer, saved_by, saved_at } = current;
  return { ok: false, reason: 'stale', revision: newer, savedBy: saved_by, savedAt: saved_at };
}

function draftOf(machine: FlowMachine) {
  return { name: machine.meta.flow.name, draft: JSON.stringify(machine) };
}

function summaryOf(row: {
  id: string;
  name: string;
  revision: number;
  saved_by: string | null;
  saved_at: Date;
  published_version: number | null;
}): FlowSummary {
  return {
    flowId: row.id,
    name: row.name,
    revision: row.revision,
    savedBy: row.saved_by,
    savedAt: row.saved_at,
    publishedVersion: row.published_version,
  };
}
