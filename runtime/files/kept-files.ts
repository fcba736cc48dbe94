import type { StoredFile } from '@parley/flows/message.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { MediaStore } from '../media/media-store.ts';
import { findFlowFiles, readFlowFile } from './flow-files.ts';

/**
 * A file for somebody to look at; null when it is not here. A copy of it stays beside the process: what stands under an id never changes.
 */
export async function readKeptFile(
  db: Kysely<Database>,
  store: MediaStore | undefined,
  id: string,
): Promise<(StoredFile & { content: Uint8Array }) | null> {
  const key = `flow-file ${id}`;
  const copy = await store?.read(key);
  if (copy) {
    const [file] = await findFlowFiles(db, [id]);
    return file ? { ...file, content: copy } : null;
  }
  const stored = await readFlowFile(db, id);
  if (stored) await store?.write(key, stored.content).catch(() => {});
  return stored;
}

/** Ids of the files that are kept here, of all that a machine names. */
export async function keptFilesOf(db: Kysely<Database>, machine: unknown): Promise<string[]> {
  const named = JSON.stringify(machine)?.match(/"[0-9a-f]{64}"/g) ?? [];
  const ids = [...new Set(named.map((quoted) => quoted.slice(1, -1)))];
  return (await findFlowFiles(db, ids)).map(({ id }) => id);
}
