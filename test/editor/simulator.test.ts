import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWebApp, type WebApp } from '../setup/web-app.ts';

let app: WebApp;
let key: string;
let browser: Browser;

beforeAll(async () => {
  app = await openWebApp();
  ({ browser, key } = app);
});
afterAll(() => app?.close());

type Opened = { page: Page; phone: Locator; complaints: string[] };

async function open(width: number): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height: 844 }, locale: 'en' });
  const complaints: string[] = [];
  page.on('console', (message) => {
    /* zod asks whether it may compile, and does without when it may not. */
    const isKnown = message.text().includes("'unsafe-eval'");
    if (['error', 'warning'].includes(message.type()) && !isKnown) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${app.url}/flows/cafe-orders/edit#key=${key}`);
  await page.getByRole('button', { name: 'Talk to it', exact: true }).click();
  return { page, phone: page.getByRole('complementary', { name: 'Simulator' }), complaints };
}

test('a person talks to the flow: taps, the list’s sheet, a cart, typed words, time, a step back, a transcript', async () => {
  const { page, phone, complaints } = await open(1280);
  await phone.getByRole('button', { name: 'Order', exact: true }).click();
  await phone.getByRole('button', { name: 'Open the menu' }).click();
  await phone
    .getByRole('dialog')
    .getByRole('button', { name: /^Coffee/ })
    .click();
  await phone.getByRole('button', { name: 'View items' }).click();
  await phone.getByRole('button', { name: 'Send the order' }).click();
  await phone.locator('[data-message]').filter({ hasText: 'Which name' }).waitFor();
  await page.locator('.react-flow__node .card.lit').first().waitFor();

  await phone.getByLabel('Message', { exact: true }).fill('Guest');
  await phone.getByLabel('Message', { exact: true }).press('Enter');
  await phone.getByText('Guest', { exact: true }).waitFor();
  await phone.getByRole('tab', { name: 'Variables' }).click();
  expect(await phone.getByLabel('guest').inputValue()).toBe('Guest');
  await phone.getByLabel('guest').fill('Berta');
  await phone.getByLabel('guest').press('Enter');
  await phone.getByRole('tab', { name: 'Conversation' }).click();
  await phone.getByText('guest set to Berta').waitFor();
  await phone.getByRole('button', { name: 'Take the last step back' }).click();
  await phone.getByText('guest set to Berta').waitFor({ state: 'detached' });

  await phone.getByRole('button', { name: 'Move the clock' }).click();
  await page.getByRole('menuitem', { name: '24 hours later' }).click();
  await phone.getByText('window closed').waitFor();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    phone.getByRole('button', { name: 'Download the transcript' }).click(),
  ]);
  const transcript = await readFile(await download.path(), 'utf8');
  expect(transcript).toMatch(/^> \[Coffee\]$/m);
  expect(transcript).toMatch(/^> Guest$/m);
  expect(transcript).toMatch(/^> \(silence\)$/m);

  await phone.getByRole('button', { name: 'Start again' }).click();
  await phone.getByRole('tab', { name: 'Person' }).click();
  await phone.getByLabel('Language').selectOption('ru');
  await phone.getByRole('tab', { name: 'Conversation' }).click();
  await phone
    .locator('[data-message]')
    .filter({ hasText: /[а-я]{4}/ })
    .first()
    .waitFor();

  await phone.getByRole('button', { name: 'Close the simulator' }).click();
  await phone.waitFor({ state: 'detached' });
  expect(await page.locator('.card.lit').count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});

test('the simulator works on a phone, and nothing is wider than it', async () => {
  const { page, phone, complaints } = await open(390);
  await phone.getByRole('button', { name: 'Talk to us' }).click();
  await phone.getByText('A person holds the conversation').waitFor();
  await phone.getByRole('button', { name: 'Hand back' }).click();
  await phone.getByText('The person handed back').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  expect(complaints).toEqual([]);
  await page.close();
});
