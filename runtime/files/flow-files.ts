import { createHash } from 'node:crypto';
import type { StoredFile } from '@parley/flows/message.ts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

const PART_BYTES = 1024 * 1024;

/**
 * Keeps a file, once however often it comes. What it is and its name are the caller's to make sure of; a file that is here already keeps
 * the type that it has, and the answer has the name that was given now.
 */
export async function addFlowFile(
  db: Kysely<Database>,
  { bytes, name, mimeType }: { bytes: Uint8Array; name: string; mimeType: string },
): Promise<StoredFile> {
  const id = createHash('sha256').update(bytes).digest('hex');
  const isNew = await db.transaction().execute(async (tx) => {
    const row = { id, name, mime_type: mimeType, bytes: bytes.length };
    const added = await tx
      .insertInto('flow_files')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!added) return false;
    for (let at = 0; at < bytes.length; at += PART_BYTES) {
      const content = Buffer.from(bytes.subarray(at, at + PART_BYTES));
      await tx
        .insertInto('flow_file_parts')
        .values({ file_id: id, place: at / PART_BYTES, content })
        .execute();
    }
    return true;
  });
  if (!isNew) await touchFlowFile(db, id);
  return { id, name, mimeType, bytes: bytes.length };
}

/** It is wanted: it is not taken for unused for a while. */
export async function touchFlowFile(db: Kysely<Database>, id: string): Promise<void> {
  await db.updateTable('flow_files').set({ used_at: sql<Date>`now()` }).where('id', '=', id).execute();
}

/** Those of these files that are here, without their content. */
export async function findFlowFiles(db: Kysely<Database>, ids: readonly string[]): Promise<StoredFile[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('flow_files')
    .select(['id', 'name', 'mime_type', 'bytes'])
    .where('id', 'in', [...ids])
    .orderBy('id')
    .execute();
  return rows.map(({ mime_type: mimeType, ...file }) => ({ ...file, mimeType }));
}

/** The content of a file; null when it is not here. */
export async function readFlowFile(
  db: Kysely<Database>,
  id: string,
): Promise<(StoredFile & { content: Uint8Array<ArrayBuffer> }) | null> {
  const [file] = await findFlowFiles(db, [id]);
  if (!file) return null;
  const content = new Uint8Array(file.bytes);
  let at = 0;
  // One piece at a time: all of them together would stand in memory twice.
  for (let place = 0; at < file.bytes; place++) {
    const part = await db
      .selectFrom('flow_file_parts')
      .select('content')
      .where('file_id', '=', id)
      .where('place', '=', place)
      .executeTakeFirst();
    // Taken away meanwhile.
    if (!part) return null;
    content.set(part.content, at);
    at += part.content.length;
  }
  return { ...file, content };
}

/** For so long after its last use a file is kept that no flow names: somebody may undo, or paste the node elsewhere. */
const UNUSED_DAYS = 30;

/**
 * Takes away files that no draft, published version or broadcast names and that nobody has used for thirty days. Returns how many. Versions are
 * kept for ever, and their files with them: a conversation shows what was sent.
 */
export async function removeUnusedFiles(db: Kysely<Database>, unusedDays = UNUSED_DAYS): Promise<number> {
  const { rows } = await sql`
    delete from flow_files f
    where f.used_at < now() - ${unusedDays}::integer * interval '1 day'
      and not exists (select from flows where strpos(draft::text, f.id) > 0)
      and not exists (select from flow_versions where strpos(machine::text, f.id) > 0)
      and not exists (select from broadcasts b where strpos(to_json(b)::text, f.id) > 0)
    returning f.id
  `.execute(db);
  return rows.length;
}
