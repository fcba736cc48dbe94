import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { templateUsesOf } from '@parley/flows/templates/uses.ts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/** A template's name, and the flows that send it. */
export type TemplateUses = { name: string; flows: { flowId: string; name: string }[] };

/** Which flows name which template, in their drafts and published versions. Reads the flows again only when one has changed. */
export function createTemplateUses(db: Kysely<Database>): { read(): Promise<TemplateUses[]> } {
  let known: { stamp: string; uses: TemplateUses[] } | null = null;
  return {
    async read() {
      const { rows } = await sql<{ stamp: string }>`
        select concat_ws(' ', count(*), sum(revision), sum(published_version), count(archived_at)) as stamp from flows
      `.execute(db);
      const stamp = rows[0]?.stamp ?? '';
      if (known?.stamp !== stamp) known = { stamp, uses: await readUses(db) };
      return known.uses;
    },
  };
}

async function readUses(db: Kysely<Database>): Promise<TemplateUses[]> {
  const { rows } = await sql<{ id: string; name: string; machine: FlowMachine }>`
    select f.id, f.name, m.machine
    from flows f
    left join flow_versions v on v.flow_id = f.id and v.version = f.published_version
    cross join lateral (select f.draft as machine union all select v.machine) m
    where f.archived_at is null and m.machine is not null
    order by f.name, f.id
  `.execute(db);
  const byName = new Map<string, Map<string, string>>();
  for (const { id, name, machine } of rows) {
    for (const { message } of templateUsesOf(machine)) {
      const flows = byName.get(message.name) ?? new Map<string, string>();
      byName.set(message.name, flows.set(id, name));
    }
  }
  return [...byName].map(([name, flows]) => ({
    name,
    flows: [...flows].map(([flowId, flowName]) => ({ flowId, name: flowName })),
  }));
}
