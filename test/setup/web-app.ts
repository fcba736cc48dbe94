import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readConfig } from '@parley/runtime/config.ts';
import { createLog } from '@parley/runtime/log.ts';
import { startParley } from '@parley/runtime/start.ts';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './chromium.ts';

export type WebApp = {
  /** Where it listens, without a slash at the end. */
  url: string;
  /** The API key. */
  key: string;
  browser: Browser;
  close(): Promise<void>;
};

/** Builds the web app as it is now, and starts the product with it on an embedded database of its own, and a browser. */
export async function openWebApp(): Promise<WebApp> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-web-app-'));
  const root = join(import.meta.dirname, '../..');
  const webAppFolder = join(folder, 'app');
  const vite = join(root, 'node_modules/.bin/vite');
  const build = ['build', '--logLevel', 'warn', '--emptyOutDir', '--outDir', webAppFolder];
  await promisify(execFile)(process.execPath, [vite, ...build], { cwd: join(root, 'editor') });
  const config = readConfig({ DATA_DIR: join(folder, 'data'), PORT: '0' });
  if ('problem' in config) throw new Error(config.problem);
  const parley = await startParley(config, { log: createLog('silent'), webAppFolder });
  const browser = await launchBrowser();
  return {
    url: parley.url,
    key: config.apiKey,
    browser,
    async close() {
      await browser.close();
      await parley.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
