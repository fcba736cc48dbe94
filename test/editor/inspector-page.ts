import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Flow } from '@parley/flows/flow.ts';
import type { Browser, Page } from 'playwright-core';
import { collectComplaints } from './complaints.ts';

const root = join(import.meta.dirname, '../..');
const TYPES: { [ending: string]: string } = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
/* What the server says of its pages, in so far as it concerns styles: none may be written into the page. */
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; font-src 'self' data:; img-src 'self' data:";

/** The page of `inspector/page.tsx`, built; `remove` takes the folder away. */
export async function buildInspectorPage(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-inspector-'));
  const vite = join(root, 'node_modules/.bin/vite');
  const build = ['build', join(import.meta.dirname, 'inspector'), '--config', 'vite.config.ts'];
  await promisify(execFile)(
    process.execPath,
    [vite, ...build, '--logLevel', 'error', '--emptyOutDir', '--outDir', folder],
    /* As it is shipped: React's checks for developers take twice the time. */
    { cwd: join(root, 'editor'), env: { ...process.env, NODE_ENV: 'production' } },
  );
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Opens the inspector of one node; `complaints` collects what the browser says in its console. */
export async function openInspector(
  browser: Browser,
  folder: string,
  given: { flow: Flow; nodeId: string; locale: string },
): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 420, height: 900 } });
  page.setDefaultTimeout(10_000);
  const complaints = await collectComplaints(page);
  await page.addInitScript(`window.given = ${JSON.stringify(given)}`);
  await page.route('http://inspector.test/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = pathname === '/' ? '/index.html' : pathname;
    if (file === '/favicon.ico') return route.fulfill({ status: 204 });
    if (file === '/api/products') return route.fulfill({ json: { catalogId: null, products: [] } });
    if (file === '/api/templates') return route.fulfill({ json: { templates: [] } });
    return route.fulfill({
      body: await readFile(join(folder, file)),
      contentType: TYPES[extname(file)] ?? 'text/plain',
      headers: { 'content-security-policy': POLICY },
    });
  });
  await page.goto('http://inspector.test/');
  await page.locator('form').waitFor();
  return { page, complaints };
}
