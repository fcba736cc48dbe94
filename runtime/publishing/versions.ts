import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { type OnNew, type Published, publishMachine } from './publish.ts';

/** A published form of a flow. It never changes; sessions stay on the version that they started on. */
export type VersionSummary = {
  version: number;
  hash: string;
  publishedBy: string | null;
  publishedAt: Date;
  /** What changed, in the words of whoever published it. */
  note: string | null;
};
/** A version in a list, with how many conversations are on it now. */
export type ListedVersion = VersionSummary & { sessions: number };
export type Version = VersionSummary & { flowId: string; machine: FlowMachine };

const SUMMARY = ['version', 'hash', 'published_by', 'published_at', 'note'] as const;

/** All versions of a flow, the newest first; empty for a flow that is not published or does not exist. */
export async function listVersions(db: Kysely<Database>, flowId: string): Promise<ListedVersion[]> {
  const rows = await db
    .selectFrom('flow_versions')
    .select(SUMMARY)
    .where('flow_id', '=', flowId)
    .orderBy('version', 'desc')
    .execute();
  const open = await openSessions(db, flowId);
  return rows.map((row) => ({ ...summaryOf(row), sessions: open.get(row.version) ?? 0 }));
}

/** How many conversations are under way on each version. Asks every lane, for a person who looks at a list. */
async function openSessions(db: Kysely<Database>, flowId: string): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('sessions')
    .select(({ fn }) => ['version', fn.countAll<string>().as('count')])
    .where('flow_id', '=', flowId)
    .where('ended_at', 'is', null)
    .groupBy('version')
    .execute();
  return new Map(rows.map(({ version, count }) => [version, Number(count)]));
}

export async function readVersion(
  db: Kysely<Database>,
  flowId: string,
  version: number,
): Promise<Version | null> {
  const row = await db
    .selectFrom('flow_versions')
    .select([...SUMMARY, 'machine'])
    .where('flow_id', '=', flowId)
    .where('version', '=', version)
    .executeTakeFirst();
  return row ? { flowId, ...summaryOf(row), machine: row.machine } : null;
}

/**
 * Publish an old version's machine again, as a new version: what was published in between stays readable. The draft stays as it is.
 * It is proved again, by the rules of today.
 */
export async function rollBack(
  db: Kysely<Database>,
  {
    flowId,
    version,
    by,
    note = null,
    onNew,
  }: { flowId: string; version: number; by: string | null; note?: string | null; onNew?: OnNew },
): Promise<Published> {
  const old = await readVersion(db, flowId, version);
  return old ? publishMachine(db, old.machine, by, note, onNew) : { ok: false, reason: 'not-found' };
}

function summaryOf(row: {
  version: number;
  hash: string;
  published_by: string | null;
  published_at: Date;
  note: string | null;
}): VersionSummary {
  return {
    version: row.version,
    hash: row.hash,
    publishedBy: row.published_by,
    publishedAt: row.published_at,
    note: row.note,
  };
}
