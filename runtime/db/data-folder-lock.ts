import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

/** Who holds a folder. `startedAt` tells a process from a later one with the same id; null where the system does not say. */
const Owner = z.strictObject({ pid: z.number(), host: z.string(), startedAt: z.string().nullable() });
type Owner = z.infer<typeof Owner>;

const HEARTBEAT_MS = 10_000;
/** An owner on another host, whose process cannot be looked up, is gone once it has missed three heartbeats. */
const SILENT_MS = 3 * HEARTBEAT_MS;
/** Longer than it takes to write the file or to remove it, so what is older was left by a process that died doing so. */
const UNFINISHED_MS = 5_000;

/**
 * Claims the data folder for this process and returns what gives it back. PGlite does not notice a second process on its files
 * and both would ruin them, so a folder in use is refused. A lock that outlived its process (kill -9) is replaced.
 */
export async function lockDataFolder(dataDir: string): Promise<() => void> {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, 'db.lock');
  const own = JSON.stringify(thisProcess());
  while (!createFile(file, own)) {
    const found = read(file);
    if (found !== null && isHeld(file, found)) {
      throw new Error(
        `The data folder ${path.resolve(dataDir)} is in use by another Parley${processOf(found)}. ` +
          'Stop that one first, or give this one a DATA_DIR of its own.',
      );
    }
    if (found !== null) removeStale(file, found);
    // Whoever else is at it needs a moment.
    await delay(10);
  }
  const heartbeat = setInterval(() => touch(file), HEARTBEAT_MS).unref();
  return () => {
    clearInterval(heartbeat);
    if (read(file) === own) rmSync(file, { force: true });
  };
}

function createFile(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Two processes may find the same stale lock. One at a time, and only while it is still the file that was found stale: else the
 * slower one would remove the lock that the faster one has just taken.
 */
function removeStale(file: string, stale: string): void {
  const ticket = `${file}.takeover`;
  if (!createFile(ticket, '')) {
    if (ageOf(ticket) > UNFINISHED_MS) rmSync(ticket, { force: true });
    return;
  }
  if (read(file) === stale) rmSync(file, { force: true });
  rmSync(ticket, { force: true });
}

function isHeld(file: string, content: string): boolean {
  const owner = parse(content);
  if (!owner) return ageOf(file) < UNFINISHED_MS;
  if (owner.host !== hostname()) return ageOf(file) < SILENT_MS;
  if (owner.startedAt !== null) return owner.startedAt === startOf(owner.pid);
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function thisProcess(): Owner {
  return { pid: process.pid, host: hostname(), startedAt: startOf(process.pid) };
}

/** When a process started, in ticks since boot, on Linux; null when there is no such process or no way to know. */
function startOf(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`);
  // The second field is the command in brackets, and may hold spaces and brackets itself.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function parse(content: string): Owner | null {
  try {
    return Owner.parse(JSON.parse(content));
  } catch {
    return null;
  }
}

function processOf(content: string): string {
  const owner = parse(content);
  return owner ? ` (process ${owner.pid} on ${owner.host})` : '';
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return null;
    throw error;
  }
}

/** Milliseconds since the file was last written or touched; very long when it is gone. */
function ageOf(file: string): number {
  const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return written === undefined ? Number.POSITIVE_INFINITY : Date.now() - written;
}

function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch (error) {
    // Somebody deleted the lock by hand. Nothing to do here: it would be worse to stop answering people.
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
