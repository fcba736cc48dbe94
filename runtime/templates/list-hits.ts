import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { templateUsesOf } from '@parley/flows/templates/uses.ts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/** A flow that names a template: in its draft, in its published version, in older versions that conversations still run on. */
export type FlowHit = {
  flowId: string;
  name: string;
  inDraft: boolean;
  published: number | null;
  /** Versions that name it and are published or have conversations on them. */
  versions: number[];
  /** Conversations that are under way on these versions. */
  sessions: number;
  nodes: string[];
};

/** What a change of a template hits. `planned`: messages of it that wait to be sent. */
export type Hits = { flows: FlowHit[]; sessions: number; planned: number };

/** Looks through all flows and all lanes: for a person who asks, and once for each notice. `language` null: in any. */
export async function listHits(db: Kysely<Database>, name: string, language: string | null): Promise<Hits> {
  const quoted = JSON.stringify(name);
  const { rows: drafts } = await sql<{
    id: string;
    name: string;
    published_version: number | null;
    machine: FlowMachine;
  }>`
    select id, name, published_version, draft as machine from flows
    where archived_at is null and position(${quoted} in draft::text) > 0
  `.execute(db);
  const { rows: versions } = await sql<{
    id: string;
    name: string;
    published_version: number | null;
    version: number;
    machine: FlowMachine;
    sessions: number;
  }>`
    with open as (
      select flow_id, version, count(*)::int as sessions from sessions where ended_at is null group by flow_id, version
    )
    select f.id, f.name, f.published_version, v.version, v.machine, coalesce(o.sessions, 0) as sessions
    from flow_versions v
    join flows f on f.id = v.flow_id
    left join open o on o.flow_id = v.flow_id and o.version = v.version
    where position(${quoted} in v.machine::text) > 0 and (v.version = f.published_version or o.sessions > 0)
    order by v.version
  `.execute(db);
  const hits = new Map<string, FlowHit>();
  const hitOf = (row: { id: string; name: string; published_version: number | null }): FlowHit => {
    const none = { inDraft: false, versions: [], sessions: 0, nodes: [] };
    const hit = hits.get(row.id) ?? {
      flowId: row.id,
      name: row.name,
      published: row.published_version,
      ...none,
    };
    hits.set(row.id, hit);
    return hit;
  };
  for (const row of drafts) {
    const nodes = nodesNaming(row.machine, name, language);
    if (nodes === null) continue;
    const hit = hitOf(row);
    hit.inDraft = true;
    hit.nodes = nodes;
  }
  for (const row of versions) {
    const nodes = nodesNaming(row.machine, name, language);
    if (nodes === null) continue;
    const hit = hitOf(row);
    hit.versions.push(row.version);
    hit.sessions += row.sessions;
    if (hit.nodes.length === 0) hit.nodes = nodes;
  }
  const flows = [...hits.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  return {
    flows,
    sessions: flows.reduce((sum, { sessions }) => sum + sessions, 0),
    planned: await countPlanned(db, name, language),
  };
}

/** The nodes that send it, or null where the flow does not. What the whole flow re-opens the window with belongs to no node. */
function nodesNaming(machine: FlowMachine, name: string, language: string | null): string[] | null {
  const uses = templateUsesOf(machine).filter(
    ({ message }) => message.name === name && (language === null || message.language === language),
  );
  return uses.length === 0 ? null : [...new Set(uses.flatMap(({ node }) => node ?? []))];
}

async function countPlanned(db: Kysely<Database>, name: string, language: string | null): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from outbox
    where (open or (status = 'held' and wamid is null)) and message ->> 'type' = 'template'
      and message ->> 'name' = ${name} and (${language}::text is null or message ->> 'language' = ${language})
  `.execute(db);
  return rows[0]?.count ?? 0;
}
