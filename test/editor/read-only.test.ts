import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWebApp, type WebApp } from '../setup/web-app.ts';

let app: WebApp;

beforeAll(async () => {
  app = await openWebApp();
});
afterAll(() => app?.close());

/** Opens the sample as somebody who has these rights. */
async function openAs(scopes: string[]): Promise<{ page: Page; saves: string[] }> {
  const made = await fetch(`${app.url}/api/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: scopes.join(' '), scopes }),
  });
  const { key } = (await made.json()) as { key: string };
  const context = await app.browser.newContext({ viewport: { width: 1280, height: 844 }, locale: 'en-GB' });
  const page = await context.newPage();
  const saves: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') saves.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  await page.goto(`${app.url}/flows/cafe-orders/edit#key=${key}`);
  await page.locator('.react-flow__node[data-id="welcome"]').waitFor();
  return { page, saves };
}

test('who may only look sees the flow, its forms, versions and the phone, and can change nothing', async () => {
  const { page, saves } = await openAs(['flows:read', 'numbers:read', 'server:read']);
  const nodes = await page.locator('.react-flow__node').count();
  await page.getByRole('status').getByText('Read only').waitFor();
  expect(await page.getByRole('button', { name: 'Publish …' }).count()).toBe(0);
  for (const panel of ['Nodes', 'Cost'])
    expect(await page.getByRole('button', { name: panel, exact: true }).count()).toBe(0);
  expect(
    await page.getByRole('textbox', { name: 'Name of the flow' }).getAttribute('readonly'),
  ).not.toBeNull();

  await page.locator('.react-flow__node[data-id="welcome"] .card-title').click();
  const form = page.getByRole('complementary', { name: 'Selected node' });
  expect(await form.getByLabel('Id of the node').isDisabled()).toBe(true);
  const text = form.getByRole('textbox', { name: 'Text', exact: true });
  const before = await text.textContent();
  await text.click();
  await page.keyboard.type('Mine');
  expect(await text.textContent()).toBe(before);
  await form.getByRole('button', { name: 'Close', exact: true }).click();

  /* Neither keys nor what is on the clipboard, and the commands do not offer it. */
  await page.keyboard.press('Control+a');
  for (const keys of ['Control+c', 'Delete', 'Control+v', 'Control+d', 'a']) await page.keyboard.press(keys);
  expect(await page.locator('.react-flow__node').count()).toBe(nodes);
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('Control+k');
  const commands = page.getByRole('dialog').getByRole('option');
  await commands.first().waitFor();
  const offered = await commands.allInnerTexts();
  expect(offered.filter((name) => /Duplicate|Delete|Publish|Add/.test(name))).toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Talk to it', exact: true }).click();
  const phone = page.getByRole('complementary', { name: 'Simulator' });
  await phone.getByRole('button', { name: 'Order', exact: true }).click();
  expect(await phone.getByRole('button', { name: 'Save as a test' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Versions' }).click();
  await page.getByRole('button', { name: 'More for version 1' }).click();
  await page.getByRole('menuitem', { name: 'Compare with the draft' }).waitFor();
  expect(await page.getByRole('menuitem', { name: /Restore|Roll back/ }).count()).toBe(0);
  expect(saves).toEqual([]);
  await page.close();
});
