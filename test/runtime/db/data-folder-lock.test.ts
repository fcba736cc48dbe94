import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockDataFolder } from '@parley/runtime/db/data-folder-lock.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';

let dataDir: string;
let file: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'parley-lock-'));
  file = path.join(dataDir, 'db.lock');
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** The lock as another owner would have left it. */
async function leaveLock(change: object): Promise<void> {
  const unlock = await lockDataFolder(dataDir);
  const own = JSON.parse(readFileSync(file, 'utf8'));
  unlock();
  writeFileSync(file, JSON.stringify({ ...own, ...change }));
}

function touchedAgo(path: string, seconds: number): void {
  const at = new Date(Date.now() - seconds * 1000);
  utimesSync(path, at, at);
}

test('a folder is claimed once at a time, and free again when it is given back', async () => {
  const unlock = await lockDataFolder(dataDir);
  await expect(lockDataFolder(dataDir)).rejects.toThrow(
    `The data folder ${dataDir} is in use by another Parley (process ${process.pid}`,
  );
  unlock();
  expect(existsSync(file)).toBe(false);
  (await lockDataFolder(dataDir))();
});

test('a folder that does not exist yet is made', async () => {
  (await lockDataFolder(path.join(dataDir, 'a/b')))();
  expect(existsSync(path.join(dataDir, 'a/b'))).toBe(true);
});

test('a process that is gone holds nothing', async () => {
  await leaveLock({ pid: 2 ** 22 + 1 });
  (await lockDataFolder(dataDir))();
});

test('a later process that was given the same id holds nothing', async () => {
  await leaveLock({ startedAt: '1' });
  (await lockDataFolder(dataDir))();
});

test('a lock of another machine counts as long as it is being touched', async () => {
  await leaveLock({ host: 'another-machine' });
  await expect(lockDataFolder(dataDir)).rejects.toThrow(
    /in use by another Parley \(process \d+ on another-machine\)/,
  );
  touchedAgo(file, 60);
  (await lockDataFolder(dataDir))();
});

test('a lock that was never finished counts only for the moment that it takes to write one', async () => {
  writeFileSync(file, '');
  await expect(lockDataFolder(dataDir)).rejects.toThrow(/in use by another Parley\. Stop/);
  touchedAgo(file, 60);
  (await lockDataFolder(dataDir))();
});

test('a takeover that died half-way does not keep the folder closed', async () => {
  await leaveLock({ startedAt: '1' });
  writeFileSync(`${file}.takeover`, '');
  touchedAgo(`${file}.takeover`, 60);
  (await lockDataFolder(dataDir))();
  expect(existsSync(`${file}.takeover`)).toBe(false);
});

test('giving back does not remove a lock that somebody else has taken since', async () => {
  const unlock = await lockDataFolder(dataDir);
  writeFileSync(file, 'of another process');
  unlock();
  expect(readFileSync(file, 'utf8')).toBe('of another process');
});
