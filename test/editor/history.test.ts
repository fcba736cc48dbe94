import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWebApp, type WebApp } from '../setup/web-app.ts';

let app: WebApp;
const complaints: string[] = [];

beforeAll(async () => {
  app = await openWebApp();
});
afterAll(() => app?.close());

async function open(path: string): Promise<Page> {
  const context = await app.browser.newContext({ viewport: { width: 1280, height: 844 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    /* The browser itself complains of the 409 that a conflict is. */
    if (message.type() === 'error' && !message.text().includes('409')) complaints.push(message.text());
  });
  await page.goto(`${app.url}${path}#key=${app.key}`);
  return page;
}

const card = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const saved = (page: Page) => page.getByRole('status').getByText('Saved', { exact: true }).waitFor();

async function api<Body>(method: string, path: string, body?: object): Promise<Body> {
  const response = await fetch(`${app.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Body;
}
type Draft = { revision: number; publishedVersion: number; machine: { states: Record<string, object> } };
const draft = () => api<Draft>('GET', '/api/flows/cafe-orders');

async function rename(page: Page, name: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Name of the flow' });
  await field.fill(name);
  await field.press('Enter');
}

test('a change is compared with what is live, published with a note, and taken back; two people’s changes are merged', async () => {
  const page = await open('/flows/cafe-orders/edit');
  await card(page, 'welcome').waitFor();
  const before = Object.keys((await draft()).machine.states);
  await page.getByRole('option', { name: 'Branch' }).click();
  await card(page, 'branch').waitFor();
  await rename(page, 'Café of the two');
  await saved(page);

  /* Against what is live: in words, and on the canvas. */
  await button(page, 'Versions').click();
  await button(page, 'Show changes').click();
  const panel = page.getByRole('complementary', { name: 'Versions' });
  await panel.getByText('Nodes').waitFor();
  await expect.poll(() => card(page, 'branch').locator('.change-mark').textContent()).toContain('Added');
  await expect.poll(() => panel.locator('ins').allTextContents()).toContain('of the two');
  await button(page, 'As text of the file').click();
  await page.getByRole('region', { name: 'The file, line by line' }).getByText('"branch"').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.getByText('read only').waitFor({ state: 'detached' });

  /* A node without a way in is no error, but one that leads nowhere is. */
  await card(page, 'branch').locator('.card-title').click();
  await page.keyboard.press('Delete');
  await card(page, 'branch').waitFor({ state: 'detached' });
  await button(page, 'Publish …').click();
  const dialog = page.getByRole('dialog', { name: 'Publish this flow' });
  await dialog.getByText(/Against version 1: 1 setting/).waitFor();
  await dialog.getByRole('textbox').fill('A better name');
  await dialog.getByRole('button', { name: 'Publish version 2' }).click();
  await dialog.getByText('Version 2 is live.').waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await panel.getByText('A better name').waitFor();

  /* What was, again: one step that can be undone; live by a roll-back. */
  await button(page, 'More for version 1').click();
  await page.getByRole('menuitem', { name: 'Restore into the draft' }).click();
  const name = page.getByRole('textbox', { name: 'Name of the flow' });
  await expect.poll(() => name.inputValue()).toBe('Café orders');
  await button(page, /^Undo: Restore/).click();
  await expect.poll(() => name.inputValue()).toBe('Café of the two');
  await button(page, 'More for version 1').click();
  await page.getByRole('menuitem', { name: 'Roll back to it …' }).click();
  await button(page, 'Publish version 3').click();
  await page.getByText('Version 3 is live: the same as version 1.').waitFor();
  expect((await draft()).publishedVersion).toBe(3);
  await saved(page);

  /* Two browsers, each on a part of its own. */
  const other = await open('/flows/cafe-orders/edit');
  await card(other, 'welcome').waitFor();
  await other.getByRole('option', { name: 'Branch' }).click();
  await card(other, 'branch').waitFor();
  await saved(other);
  await rename(page, 'Café of all');
  await page.getByText('What you both changed fits together.').waitFor();
  await button(page, 'Show what differs').click();
  await expect.poll(() => card(page, 'branch').locator('.change-mark').textContent()).toContain('Removed');
  await button(page, 'Merge both').click();
  await saved(page);
  await card(page, 'branch').waitFor();
  expect(Object.keys((await draft()).machine.states)).toEqual([...before, 'branch']);
  expect(await name.inputValue()).toBe('Café of all');

  /* Both on the same: the other browser has not seen the name, and keeps its own as another flow. */
  await rename(other, 'Café of one');
  await other.getByText(/You both changed: settings/).waitFor();
  await button(other, 'Keep mine as a copy').click();
  await expect
    .poll(() => other.getByRole('textbox', { name: 'Name of the flow' }).inputValue())
    .toBe('Café of one (copy)');
  expect(new URL(other.url()).pathname).toBe('/flows/cafe-of-one-copy/edit');

  /* The list: both flows, what they are, and one of them put away and taken out again. */
  await other.goto(`${app.url}/flows`);
  const copy = other.getByRole('row', { name: /cafe-of-one-copy/ });
  await copy.getByText('Draft').waitFor();
  await other.getByText('unpublished changes').waitFor();
  await copy.getByRole('button', { name: /^Actions for/ }).click();
  await other.getByRole('menuitem', { name: 'Archive …' }).click();
  await other
    .getByRole('dialog')
    .getByRole('button', { name: /^Archive/ })
    .click();
  await copy.waitFor({ state: 'detached' });
  await button(other, 'Undo').click();
  await copy.waitFor();
  expect(complaints).toEqual([]);
});
