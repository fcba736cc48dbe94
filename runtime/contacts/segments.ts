import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { SegmentQuery } from './query.ts';

/** Contacts by a question about them, under a name. Who belongs is found out each time it is asked. */
export type Segment = {
  id: string;
  name: string;
  query: SegmentQuery;
  madeBy: string | null;
  updatedAt: Date;
};

/** By name. */
export async function listSegments(db: Kysely<Database>): Promise<Segment[]> {
  const rows = await db.selectFrom('segments').selectAll().orderBy('name').execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    query: SegmentQuery.parse(row.query),
    madeBy: row.made_by,
    updatedAt: row.updated_at,
  }));
}

/** Makes a segment, or changes the one with this id. False when another has the name. */
export async function saveSegment(
  db: Kysely<Database>,
  { id, name, query, madeBy }: Omit<Segment, 'updatedAt'>,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const other = await tx
      .selectFrom('segments')
      .select('id')
      .where('name', '=', name)
      .where('id', '<>', id)
      .executeTakeFirst();
    if (other) return false;
    const json = JSON.stringify(query);
    await tx
      .insertInto('segments')
      .values({ id, name, query: json, made_by: madeBy })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({ name, query: json, updated_at: new Date() }),
      )
      .execute();
    return true;
  });
}

export async function removeSegment(db: Kysely<Database>, id: string): Promise<boolean> {
  const gone = await db.deleteFrom('segments').where('id', '=', id).returning('id').executeTakeFirst();
  return gone !== undefined;
}
