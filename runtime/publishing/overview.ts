import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { CheckedDraft, DraftChecks } from './draft-checks.ts';
import type { FlowSummary } from './drafts.ts';

/** A flow as the list of flows shows it: how far it is, and what goes on with it now. */
export type FlowOverview = FlowSummary & {
  publishedAt: Date | null;
  /** When it was put away; null for a flow in use. */
  archivedAt: Date | null;
  /** The draft does something else than the published version; true for one that has none. */
  hasChanges: boolean;
  /** Conversations that are under way on it, and those of them that are not on the published version. */
  sessions: number;
  olderSessions: number;
  numbers: BoundNumber[];
  /** Null while this process has not checked the draft yet. */
  problems: { errors: number; warnings: number } | null;
};

type BoundNumber = { id: string; displayPhone: string | null; name: string | null; isDefault: boolean };

type Row = {
  id: string;
  name: string;
  revision: number;
  saved_by: string | null;
  saved_at: Date;
  published_version: number | null;
  archived_at: Date | null;
  published_at: Date | null;
  hash: string | null;
  sessions: number;
  older: number;
  numbers: BoundNumber[];
};

/** Every flow, by name. Counts all lanes, for a person who looks at a list. */
export async function listOverview(db: Kysely<Database>, checks: DraftChecks): Promise<FlowOverview[]> {
  const { rows } = await sql<Row>`
    with open as (
      select flow_id, version, count(*)::int as count from sessions where ended_at is null group by flow_id, version
    )
    select f.id, f.name, f.revision, f.saved_by, f.saved_at, f.published_version, f.archived_at,
      v.published_at, v.hash,
      coalesce((select sum(count) from open where flow_id = f.id), 0)::int as sessions,
      coalesce((
        select sum(count) from open where flow_id = f.id and version is distinct from f.published_version
      ), 0)::int as older,
      coalesce((
        select json_agg(
          json_build_object('id', c.id, 'displayPhone', c.display_phone, 'name', c.name, 'isDefault', b.is_default)
          order by c.created_at, c.id
        )
        from channel_flows b join channels c on c.id = b.channel_id where b.flow_id = f.id
      ), '[]') as numbers
    from flows f left join flow_versions v on v.flow_id = f.id and v.version = f.published_version
    order by f.name, f.id
  `.execute(db);
  const checked = await checks.of(rows, (ids) => draftsOf(db, ids));
  return rows.map((row) => overviewOf(row, checked.get(row.id)));
}

async function draftsOf(db: Kysely<Database>, ids: string[]): Promise<{ id: string; draft: FlowMachine }[]> {
  return db.selectFrom('flows').select(['id', 'draft']).where('id', 'in', ids).execute();
}

function overviewOf(row: Row, checked: CheckedDraft | undefined): FlowOverview {
  return {
    flowId: row.id,
    name: row.name,
    revision: row.revision,
    savedBy: row.saved_by,
    savedAt: row.saved_at,
    publishedVersion: row.published_version,
    publishedAt: row.published_at,
    archivedAt: row.archived_at,
    hasChanges: row.hash === null || checked?.hash !== row.hash,
    sessions: row.sessions,
    olderSessions: row.older,
    numbers: row.numbers,
    problems: checked?.problems ?? null,
  };
}
