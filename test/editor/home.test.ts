import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openWebApp, type WebApp } from '../setup/web-app.ts';

let app: WebApp;
let key: string;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  app = await openWebApp();
  ({ browser, key } = app);
});
afterAll(() => app?.close());
afterEach(() => page?.close());

async function open(hash: string, width = 1280): Promise<void> {
  page = await browser.newPage({ viewport: { width, height: 844 } });
  /* A first visit would begin in the sample flow. */
  await page.addInitScript("localStorage.setItem('parley-first-steps', 'done')");
  complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(app.url + hash);
}

test('the link with the key shows health, numbers and flows, and leaves no key in the address', async () => {
  await open(`/#key=${key}`);
  await page.getByText('Running').waitFor();
  await page.getByText('Phone number ID 100000000000001').waitFor();
  await page.getByText('cafe-orders (default)').waitFor();
  await page.getByText('Version 1').waitFor();
  expect(page.url()).not.toContain(key);
  expect(complaints).toEqual([]);
});

test('a flow opens in the editor, drawn with its nodes, ports and edges', async () => {
  await open(`/#key=${key}`);
  await page.getByRole('link', { name: 'Café orders' }).click();
  const welcome = page.locator('.card', { hasText: 'Would you like to order something' });
  await welcome.getByText('Talk to us').waitFor();
  expect(await page.locator('.card').count()).toBeGreaterThan(20);
  expect(await page.locator('.react-flow__edge').count()).toBeGreaterThan(40);
  expect(complaints).toEqual([]);
});

test('without a key it asks for one, says when it is wrong, and opens with the right one', async () => {
  await open('/');
  await page.getByRole('button', { name: 'Use an API key instead' }).click();
  await page.getByLabel('API key').fill('not-the-key-at-all-really');
  await page.getByRole('button', { name: 'Open' }).click();
  await page.getByText('not the key').waitFor();
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Open' }).click();
  await page.getByText('cafe-orders (default)').waitFor();
});

test('an address that leads nowhere says so and leads home; so does an invitation that was cut off', async () => {
  await open(`/nowhere#key=${key}`);
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  await page.getByRole('link', { name: 'Go to the start page' }).click();
  await page.getByText('cafe-orders (default)').waitFor();
  await page.close();
  await open('/#invitation=cut-off');
  await page.getByText('This link does not hold').waitFor();
});

test('nothing is wider than a phone', async () => {
  await open(`/#key=${key}`, 390);
  await page.getByText('Version 1').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  await page.getByRole('link', { name: 'Café orders' }).click();
  await page.locator('.card').first().waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  const bar = page.getByRole('navigation', { name: 'Parley' });
  expect(await bar.getByRole('link').allTextContents()).toEqual(['Home', 'Inbox', 'Flows', 'Contacts']);
  await bar.getByRole('button', { name: 'More' }).click();
  await page.getByRole('dialog', { name: 'More' }).getByRole('link', { name: 'Broadcasts' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText('No broadcast yet').waitFor();
});
