import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWebApp, type WebApp } from '../setup/web-app.ts';
import { largeMachine } from './large-flow.ts';

let app: WebApp;
let page: Page;
const complaints: string[] = [];
/** Of more than 200 only those in sight are drawn. */
const NODES = 210;
const EDGES = (NODES / 3) * (4 + 1 + 5);

beforeAll(async () => {
  app = await openWebApp();
  const headers = { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ machine: largeMachine('large', NODES) });
  const made = await fetch(`${app.url}/api/flows`, { method: 'POST', headers, body });
  if (!made.ok) throw new Error(await made.text());
  page = await app.browser.newPage({ viewport: { width: 1280, height: 844 }, locale: 'en-GB' });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${app.url}/flows/large/edit#key=${app.key}`);
});
afterAll(() => app?.close());

const card = (id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);
const guides = () => page.locator('.guide').count();
const x = async (id: string) =>
  /translate\((-?[\d.]+)px/.exec((await card(id).getAttribute('style')) ?? '')?.[1];

test('a card that is dragged or moved by keys comes to lie in line with others, and anywhere with Alt', async () => {
  const title = await card('n1').locator('.card-title').boundingBox();
  if (!title) throw new Error('the card is not in sight');
  const [fromX, fromY] = [title.x + 100, title.y + 10];
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  /* From here on the card is held. */
  await page.mouse.move(fromX + 3, fromY);
  await page.mouse.move(fromX + 40, fromY + 60, { steps: 3 });
  await page.mouse.move(fromX + 6, fromY + 60, { steps: 3 });
  await expect.poll(() => x('n1')).toBe('0');
  await expect.poll(guides).toBeGreaterThan(0);
  await page.keyboard.down('Alt');
  await page.mouse.move(fromX + 7, fromY + 60);
  await expect.poll(() => x('n1')).toBe('5');
  expect(await guides()).toBe(0);
  await page.keyboard.up('Alt');
  await page.mouse.move(fromX + 6, fromY + 60);
  await expect.poll(() => x('n1')).toBe('0');
  await page.mouse.up();
  await expect.poll(guides).toBe(0);
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(() => x('n1')).toBe('20');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(() => x('n1')).toBe('0');
  await expect.poll(guides).toBeGreaterThan(0);
  await page.keyboard.press('Escape');
});

/** How many edges each path draws. */
const FAR_WAYS =
  "[...document.querySelectorAll('.far-edges path')].map((path) => path.getAttribute('d').match(/M/g)?.length ?? 0)";

test('a large flow shows all of its edges from far away, and again from near', async () => {
  const drawn = () => page.evaluate<number[]>(FAR_WAYS);
  await page.keyboard.press('1');
  await expect.poll(async () => (await drawn()).reduce((sum, count) => sum + count, 0)).toBe(EDGES);
  await page.keyboard.press('0');
  await expect.poll(() => page.locator('.react-flow__edge').count()).toBeGreaterThan(0);
  expect(await page.locator('.far-edges').count()).toBe(0);
  expect(complaints).toEqual([]);
});
