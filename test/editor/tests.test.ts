import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWebApp, type WebApp } from '../setup/web-app.ts';

let app: WebApp;
let browser: Browser;

beforeAll(async () => {
  app = await openWebApp();
  ({ browser } = app);
});
afterAll(() => app?.close());

function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    /* zod asks whether it may compile, and does without when it may not. */
    const isKnown = message.text().includes("'unsafe-eval'") || message.text().includes('422');
    if (['error', 'warning'].includes(message.type()) && !isKnown) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

test('the first visit opens the sample with the phone; what is said there becomes a test, which fails, is accepted, and lets publish', async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  const complaints = listen(page);
  await page.goto(`${app.url}/#key=${app.key}`);

  const steps = page.getByRole('region', { name: 'First steps' });
  await steps.waitFor();
  expect(new URL(page.url()).pathname).toBe('/flows/cafe-orders/edit');
  const phone = page.getByRole('complementary', { name: 'Simulator' });
  await phone.getByRole('button', { name: 'Order', exact: true }).click();
  await steps.getByRole('img', { name: 'done' }).waitFor();
  await page.locator('.react-flow__node .card.lit').nth(1).waitFor();
  await steps.getByRole('button', { name: 'Do not show this again' }).click();
  await page.reload();
  await page.getByRole('button', { name: 'Talk to it', exact: true }).click();
  expect(await steps.count()).toBe(0);

  await phone.getByRole('button', { name: 'Order', exact: true }).click();
  await phone.getByRole('button', { name: 'Open the menu' }).click();
  await phone
    .getByRole('dialog')
    .getByRole('button', { name: /^Coffee/ })
    .click();
  await phone.getByRole('button', { name: 'Save as a test' }).click();
  expect(await page.getByLabel('Name of the test').inputValue()).toBe('Order, Coffee');
  await page.getByRole('button', { name: 'Save the test' }).click();
  const panel = page.getByRole('complementary', { name: 'Tests' });
  await panel.getByText('The test passes').waitFor();

  /* Back to the beginning and forth: the way is lit as far as it is looked at. */
  const slider = phone.getByLabel('Steps of the conversation');
  await slider.fill('1');
  await phone.getByText('Step 1 of 3').waitFor();
  await page.waitForFunction("document.querySelectorAll('.card.lit').length === 1");
  await slider.fill('3');
  await page.waitForFunction("document.querySelectorAll('.card.lit').length > 1");

  await changeWelcome(page, 'What would you like?');
  await panel.getByText('1 of 1 test fails').waitFor();
  await panel.getByText('What would you like?').waitFor();
  await page.getByRole('button', { name: 'Publish …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish this flow' });
  await dialog.getByText('1 of 1 test fails').waitFor();
  expect(await dialog.getByRole('button', { name: /^Publish version/ }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  await panel.getByRole('button', { name: 'Show the step in the phone: Order, Coffee' }).click();
  await phone.getByText('Step 1 of 3').waitFor();
  await panel.getByRole('button', { name: 'Accept as it is now' }).click();
  await panel.getByText('The test passes').waitFor();
  await page.getByRole('button', { name: 'Publish …' }).click();
  await dialog.getByText('The test passes').waitFor();
  await dialog.getByRole('button', { name: /^Publish version/ }).click();
  await page.getByText('Version 2 is live').first().waitFor();
  expect(complaints).toEqual([]);
  await page.close();
});

/** Writes another text on the café's first card. */
async function changeWelcome(page: Page, text: string): Promise<void> {
  await page.locator('.card', { hasText: 'Would you like to order something' }).click();
  const form = page.getByRole('complementary', { name: 'Selected node' });
  await form.getByRole('textbox', { name: 'Text', exact: true }).fill(text);
}
