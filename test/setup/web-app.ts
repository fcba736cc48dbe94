import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readConfig } from '@parley/runtime/config.ts';
import { createLog } from '@parley/runtime/log.ts';
import { startParley } from '@parley/runtime/start.ts';
import type { Browser } from 'playwright-core';
import { inject } from 'vitest';
import { launchBrowser, sharedBrowser } from './chromium.ts';

export type WebApp = {
  /** Where it listens, without a slash at the end. */
  url: string;
  /** The API key. */
  key: string;
  /** Creates the first administrator. */
  setupLink: string | null;
  browser: Browser;
  close(): Promise<void>;
};

/**
 * Starts the product with the web app as it is now, on an embedded database of its own, and a browser. `settings` are further
 * settings of the product, by their names in the environment.
 */
export async function openWebApp(settings: Record<string, string> = {}): Promise<WebApp> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-web-app-'));
  const dataDir = join(folder, 'data');
  const webAppFolder = await prepare(folder, dataDir);
  const config = readConfig({ ...settings, DATA_DIR: dataDir, PORT: '0' });
  if ('problem' in config) throw new Error(config.problem);
  const parley = await startParley(config, { log: createLog('silent'), webAppFolder });
  const browser = await (process.env.VITEST ? sharedBrowser() : launchBrowser());
  return {
    url: parley.url,
    key: config.apiKey,
    setupLink: parley.setupLink,
    browser,
    async close() {
      if (process.env.VITEST) await Promise.all(browser.contexts().map((context) => context.close()));
      else await browser.close();
      await parley.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Within the tests there is a build and an empty database to begin with; a script makes its own, or takes the folder in BUILT_WEB_APP. */
async function prepare(folder: string, dataDir: string): Promise<string> {
  if (process.env.VITEST) {
    const ready = inject('webApp');
    await cp(ready.dataDir, dataDir, { recursive: true });
    return ready.folder;
  }
  if (process.env.BUILT_WEB_APP) return process.env.BUILT_WEB_APP;
  const webAppFolder = join(folder, 'app');
  await buildWebApp(webAppFolder);
  return webAppFolder;
}

/** Builds the web app into a folder, as `npm start` does. */
export async function buildWebApp(webAppFolder: string): Promise<void> {
  const root = join(import.meta.dirname, '../..');
  const vite = join(root, 'node_modules/.bin/vite');
  const options = ['build', '--logLevel', 'warn', '--emptyOutDir', '--outDir', webAppFolder];
  /* The test runner's own `NODE_ENV` would make another app of it, with React's checks for developers in it. */
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, [vite, ...options], { cwd: join(root, 'editor'), env });
}
