import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type OpenDatabase, openDatabase } from '@parley/runtime/db/connect.ts';
import { afterAll, describe, inject, type ProvidedContext } from 'vitest';
import { createDatabase } from './server-database.ts';

/** Where a database is, in the words of the runtime's configuration: what a started `parley` is given. */
export type DatabasePlace = { url: string } | { dataDir: string };

/**
 * Runs one suite on PGlite and on PostgreSQL.
 *
 * @param suite is given
 * - `name`, of the database that it runs on;
 * - `open()`, which opens a new database with the newest schema and no rows, and closes it after the suite; call it in
 *   `beforeAll`, `beforeEach` or a test;
 * - `place()`, which creates such a database without opening it, for processes that the test starts and kills. It is
 *   deleted after the suite.
 */
export function forEachDatabase(
  suite: (
    name: 'PGlite' | 'PostgreSQL',
    open: () => Promise<OpenDatabase>,
    place: () => Promise<DatabasePlace>,
  ) => void,
): void {
  const placeOf = { PGlite: copyDataFolder, PostgreSQL: copyServerDatabase };
  for (const name of ['PGlite', 'PostgreSQL'] as const) {
    describe(`on ${name}`, () => {
      const afterSuite = cleanUpAfterSuite();
      const place = () => placeOf[name](afterSuite);
      const open = async () => {
        const opened = await openDatabase(await place());
        afterSuite(() => opened.close());
        return opened;
      };
      suite(name, open, place);
    });
  }
}

type CleanUp = (undo: () => Promise<void>) => void;

async function copyDataFolder(afterSuite: CleanUp): Promise<DatabasePlace> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'parley-data-'));
  afterSuite(() => rm(dataDir, { recursive: true, force: true }));
  await cp(templates().dataDir, dataDir, { recursive: true });
  return { dataDir };
}

async function copyServerDatabase(afterSuite: CleanUp): Promise<DatabasePlace> {
  const { serverUrl, database } = templates();
  const { url, drop } = await createDatabase(serverUrl, database);
  afterSuite(drop);
  return { url };
}

function templates(): ProvidedContext['templates'] {
  const prepared: ProvidedContext['templates'] | undefined = inject('templates');
  if (!prepared) throw new Error('test/vitest.config.ts lists this file as one that needs no database');
  return prepared;
}

/** Undoes what the suite did, last first. Registered before the suite's own `afterAll` hooks, it runs after them. */
function cleanUpAfterSuite(): CleanUp {
  const undoing: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const undo of undoing.reverse()) await undo();
  });
  return (undo) => undoing.push(undo);
}
