import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWebApp, type WebApp } from '../setup/web-app.ts';

let app: WebApp;
let page: Page;
let browser: Browser;

beforeAll(async () => {
  app = await openWebApp();
  browser = app.browser;
});
afterAll(() => app?.close());

const row = (name: string | RegExp): Locator => page.getByRole('treeitem', { name });
const focused = (name: string | RegExp) =>
  expect.poll(() => page.evaluate(`document.activeElement?.getAttribute('aria-label')`)).toMatch(name);
const press = (...keys: string[]) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

async function choose(typed: string): Promise<void> {
  await page.getByRole('dialog').getByRole('combobox').fill(typed);
  await press('Enter');
}

type Saved = {
  states: { [id: string]: { on?: object; meta: { node: { type: string } } } };
  meta: { flow: { drawings?: { kind: string; text?: string; title?: string; at: number[] }[] } };
};

async function machine(): Promise<Saved> {
  await page.getByRole('status').getByText('Saved', { exact: true }).waitFor();
  const headers = { authorization: `Bearer ${app.key}` };
  const answer = await fetch(`${app.url}/api/flows/outlined`, { headers });
  return ((await answer.json()) as { machine: Saved }).machine;
}

test('a flow is built in the outline by keys alone, put right by a fix, and has a note and a frame', async () => {
  const complaints: string[] = [];
  page = await browser.newPage({ viewport: { width: 1280, height: 844 }, locale: 'en-GB' });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  const headers = { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' };
  const settings = {
    name: 'Outlined',
    locales: ['en'],
    defaultLocale: 'en',
    variables: [],
    escalation: { keywords: {}, maxTurns: 2 },
  };
  const empty = {
    id: 'outlined',
    version: '1',
    meta: { flow: settings },
    context: { vars: {}, local: {}, locale: 'en' },
    states: {},
  };
  await fetch(`${app.url}/api/flows`, { method: 'POST', headers, body: JSON.stringify({ machine: empty }) });
  await page.goto(`${app.url}/flows/outlined/edit#key=${app.key}`);
  await page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();

  /* A question, what follows its first button, and an end behind that: each asked for from the row before. */
  await press('o');
  await row(/leads nowhere/)
    .first()
    .waitFor();
  await page.getByRole('textbox', { name: 'Filter the outline' }).focus();
  await press('ArrowDown', 'Home', 'ArrowDown', 'Enter');
  await choose('reply');
  await focused(/^buttons .*Reply buttons/);
  await press('ArrowDown', 'a');
  await choose('message');
  await focused(/^Yes message .*, Message/);
  await press('a');
  await choose('end');
  await focused(/^then end .*, End/);
  await press('Home', 'ArrowDown');
  await press('F2');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Id' }).fill('ask');
  await press('Enter');
  await focused(/^ask .*, Reply buttons/);

  /* The other button leads to a node that is there; then nowhere; undone. */
  await row(/^No leads nowhere/).focus();
  await press('c');
  await choose('message');
  await row(/^No message, leads to Message/).waitFor();
  await press('x');
  await row(/^No leads nowhere/).waitFor();
  await press('Control+z');
  await row(/^No message, leads to Message/).waitFor();
  expect(Object.keys((await machine()).states)).toEqual(['ask', 'message', 'end']);

  /* Its menu has the same, for whoever does not know the keys. */
  await press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Show on the canvas' }).waitFor();
  await press('Escape');

  await row(/^Anything else leads nowhere/).waitFor();
  await page.getByRole('button', { name: 'Outline', exact: true }).click();
  await press('Escape');
  await page.locator('.react-flow__pane').click({ position: { x: 600, y: 700 } });
  await press('p');
  const dialog = page.getByRole('dialog', { name: 'Problems' });
  await dialog.getByText(/“Anything else” of “ask” leads nowhere/).waitFor();
  await dialog.getByRole('button', { name: 'Ask again' }).click();
  await expect.poll(() => dialog.getByText(/“Anything else” of “ask” leads nowhere/).count()).toBe(0);
  await press('Escape');
  await page.getByRole('button', { name: 'Undo: Connect' }).waitFor();

  await press('Shift+S');
  await page.getByRole('textbox', { name: 'Note' }).fill('Ask about milk');
  await press('Escape');
  await page.keyboard.press('Control+a');
  await press('Control+g');
  await page.getByRole('textbox', { name: 'Frame' }).fill('Ordering');
  await press('Enter');
  await focused(/^Frame: Ordering/);
  const before = await machine();
  await press('Alt+ArrowRight');
  const after = await machine();
  const [x = 0] = before.meta.flow.drawings?.at(-1)?.at ?? [];
  expect(after.meta.flow.drawings).toMatchObject([
    { kind: 'note' },
    { kind: 'frame', title: 'Ordering', at: [x + 20, expect.anything()] },
  ]);
  await press('Delete');
  await expect.poll(() => page.locator('[data-drawing]').count()).toBe(1);
  expect(complaints).toEqual([]);
});
