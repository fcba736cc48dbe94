import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Files of messages that were looked at, so that they are fetched once. Losing it loses nothing as long as WhatsApp has them. */
export type MediaStore = {
  read(mediaId: string): Promise<Uint8Array | null>;
  write(mediaId: string, bytes: Uint8Array): Promise<void>;
};

const MOST_BYTES = 1024 * 1024 * 1024;
/** The room that is taken is added up after so many new files. */
const LOOK_EVERY = 20;

/** A folder of its own, of at most `mostBytes`: those that were looked at longest ago go first. Names say nothing of what is in them. */
export function createMediaStore(folder: string, mostBytes = MOST_BYTES): MediaStore {
  let written = 0;
  const placeOf = (mediaId: string) => path.join(folder, createHash('sha256').update(mediaId).digest('hex'));

  const makeRoom = async () => {
    const names = await readdir(folder);
    const files = await Promise.all(
      names.map(async (name) => {
        const { size, mtimeMs } = await stat(path.join(folder, name));
        return { name, size, mtimeMs };
      }),
    );
    let total = files.reduce((sum, { size }) => sum + size, 0);
    for (const { name, size } of files.sort((one, other) => one.mtimeMs - other.mtimeMs)) {
      if (total <= mostBytes) return;
      await rm(path.join(folder, name), { force: true });
      total -= size;
    }
  };

  return {
    async read(mediaId) {
      const place = placeOf(mediaId);
      try {
        const bytes = await readFile(place);
        const now = new Date();
        await utimes(place, now, now);
        return bytes;
      } catch {
        return null;
      }
    },
    async write(mediaId, bytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Whole or not at all: somebody else may read it meanwhile.
      const draft = path.join(folder, `.${randomUUID()}`);
      await writeFile(draft, bytes, { mode: 0o600 });
      await rename(draft, placeOf(mediaId));
      if (++written % LOOK_EVERY === 1) await makeRoom();
    },
  };
}
