import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWebApp, type WebApp } from '../setup/web-app.ts';

let app: WebApp;

beforeAll(async () => {
  app = await openWebApp();
});
afterAll(() => app?.close());

const FILE = [
  'Phone;Name;Tags;Agreed',
  '+49 151 10000001;Alpha;vip;yes',
  '+49 151 10000002;Beta;vip;yes',
  'not a number;Gamma;vip;yes',
  '+49 151 10000003;Delta;;no',
].join('\r\n');

test('a file with a wrong row becomes contacts, these a segment, and the segment a broadcast to those who agreed', async () => {
  const page = await app.browser.newPage({ viewport: { width: 1280, height: 900 } });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${app.url}/contacts#key=${app.key}`);
  await page.getByRole('button', { name: 'Import a file' }).click();
  const dialog = page.getByRole('dialog');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) });
  await dialog.getByRole('button', { name: 'Check the file' }).click();
  await dialog.getByLabel('These people have agreed to messages').check();
  await dialog.getByRole('combobox', { name: 'Column that says yes or no' }).click();
  await page.getByRole('option', { name: 'Agreed' }).click();
  await dialog.getByLabel('What the person agreed to, or said').fill('I want your news on WhatsApp.');
  await dialog.getByRole('button', { name: 'Check the file' }).click();
  await dialog.getByText('3 new').waitFor();
  await dialog.getByText('1 with errors').waitFor();
  await dialog.getByText('“not a number” is not an international phone number').waitFor();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog.getByText('Done: 3 new').waitFor();
  await dialog.getByRole('button', { name: 'Rows with errors as a file' }).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('button', { name: 'Add a condition' }).click();
  await page.getByLabel('Value', { exact: true }).fill('vip');
  await page.getByText('2 contacts').waitFor();
  await page.getByLabel('Name of the segment').fill('VIPs');
  await page.getByRole('button', { name: 'Save as a segment' }).click();
  await page.getByRole('button', { name: 'Alpha' }).click();
  await dialog.getByText('Given').first().waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('link', { name: 'Broadcasts' }).click();
  await page.getByRole('button', { name: 'New broadcast' }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('Spring sale');
  await dialog.getByLabel('Name of the template').fill('spring_sale');
  await dialog.getByLabel('Values, one on each line').fill('{{contact.first_name | friend}}');
  await dialog.getByRole('button', { name: 'Check' }).click();
  await dialog.getByText('2 of 3 get it').waitFor();
  await dialog.getByText('withdrew consent: 1').waitFor();
  await dialog.getByRole('combobox', { name: 'To whom' }).click();
  await page.getByRole('option', { name: 'VIPs' }).click();
  await dialog.getByRole('button', { name: 'Check' }).click();
  await dialog.getByText('2 of 2 get it').waitFor();
  await dialog.getByRole('button', { name: 'Save as a draft' }).click();
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.getByText('Under way').waitFor();
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await dialog.getByText('Somebody paused it.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel for good' }).click();
  await dialog.getByText('Cancelled').waitFor();
  expect(complaints).toEqual([]);
});

test('a field is added, filled in for somebody who is added by hand, and says what goes with it', async () => {
  const page = await app.browser.newPage({ viewport: { width: 1280, height: 900 } });
  const dialog = page.getByRole('dialog');
  await page.goto(`${app.url}/contacts#key=${app.key}`);
  await page.getByRole('button', { name: 'Fields' }).click();
  await dialog.getByLabel('New field').fill('Favourite tea');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await dialog.getByText('favourite-tea').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByLabel('Number').fill('+49 151 2000 0009');
  await dialog.getByLabel('Name').fill('Customer');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await dialog.getByLabel('Favourite tea').fill('Assam');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => dialog.getByLabel('Favourite tea').inputValue()).toBe('Assam');
  await dialog.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('button', { name: 'Fields' }).click();
  const name = dialog.getByLabel('Name of the field');
  await name.fill('Tea');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('button', { name: 'Remove “Tea”' }).click();
  await dialog.getByText('The values of 1 contact go with it, for good.').waitFor();
  await dialog.getByRole('button', { name: 'Remove for good' }).click();
  await expect.poll(() => name.count()).toBe(0);
  await page.close();
});
