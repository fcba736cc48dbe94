import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';

const IN_MEMORY = '/dev/shm/';
/** What a whole run needs, with room to spare. */
const ROOM_BYTES = 4 * 2 ** 30;

/**
 * Makes a folder in memory for everything that the tests write, gone when this process ends; `null` where there is none, or too
 * little room. The tests copy thousands of small files (an embedded database is over a thousand), which a disk's file system
 * makes the most expensive thing that they do: on the machine this was measured on, ten times as much.
 */
export function makeMemoryFolder(): string | null {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    if (Math.min(bavail * bsize, freemem()) < ROOM_BYTES) return null;
    const folder = mkdtempSync(`${IN_MEMORY}parley-tests-`);
    // The user that PostgreSQL runs as goes through it to a folder of its own.
    chmodSync(folder, 0o711);
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    return folder;
  } catch {
    return null;
  }
}
