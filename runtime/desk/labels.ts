import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { record } from '../escalation/history.ts';

export type Label = { id: string; name: string; color: string };

/** Every label there is, by name. */
export function listLabels(db: Kysely<Database>): Promise<Label[]> {
  return db
    .selectFrom('labels')
    .select(['id', 'name', 'color'])
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute();
}

/** Null when there is one of this name already. */
export async function addLabel(
  db: Kysely<Database>,
  { name, color }: Omit<Label, 'id'>,
): Promise<Label | null> {
  const made = await db
    .insertInto('labels')
    .values({ id: randomUUID(), name, color })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning(['id', 'name', 'color'])
    .executeTakeFirst();
  return made ?? null;
}

/** Takes a label away from everywhere; false when there is none. */
export async function removeLabel(db: Kysely<Database>, labelId: string): Promise<boolean> {
  const removed = await db.deleteFrom('labels').where('id', '=', labelId).returning('id').executeTakeFirst();
  if (!removed) return false;
  await sql`delete from conversation_labels where label_id = ${labelId}`.execute(db);
  return true;
}

export type LabelChange = { add: readonly string[]; remove: readonly string[] };

/**
 * Puts labels on a conversation and takes others off; ids that are no label's are left out. Returns what has changed by it, which stands in
 * the conversation's history with the labels' names of that time.
 */
export function labelConversation(
  db: Kysely<Database>,
  { lane, id }: { lane: number; id: string },
  { add, remove }: LabelChange,
  by: string,
): Promise<LabelChange> {
  return db.transaction().execute(async (tx) => {
    const named = await tx
      .selectFrom('labels')
      .select(['id', 'name'])
      .where('id', 'in', ['', ...add, ...remove])
      .execute();
    const added = await sql<{ id: string }>`
      insert into conversation_labels (lane, conversation_id, label_id)
      select ${lane}::smallint, ${id}::uuid, l.id from labels l where l.id = any(${[...add]}::text[])
      on conflict do nothing
      returning label_id as id
    `.execute(tx);
    const removed = await sql<{ id: string }>`
      delete from conversation_labels
      where lane = ${lane} and conversation_id = ${id} and label_id = any(${[...remove]}::text[])
      returning label_id as id
    `.execute(tx);
    const changed = { add: added.rows.map((row) => row.id), remove: removed.rows.map((row) => row.id) };
    if (changed.add.length + changed.remove.length > 0) {
      const names = (ids: string[]) => named.filter((one) => ids.includes(one.id)).map(({ name }) => name);
      const details = { added: names(changed.add), removed: names(changed.remove) };
      await record(tx, lane, [{ conversationId: id, caseId: null, kind: 'labelled', who: by, details }]);
    }
    return changed;
  });
}
