import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import { migrate } from '@parley/runtime/db/migrate.ts';
import type { TestProject } from 'vitest/node';
import { buildWebApp } from './web-app.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The web app as it was built, and a data folder with the newest schema and no rows, to be copied. */
    webApp: { folder: string; dataDir: string };
  }
}

/** Runs once before the tests in a browser: what each of them would do first. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const place = await mkdtemp(path.join(tmpdir(), 'parley-web-app-'));
  const undo = () => rm(place, { recursive: true, force: true });
  try {
    const webApp = { folder: path.join(place, 'app'), dataDir: path.join(place, 'data') };
    await buildWebApp(webApp.folder);
    const { db, close } = await openDatabase({ dataDir: webApp.dataDir });
    try {
      await migrate(db);
    } finally {
      await close();
    }
    project.provide('webApp', webApp);
    return undo;
  } catch (error) {
    await undo();
    throw error;
  }
}
