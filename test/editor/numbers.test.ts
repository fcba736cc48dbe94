import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmulator } from '../emulator/emulator.ts';
import type { Emulator } from '../emulator/emulator-types.ts';
import { openWebApp, type WebApp } from '../setup/web-app.ts';

const NUMBER = {
  phoneNumberId: '110000000000001',
  wabaId: '210000000000001',
  displayPhoneNumber: '+1 555-010-0077',
  status: 'PENDING',
};

let app: WebApp;
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({
    numbers: [
      NUMBER,
      {
        ...{ phoneNumberId: '110000000000002', wabaId: '210000000000002' },
        displayPhoneNumber: '+1 555-010-0078',
        dialog360Key: 'd360-key-of-the-shop',
      },
    ],
    appSecret: 'secret-of-the-app',
    templates: [
      {
        name: 'hello_world',
        language: 'en_US',
        category: 'UTILITY',
        status: 'APPROVED',
        components: [{ type: 'BODY', text: 'Hello World' }],
      },
    ],
  });
  app = await openWebApp({
    WHATSAPP_GRAPH_URL: emulator.url,
    WHATSAPP_360DIALOG_URL: emulator.dialog360Url,
  });
  emulator.webhookUrl = `${app.url}/webhooks/whatsapp`;
});
afterAll(async () => {
  await app?.close();
  await emulator?.close();
});

test('a number is connected, sends a test message, and what WhatsApp tells of it becomes a notice', async () => {
  const context = await app.browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${app.url}/numbers#key=${app.key}`);

  await page.getByRole('button', { name: 'Connect a number' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Phone number ID').fill(NUMBER.phoneNumberId);
  await dialog.getByLabel('WhatsApp Business Account ID').fill(NUMBER.wabaId);
  await dialog.getByRole('textbox', { name: 'Access token' }).fill(emulator.accessToken);
  await dialog.getByRole('textbox', { name: 'App secret' }).fill(emulator.appSecret);
  await dialog.getByRole('button', { name: 'Connect a number' }).click();
  // It says how far it came, and what is missing.
  await dialog.getByText('give a PIN of six digits').waitFor();
  await dialog.getByLabel('PIN').fill('123456');
  await dialog.getByRole('button', { name: 'Connect a number' }).click();
  await dialog.getByRole('button', { name: 'Open the number' }).click();

  await page.getByRole('button', { name: 'Ask WhatsApp now' }).click();
  await page.getByText('TIER_2K').first().waitFor();
  // The form stops where WhatsApp would refuse.
  const about = page.getByLabel('About', { exact: true });
  await about.fill('x'.repeat(138));
  await about.press('End');
  await page.keyboard.type('yz');
  expect(await about.inputValue()).toBe(`${'x'.repeat(138)}y`);
  emulator.phone('15550001111');
  await page.getByLabel('To, with country code').fill('+1 555 000 1111');
  await page.getByRole('button', { name: 'Send the test message' }).click();
  await page.getByText('WhatsApp has taken it').waitFor();
  expect(emulator.accepted.at(-1)).toMatchObject({ type: 'template', to: '15550001111' });

  await emulator.report('phone_number_quality_update', {
    display_phone_number: '15550100077',
    event: 'FLAGGED',
    current_limit: 'TIER_2K',
  });
  await page.getByRole('link', { name: 'Notices' }).first().click();
  const notice = page.getByRole('button', { name: 'The quality of +15550100077 is low' });
  await notice.click();
  await notice.waitFor({ state: 'detached' });
  await page.getByText('The quality of +15550100077 is low').waitFor();

  // Flagged, then seven days later.
  emulator.setNumber(NUMBER.phoneNumberId, { status: 'FLAGGED' });
  await page.goto(`${app.url}/numbers`);
  await page.getByRole('link', { name: NUMBER.displayPhoneNumber }).click();
  await page.getByRole('button', { name: 'Ask WhatsApp now' }).click();
  await page.getByText('otherwise its limit may fall').waitFor();
  await page.clock.setFixedTime(Date.now() + 8 * 24 * 3_600_000);
  await page.getByRole('button', { name: 'Ask WhatsApp now' }).click();
  await page.getByText('Seven days are over').waitFor();
  await page.clock.setFixedTime(Date.now());
  await emulator.report('business_capability_update', { max_phone_numbers_per_business: 2 }, NUMBER.wabaId);

  // Another one through 360dialog: its key is enough, and only a key of this number replaces it.
  await page.goto(`${app.url}/numbers`);
  await page.getByText('1 of 2 numbers used that WhatsApp grants the business').waitFor();
  await page.getByRole('button', { name: 'Connect a number' }).click();
  await dialog.getByText('360dialog', { exact: true }).click();
  await dialog.getByRole('textbox', { name: 'API key' }).fill('d360-key-of-the-shop');
  await dialog.getByLabel('Phone number').fill('+1 555-010-0078');
  await dialog.getByRole('button', { name: 'Connect a number' }).click();
  await dialog.getByRole('button', { name: 'Open the number' }).click();
  await page.getByText('managed in 360dialog’s Hub').waitFor();
  expect(await page.getByRole('heading', { name: 'Business profile' }).count()).toBe(0);
  await page.getByRole('textbox', { name: 'API key' }).fill('d360-key-of-nobody');
  await page.getByRole('button', { name: 'Replace' }).click();
  await page.getByText('Invalid API key').waitFor();

  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByText('Go live').waitFor();
  expect(complaints).toEqual([]);
});
