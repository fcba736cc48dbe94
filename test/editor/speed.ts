import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { openWebApp } from '../setup/web-app.ts';
import { largeMachine } from './large-flow.ts';

/**
 * `npm run bench:editor`: how quickly a flow of 500 nodes opens, and how many frames a second are drawn while a card is dragged and the
 * canvas is moved with all of them in sight, in headless Chromium without a graphics card. The bar: open within a second, 30 frames.
 * `--profile FILE` writes a CPU profile of dragging. Nothing else should run meanwhile.
 */
const NODES = 500;
/** Of each three nodes one leads to four, one to one, and one to five. */
const EDGES = Array.from({ length: NODES }, (_, at) => [4, 1, 5][at % 3] ?? 0).reduce(
  (sum, count) => sum + count,
  0,
);
const BAR = { openMs: 1_000, frames: 30 };
const ROUNDS = 3;

const option = (name: string) => {
  const at = process.argv.indexOf(name);
  return at === -1 ? undefined : process.argv[at + 1];
};

type Frames = { perSecond: number; longestMs: number };

const app = await openWebApp();
try {
  const headers = { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ machine: largeMachine('large', NODES) });
  const created = await fetch(`${app.url}/api/flows`, { method: 'POST', headers, body });
  if (!created.ok) throw new Error(`the flow was not created: ${created.status} ${await created.text()}`);
  const page = await app.browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  const address = `${app.url}/flows/large/edit`;
  /* Once before: whoever opens a flow has been in the app, so its files are there. */
  await page.goto(`${address}#key=${app.key}`);
  await opened(page);
  const opening: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto('about:blank');
    await page.goto(address);
    opening.push(await opened(page));
  }
  const openMs = median(opening);
  await page.getByText('Not saved yet').waitFor({ state: 'detached' });
  await page.keyboard.press('1');
  await page
    .locator('.react-flow__node')
    .nth(NODES - 1)
    .waitFor({ state: 'attached' });
  const drawn = await page.evaluate<number>(
    "[...document.querySelectorAll('.far-edges path')].flatMap((path) => path.getAttribute('d').match(/M/g) ?? []).length",
  );
  if (drawn !== EDGES) throw new Error(`${drawn} of ${EDGES} edges are drawn`);
  await page.waitForTimeout(1_500);
  const profile = option('--profile');
  const session = profile === undefined ? null : await page.context().newCDPSession(page);
  if (session) {
    await session.send('Profiler.enable');
    await session.send('Profiler.start');
  }
  const drag = middle(await rounds(page, () => framesWhile(page, () => dragCard(page))));
  if (session && profile !== undefined) {
    const { profile: found } = await session.send('Profiler.stop');
    await writeFile(profile, JSON.stringify(found));
  }
  const pan = middle(await rounds(page, () => framesWhile(page, () => moveCanvas(page))));
  say(
    'opening',
    `${openMs.toFixed(0)} ms (${opening.map((ms) => ms.toFixed(0)).join(', ')})`,
    openMs < BAR.openMs,
  );
  say('dragging', words(drag), drag.perSecond >= BAR.frames);
  say('moving', words(pan), pan.perSecond >= BAR.frames);
} finally {
  await app.close();
}

/** Milliseconds from the beginning of the navigation to the frame after the first cards. */
async function opened(page: Page): Promise<number> {
  await page.locator('.react-flow__node').first().waitFor();
  return page.evaluate<number>(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))',
  );
}

/** Frames that the page draws while something is done to it. */
async function framesWhile(page: Page, act: () => Promise<void>): Promise<Frames> {
  const from = await page.evaluate<number>(`{
    /* Its own list, which the counters of earlier rounds do not know: they go on for as long as the page. */
    const times = (window.frameTimes = []);
    requestAnimationFrame(function count(now) {
      times.push(now);
      requestAnimationFrame(count);
    });
    performance.now() }`);
  await act();
  const [to, times] = await page.evaluate<[number, number[]]>('[performance.now(), window.frameTimes]');
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time));
  return { perSecond: (times.length * 1_000) / (to - from), longestMs: Math.max(...gaps) };
}

async function dragCard(page: Page): Promise<void> {
  const box = await page
    .locator('.react-flow__node')
    .nth(Math.floor(NODES / 2))
    .boundingBox();
  if (!box) throw new Error('no card is in sight');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await circle(page, x, y, 80);
  await page.mouse.up();
}

async function moveCanvas(page: Page): Promise<void> {
  const [x, y] = [620, 780];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await circle(page, x, y - 60, 60);
  await page.mouse.up();
}

/** About two seconds of movement, as often as the page can take it. */
async function circle(page: Page, x: number, y: number, radius: number): Promise<void> {
  const until = performance.now() + 2_000;
  for (let step = 0; performance.now() < until; step += 1) {
    const angle = step / 12;
    await page.mouse.move(x + Math.sin(angle) * radius, y + Math.cos(angle) * radius);
  }
}

async function rounds(page: Page, measure: () => Promise<Frames>): Promise<Frames[]> {
  const found: Frames[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    /* What was dropped last is saved and checked before the next one is taken up. */
    await page.getByRole('status').getByText('Saved', { exact: true }).waitFor();
    await page.waitForTimeout(1_500);
    found.push(await measure());
  }
  return found;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

/** The round in the middle. */
function middle(found: readonly Frames[]): Frames {
  const sorted = found.toSorted((one, other) => one.perSecond - other.perSecond);
  return sorted[Math.floor(sorted.length / 2)] ?? { perSecond: 0, longestMs: 0 };
}

function words({ perSecond, longestMs }: Frames): string {
  return `${perSecond.toFixed(0)} frames a second, the longest ${longestMs.toFixed(0)} ms`;
}

function say(what: string, found: string, isGood: boolean): void {
  console.log(`${isGood ? 'ok  ' : 'slow'} ${what.padEnd(9)} ${found}`);
  if (!isGood) process.exitCode = 1;
}
