import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWebApp, type WebApp } from '../setup/web-app.ts';

let app: WebApp;
beforeAll(async () => {
  app = await openWebApp();
});
afterAll(() => app?.close());

const HEADING = 'market,category,currency,price,valid_from';
const upload = (rows: readonly string[]) => ({
  ...{ name: 'october.csv', mimeType: 'text/csv' },
  buffer: Buffer.from([HEADING, ...rows].join('\r\n')),
});

test('a rate card with a wrong line is refused by that line; a good one tells what a flow will cost', async () => {
  const page = await app.browser.newPage({ viewport: { width: 1280, height: 900 } });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${app.url}/numbers#key=${app.key}`);
  await page.getByRole('link', { name: 'Prices' }).click();
  await page.getByText('No rate card yet').waitFor();
  await page.getByRole('button', { name: 'Upload rate card' }).click();
  const dialog = page.getByRole('dialog');
  const file = page.locator('input[type=file]');
  await file.setInputFiles(
    upload(['Other,utility,EUR,0.02,2026-10-01', 'Atlantis,utility,EUR,0.02,2026-10-01']),
  );
  await dialog.getByRole('button', { name: 'Upload rate card' }).click();
  await dialog.getByText('Line 3, market: “Atlantis”').waitFor();
  await file.setInputFiles(
    upload(['Other,utility,EUR,0.02,2026-10-01', 'Other,marketing,EUR,0.05,2026-10-01']),
  );
  await dialog.getByRole('button', { name: 'Upload rate card' }).click();
  await page.getByRole('cell', { name: 'october' }).waitFor();
  await page.getByText('No message arrived in these days.').waitFor();

  await page.goto(`${app.url}/flows/cafe-orders/edit`);
  await page.getByRole('button', { name: 'Cost', exact: true }).click();
  const panel = page.getByRole('complementary', { name: 'Cost' });
  await panel.getByText('the dearest first').waitFor();
  await panel.getByLabel('Conversations a month').fill('10000');
  await panel
    .getByText(/€[\d,]+\.\d+ a month/)
    .first()
    .waitFor();
  await panel.getByText('Actual', { exact: true }).click();
  await panel.getByText('No message of this flow arrived in the last 30 days.').waitFor();
  /* Where a notice of enforcement leads. */
  await page.goto(`${app.url}/flows/cafe-orders/edit?show=problems`);
  await page.getByRole('dialog', { name: 'Problems' }).getByText('Proved: ').waitFor();
  expect(complaints).toEqual([]);
});
