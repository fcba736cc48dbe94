import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWebApp, type WebApp } from '../setup/web-app.ts';
import { drag, middleOf, standsStill } from './by-mouse.ts';

let app: WebApp;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  app = await openWebApp();
  page = await app.browser.newPage({ viewport: { width: 1280, height: 844 }, locale: 'en-GB' });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
});
afterAll(() => app?.close());

const button = (name: string | RegExp, within: Page | Locator = page) => within.getByRole('button', { name });
const panel = (name: string) => page.getByRole('complementary', { name, exact: true });
const open = (name: string) =>
  page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name, exact: true }).click();

test('from blank to a published version in two languages, by the editor alone', async () => {
  await page.goto(`${app.url}/flows#key=${app.key}`);
  await button('New flow').click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Corner shop');
  await page.getByText('Id: corner-shop').waitFor();
  await button('Create flow').click();
  const card = (id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);
  await card('welcome').locator('.card-title').click();
  await page.getByRole('option', { name: 'Question' }).click();
  await card('question').waitFor();
  await page.getByRole('option', { name: 'End', exact: true }).click();
  await card('end').waitFor();
  await page.keyboard.press('Escape');

  await open('Variables');
  const variables = panel('Variables');
  await variables.getByRole('textbox', { name: 'Name of the new variable' }).fill('answer');
  await button('Add variable', variables).click();
  await variables.getByText('Stored in').waitFor();
  await button('question', variables).waitFor();
  await variables.getByRole('textbox', { name: 'Name', exact: true }).fill('wish');
  await page.keyboard.press('Enter');
  await variables.getByText('wish', { exact: true }).waitFor();

  await open('Settings');
  const settings = panel('Settings');
  await settings.getByRole('combobox', { name: 'Add a language' }).fill('russ');
  await page.getByRole('option', { name: 'Russian (ru)' }).click();
  /* Words for a person came with the language. */
  await settings.getByText('оператор', { exact: true }).waitFor();
  await settings.getByText('0 of 2 texts').waitFor();
  await button('Add words', settings).click();
  const words = settings.getByRole('group', { name: 'menu' });
  await words.getByRole('combobox', { name: 'Words in English (en)' }).fill('agent');
  await page.keyboard.press('Enter');
  await words.getByText('“agent” is one of the words for a person already, and means only that.').waitFor();
  await page.keyboard.press('Backspace');
  await page.keyboard.type('menu');
  await page.keyboard.press('Enter');
  await words.getByRole('combobox', { name: 'Leads to' }).selectOption('welcome');

  /* Something is said before the window closes, and is translated like every text. */
  await settings.getByRole('combobox', { name: 'Then the flow' }).selectOption('say');
  await settings.getByRole('textbox', { name: 'What it says' }).fill('');
  await settings.getByText('is empty. Write something.').waitFor();
  await settings.getByRole('combobox', { name: 'Then the flow' }).selectOption('handOver');
  await settings.getByRole('checkbox', { name: 'Not at night' }).uncheck();

  await open('Translations');
  const grid = panel('Translations').getByRole('grid');
  await page.getByText('Missing 2', { exact: true }).click();
  const cell = (text: string | RegExp) => grid.getByRole('gridcell', { name: text });
  await cell('welcome.a.body, Russian (ru)').click();
  await page.keyboard.type('Здравствуйте!');
  await page.keyboard.press('Enter');
  await cell('Здравствуйте!').waitFor();
  /* The cell below is next, and typing begins to write in it. */
  await page.keyboard.type('Ваше имя?');
  await page.keyboard.press('Escape');
  await cell('person.body, Russian (ru)').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Передаю вас коллеге.');
  await page.keyboard.press('Tab');
  await page.getByText('Missing 0', { exact: true }).waitFor();

  const [file] = await Promise.all([page.waitForEvent('download'), button('Export CSV').click()]);
  const csv = await readFile(await file.path(), 'utf8');
  expect(file.suggestedFilename()).toBe('corner-shop-translations.csv');
  expect(csv).toContain('welcome.a.body,4096,Hello!,Здравствуйте!');
  const changed = csv.replace('Здравствуйте!', 'Привет!');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'ru.csv', mimeType: 'text/csv', buffer: Buffer.from(changed) });
  await button('Change one text').click();
  await cell('Привет!').waitFor();
  await button('Undo: Import 1 translations').click();
  await cell('Здравствуйте!').waitFor();
  await button('Close', panel('Translations')).click();

  await card('question').locator('.card-title').click();
  await page.getByRole('textbox', { name: 'Question', exact: true }).fill('What would you like?');
  await page.keyboard.press('Escape');
  await page
    .getByRole('complementary', { name: 'Selected node' })
    .getByRole('button', { name: 'Close', exact: true })
    .click();
  await page.keyboard.press('1');
  const other = card('question').locator('.react-flow__handle[data-handleid="other"]');
  await standsStill(other);
  await drag(page, await middleOf(other), await middleOf(card('person')));
  /* The question is not translated yet, which keeps nothing from being published. */
  await button('1 warning').waitFor();
  await button('Publish …').click();
  await button('Publish version 1').click();
  await page.getByText('Version 1 is live', { exact: true }).waitFor();
  expect(complaints).toEqual([]);
});
