import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import { migrate } from '@parley/runtime/db/migrate.ts';
import type { TestProject } from 'vitest/node';
import { type DatabaseServer, startServer } from './database-server.ts';
import { createDatabase } from './server-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What new databases are copied from: a database on a PostgreSQL server, and a data folder for PGlite. */
    templates: { serverUrl: string; database: string; dataDir: string };
  }
}

/** Runs once before the tests: prepares a database with the newest schema and no rows, of both kinds, to be copied. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const undo: (() => Promise<void>)[] = [];
  const undoAll = async () => {
    for (const step of undo.reverse()) await step();
  };
  try {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'parley-template-'));
    undo.push(() => rm(dataDir, { recursive: true, force: true }));
    const server = await findOrStartServer();
    undo.push(server.stop);
    const database = await createDatabase(server.url, 'template0');
    undo.push(database.drop);
    await Promise.all([migrateAt({ url: database.url }), migrateAt({ dataDir })]);
    project.provide('templates', { serverUrl: server.url, database: database.name, dataDir });
    return undoAll;
  } catch (error) {
    await undoAll();
    throw error;
  }
}

/** `TEST_DATABASE_URL` names a server whose user may create databases; without it the tests bring their own. */
async function findOrStartServer(): Promise<Pick<DatabaseServer, 'url' | 'stop'>> {
  const url = process.env.TEST_DATABASE_URL;
  return url ? { url, stop: async () => {} } : startServer();
}

async function migrateAt(place: { url: string } | { dataDir: string }): Promise<void> {
  const { db, close } = await openDatabase(place);
  try {
    await migrate(db);
  } finally {
    await close();
  }
}
