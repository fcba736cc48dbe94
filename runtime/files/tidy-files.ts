import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Log } from '../log.ts';
import { removeUnusedFiles } from './flow-files.ts';

const FIRST_MS = 10 * 60_000;
const EVERY_MS = 24 * 3600_000;

/** Takes unused files away once a day. Returns what stops it, once what is under way has ended. */
export function tidyFilesRegularly(
  db: Kysely<Database>,
  log: Pick<Log, 'warn'>,
  { firstMs = FIRST_MS, everyMs = EVERY_MS } = {},
): () => Promise<void> {
  let underWay: Promise<unknown> = Promise.resolve();
  const tidy = () => {
    underWay = removeUnusedFiles(db).catch((err) => log.warn({ err }, 'unused files were not taken away'));
    timer = setTimeout(tidy, everyMs).unref();
  };
  let timer = setTimeout(tidy, firstMs).unref();
  return async () => {
    clearTimeout(timer);
    await underWay;
  };
}
