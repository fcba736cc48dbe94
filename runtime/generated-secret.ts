import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A secret that Parley made itself: the one kept in `dataDir`/secrets, or `make()`, kept there from now on. Readable by the owner
 * alone. Processes that start together end up with the same one. Throws what the file system throws.
 */
export function keepSecret(
  dataDir: string,
  name: string,
  make: () => string,
): { value: string; isNew: boolean } {
  const folder = path.join(dataDir, 'secrets');
  const file = path.join(folder, name);
  const kept = read(file);
  if (kept !== null) return { value: kept, isNew: false };

  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${process.pid}`;
  const value = make();
  writeFileSync(unfinished, value, { mode: 0o600 });
  try {
    // Unlike a rename this does not replace what another process has put there meanwhile, nor shows it half-written.
    linkSync(unfinished, file);
    return { value, isNew: true };
  } catch (error) {
    const theirs = read(file);
    if (theirs === null) throw error;
    return { value: theirs, isNew: false };
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** The secret of this name that is kept in `dataDir`/secrets; undefined when there is none. */
export function keptSecret(dataDir: string, name: string): string | undefined {
  return read(path.join(dataDir, 'secrets', name)) ?? undefined;
}

/**
 * Puts a new secret in the place of the one that is kept, which is kept as `<name>_BEFORE` until `forgetSecretBefore`. Interrupted anywhere
 * it may be called again: it goes on where it was, and never loses the old one.
 */
export function renewSecret(dataDir: string, name: string, make: () => string): void {
  const folder = path.join(dataDir, 'secrets');
  const old = keptSecret(dataDir, name);
  if (old === undefined) throw new Error(`There is no ${name} in ${folder}.`);
  const before = keepSecret(dataDir, `${name}_BEFORE`, () => old);
  if (before.value !== old) return;
  const unfinished = path.join(folder, `${name}.${process.pid}`);
  writeFileSync(unfinished, make(), { mode: 0o600 });
  renameSync(unfinished, path.join(folder, name));
}

export function forgetSecretBefore(dataDir: string, name: string): void {
  rmSync(path.join(dataDir, 'secrets', `${name}_BEFORE`), { force: true });
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
