import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/** A number with a catalogue: one that the flow answers on before any other; null when no number has one. */
export async function catalogueNumberOf(db: Kysely<Database>, flowId: string | null): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select c.id from channels c
    left join channel_flows b on b.channel_id = c.id and b.flow_id = ${flowId}
    where c.catalog_id is not null
    order by b.flow_id is null, c.status <> 'active', c.created_at, c.id
    limit 1
  `.execute(db);
  return rows[0]?.id ?? null;
}
