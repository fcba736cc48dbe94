import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmulator } from '../emulator/emulator.ts';
import type { Emulator } from '../emulator/emulator-types.ts';
import { flow } from '../runtime/shop.ts';
import { openWebApp, type WebApp } from '../setup/web-app.ts';

let emulator: Emulator;
let app: WebApp;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  emulator = await startEmulator();
  app = await openWebApp({ WHATSAPP_GRAPH_URL: emulator.url });
  emulator.webhookUrl = `${app.url}/webhooks/whatsapp`;
  page = await app.browser.newPage({ viewport: { width: 1280, height: 844 }, locale: 'en-GB' });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
});
afterAll(async () => {
  await app?.close();
  await emulator?.close();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const field = (name: string) => page.getByRole('textbox', { name, exact: true });

test('a template is written, corrected, submitted and approved, and a flow’s node chooses it', async () => {
  await page.goto(`${app.url}/templates#key=${app.key}`);
  await button('New template').click();
  await field('Name').fill('Table booked');
  await button('Create').click();
  await page.getByRole('heading', { name: /table_booked/ }).waitFor();

  await field('Text').fill('{{1}} is booked');
  await page.getByRole('heading', { name: 'WhatsApp would reject 3 things' }).waitFor();
  await expect.poll(() => button('Submit for review').isEnabled()).toBe(false);
  await field('Text').fill('Your table for {{1}} is booked, see you soon.');
  await field('Sample for {{1}}').fill('two');
  await page
    .getByRole('region', { name: 'As people see it' })
    .getByText('Your table for two is booked')
    .waitFor();
  await button('Submit for review').click();
  await page.getByText('In review', { exact: true }).waitFor();
  expect(emulator.templates.find(emulator.wabaId, 'table_booked', 'en')).toMatchObject({
    status: 'PENDING',
    components: [{ type: 'BODY', example: { body_text: [['two']] } }],
  });
  await emulator.setTemplateStatus('table_booked', 'en', 'APPROVED');
  await page.getByText('Approved', { exact: true }).waitFor();

  const at: [number, number] = [0, 0];
  const machine = flow('reminder', { tell: { type: 'template', at, name: '', language: 'en' } }, {});
  await fetch(`${app.url}/api/flows`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ machine }),
  });
  await page.goto(`${app.url}/flows/reminder/edit`);
  await page.locator('.react-flow__node[data-id="tell"] .card-title').click();
  await page.getByRole('combobox', { name: 'Template' }).click();
  await page.getByRole('option', { name: /table_booked/ }).click();
  await page.locator('.inspector').getByText('Your table for two is booked, see you soon.').waitFor();

  await page.goto(`${app.url}/broadcasts`);
  await button('New broadcast').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Tables');
  await dialog.getByRole('combobox', { name: 'Template' }).click();
  await page.getByRole('option', { name: /table_booked/ }).click();
  await expect.poll(() => dialog.getByRole('button', { name: 'Check' }).isEnabled()).toBe(false);
  await dialog.getByLabel('Value of {{1}}').first().fill('{{contact.first_name | you}}');
  await dialog.getByText('Your table for {{contact.first_name | you}} is booked').waitFor();
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: 'Check' }).click();
  await dialog.getByText('0 of 0 get it').waitFor();
  expect(complaints).toEqual([]);
});
