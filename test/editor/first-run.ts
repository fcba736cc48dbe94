import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { launchBrowser } from '../setup/chromium.ts';

/**
 * `node test/editor/first-run.ts`: how long it takes from `npm start`, with everything fetched and built before, until somebody has created
 * the administrator, has tapped a button in the phone and sees the path light up; the seconds of each step. The bar is 30 seconds. A
 * person types slower than this script: what counts is what they wait for. Nothing else should run meanwhile.
 */
const BAR_S = 30;
const ROOT = join(import.meta.dirname, '../..');

const folder = await mkdtemp(join(tmpdir(), 'parley-first-run-'));
const browser = await launchBrowser();
const steps: [step: string, seconds: number][] = [];
let last = performance.now();
const done = (step: string) => {
  const now = performance.now();
  steps.push([step, (now - last) / 1000]);
  last = now;
};

const env = { ...process.env, PORT: String(await freePort()), DATA_DIR: join(folder, 'data') };
const server = spawn('npm', ['start'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
try {
  const link = await linkFrom(server.stdout);
  done('npm start prints the link');
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  await page.goto(link);
  await page.getByLabel('Name').waitFor();
  done('the page for the administrator is there');
  await page.getByLabel('Name').fill('Owner');
  await page.getByLabel('Email').fill('owner@example.com');
  await page.locator('input[autocomplete="new-password"]').fill('correct horse battery');
  await page.keyboard.press('Enter');
  const phone = page.getByRole('complementary', { name: 'Simulator' });
  const button = phone.getByRole('button', { name: 'Where and when' });
  await button.waitFor();
  done('the sample is open, with the phone beside it');
  await button.click();
  await page.locator('.edge.lit').first().waitFor({ state: 'attached' });
  done('a button is tapped and the path is lit');
  const all = steps.reduce((sum, [, seconds]) => sum + seconds, 0);
  for (const [step, seconds] of [...steps, ['in all', all] as const])
    console.log(`${seconds.toFixed(1).padStart(6)} s  ${step}`);
  if (all > BAR_S) {
    console.error(`slower than ${BAR_S} s`);
    process.exitCode = 1;
  }
} finally {
  await browser.close();
  server.kill();
  await new Promise((resolve) => server.once('exit', resolve));
  await rm(folder, { recursive: true, force: true });
}

/** The first address that the server prints. */
async function linkFrom(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const [link] = /https?:\/\/\S+/.exec(line) ?? [];
    if (link !== undefined) return link;
  }
  throw new Error('the server ended without an address');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const taken = createServer().listen(0, '127.0.0.1', () => {
      const address = taken.address();
      taken.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(address)));
    });
  });
}
