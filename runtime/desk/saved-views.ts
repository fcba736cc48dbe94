import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';

export type SavedView<Filter> = { id: string; name: string; filter: Filter };

/** A person's saved views, by name; `read` makes a filter of what is stored. */
export async function listSavedViews<Filter>(
  db: Kysely<Database>,
  personId: string,
  read: (stored: unknown) => Filter | null,
): Promise<SavedView<Filter>[]> {
  const rows = await db
    .selectFrom('saved_views')
    .select(['id', 'name', 'filter'])
    .where('person_id', '=', personId)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.flatMap(({ id, name, filter }) => {
    const known = read(filter);
    return known === null ? [] : [{ id, name, filter: known }];
  });
}

export async function saveSavedView<Filter>(
  db: Kysely<Database>,
  personId: string,
  { name, filter }: Omit<SavedView<Filter>, 'id'>,
): Promise<SavedView<Filter>> {
  const id = randomUUID();
  await db
    .insertInto('saved_views')
    .values({ id, person_id: personId, name, filter: JSON.stringify(filter) })
    .execute();
  return { id, name, filter };
}

/** False when the person has no such view. */
export async function removeSavedView(
  db: Kysely<Database>,
  personId: string,
  viewId: string,
): Promise<boolean> {
  const removed = await db
    .deleteFrom('saved_views')
    .where('id', '=', viewId)
    .where('person_id', '=', personId)
    .returning('id')
    .executeTakeFirst();
  return removed !== undefined;
}
