import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { CostBy } from './cost-report.ts';

/** What people call what costs are summed up by, by its key; empty for what needs no name. */
export async function namesFor(db: Kysely<Database>, by: CostBy): Promise<ReadonlyMap<string, string>> {
  switch (by) {
    case 'number': {
      const rows = await db.selectFrom('channels').select(['id', 'name', 'display_phone']).execute();
      return new Map(rows.map((row) => [row.id, row.name ?? row.display_phone ?? row.id]));
    }
    case 'flow': {
      const rows = await db.selectFrom('flows').select(['id', 'name']).execute();
      return new Map(rows.map(({ id, name }) => [id, name]));
    }
    case 'broadcast': {
      const rows = await db.selectFrom('broadcasts').select(['id', 'name']).execute();
      return new Map(rows.map(({ id, name }) => [id, name]));
    }
    default:
      return new Map();
  }
}
