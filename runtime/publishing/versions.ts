import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { type Published, publishMachine } from './publish.ts';

/** A published form of a flow. It never changes; sessions stay on the version that they started on. */
export type VersionSummary = {
  version: number;
  hash: string;
  publishedBy: string | null;
  publishedAt: Date;
};
export type Version = VersionSummary & { flowId: string; machine: FlowMachine };

const SUMMARY = ['version', 'hash', 'published_by', 'published_at'] as const;

/** All versions of a flow, the newest first; empty for a flow that is not published or does not exist. */
export async function listVersions(db: Kysely<Database>, flowId: string): Promise<VersionSummary[]> {
  const rows = await db
    .selectFrom('flow_versions')
    .select(SUMMARY)
    .where('flow_id', '=', flowId)
    .orderBy('version', 'desc')
    .execute();
  return rows.map(summaryOf);
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
  { flowId, version, by }: { flowId: string; version: number; by: string | null },
): Promise<Published> {
  const old = await readVersion(db, flowId, version);
  return old ? publishMachine(db, old.machine, by) : { ok: false, reason: 'not-found' };
}

function summaryOf(row: {
  version: number;
  hash: string;
  published_by: string | null;
  published_at: Date;
}): VersionSummary {
  return {
    version: row.version,
    hash: row.hash,
    publishedBy: row.published_by,
    publishedAt: row.published_at,
  };
}
