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
  app = await openWebApp({ WHATSAPP_GRAPH_URL: emulator.url, WHATSAPP_THROUGHPUT: '1' });
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

/** Enough of them that a message a second leaves time to stop in between. */
const GUESTS = Array.from({ length: 30 }, (_, at) => `49155500002${String(at).padStart(2, '0')}`);

const post = async (path: string, body: object) => {
  const response = await fetch(app.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.ok, await response.clone().text()).toBe(true);
  return (await response.json()) as { id: string };
};
/** Somebody who has agreed to news. */
const invite = async (phone: string) => {
  emulator.phone(phone);
  const { id } = await post('/api/contacts', { phone: `+${phone}`, name: 'Regular' });
  const consent = { purpose: 'marketing', granted: true, wording: 'I want your news.', via: 'website' };
  await post(`/api/contacts/${id}/consents`, consent);
  return id;
};

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
  await page.goto(`${app.url}/templates`);
  await page
    .getByText('1 of 250 at WhatsApp, every language counted (6,000 for a verified business)')
    .waitFor();

  const at: [number, number] = [0, 0];
  const machine = flow('reminder', { tell: { type: 'template', at, name: '', language: 'en' } }, {});
  await post('/api/flows', { machine });
  await page.goto(`${app.url}/flows/reminder/edit`);
  await page.locator('.react-flow__node[data-id="tell"] .card-title').click();
  await page.getByRole('combobox', { name: 'Template' }).click();
  await page.getByRole('option', { name: /table_booked/ }).click();
  await page.locator('.inspector').getByText('Your table for two is booked, see you soon.').waitFor();
  expect(complaints).toEqual([]);
});

test('a broadcast to a segment is checked, tried, begun, stopped when its template turns yellow, and resumed', async () => {
  const ids = await Promise.all(GUESTS.map(invite));
  await post('/api/segments', {
    name: 'Regulars',
    query: { match: 'all', conditions: [{ about: 'name', is: 'contains', value: 'Regular' }] },
  });
  expect(new Set(ids).size).toBe(GUESTS.length);

  await page.goto(`${app.url}/broadcasts`);
  await button('New broadcast').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Tables');
  await dialog.getByRole('combobox', { name: 'To whom' }).click();
  await page.getByRole('option', { name: 'Regulars' }).click();
  await dialog.getByRole('combobox', { name: 'Template' }).click();
  await page.getByRole('option', { name: /table_booked/ }).click();
  await expect.poll(() => dialog.getByRole('button', { name: 'Check' }).isEnabled()).toBe(false);
  await dialog.getByLabel('Value of {{1}}').first().fill('{{contact.first_name | you}}');
  await dialog.getByText('Your table for {{contact.first_name | you}} is booked').waitFor();
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: 'Check' }).click();
  await dialog.getByText(`${GUESTS.length} of ${GUESTS.length} get it`).waitFor();
  await dialog.getByRole('button', { name: 'Save as a draft' }).click();

  const [first = ''] = GUESTS;
  await dialog.getByLabel('Number for the test').fill(`+${first}`);
  await dialog.getByRole('button', { name: 'Send a test' }).click();
  await dialog.getByText('The test is on its way.').waitFor();
  await expect.poll(() => emulator.accepted.filter(({ to }) => to === first)).toHaveLength(1);

  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.getByText('Under way').waitFor();
  await expect.poll(() => emulator.accepted.length, { timeout: 15_000 }).toBeGreaterThan(1);
  await dialog
    .locator('dt', { hasText: /^(Sent|Delivered)$/ })
    .first()
    .waitFor();
  await emulator.report('message_template_quality_update', {
    ...{ previous_quality_score: 'GREEN', new_quality_score: 'YELLOW' },
    ...{ message_template_name: 'table_booked', message_template_language: 'en' },
  });
  await dialog.getByRole('alert').getByText('The quality of the template fell.').waitFor();
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await dialog.getByText('Under way').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('link', { name: 'Notices' }).first().click();
  await page.getByText('The broadcast Tables was paused by itself').first().waitFor();

  // The flow that sends it says so where it is sent.
  await page.goto(`${app.url}/flows/reminder/edit`);
  await page.locator('.react-flow__node[data-id="tell"] .card-title').click();
  await page
    .locator('.inspector')
    .getByText('The quality of the template “table_booked” is YELLOW')
    .waitFor();
  expect(complaints).toEqual([]);
});
