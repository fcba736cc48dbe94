import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import { migrate } from '@parley/runtime/db/migrate.ts';
import type { DatabasePlace } from '../setup/database.ts';
import { type DatabaseServer, startServer } from '../setup/database-server.ts';
import { createDatabase } from '../setup/server-database.ts';

/** What new databases are copied from: one on a PostgreSQL server, and a data folder for PGlite. Both migrated and empty. */
export type Templates = { serverUrl: string; database: string; dataDir: string };

export type DatabaseName = 'PostgreSQL' | 'PGlite';

/** A database of a stage's own. */
export type Ground = {
  name: DatabaseName;
  place: DatabasePlace;
  /** The server that it is on, when the stage has one to itself: a row may kill it. */
  server: DatabaseServer | null;
  remove(): Promise<void>;
};

/** Starts a server and prepares a database of both kinds to be copied; `close` undoes all of it. */
export async function prepareTemplates(): Promise<{ templates: Templates; close(): Promise<void> }> {
  const server = await startServer();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'parley-template-'));
  const close = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const { url, name } = await createDatabase(server.url, 'template0');
    await Promise.all([migrateAt({ url }), migrateAt({ dataDir })]);
    return { templates: { serverUrl: server.url, database: name, dataDir }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A new database with the newest schema and no rows; on a server of its own where `hasOwnServer`. */
export async function layGround(
  templates: Templates,
  name: DatabaseName,
  hasOwnServer: boolean,
): Promise<Ground> {
  if (name === 'PGlite') {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'parley-faults-'));
    await cp(templates.dataDir, dataDir, { recursive: true });
    return {
      name,
      place: { dataDir },
      server: null,
      remove: () => rm(dataDir, { recursive: true, force: true }),
    };
  }
  if (hasOwnServer) {
    const server = await startServer();
    const { url } = await createDatabase(server.url, 'template0');
    await migrateAt({ url });
    return { name, place: { url }, server, remove: () => server.stop() };
  }
  const { url, drop } = await createDatabase(templates.serverUrl, templates.database);
  return { name, place: { url }, server: null, remove: drop };
}

async function migrateAt(place: DatabasePlace): Promise<void> {
  const { db, close } = await openDatabase(place);
  try {
    await migrate(db);
  } finally {
    await close();
  }
}
