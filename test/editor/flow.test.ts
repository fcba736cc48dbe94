import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openWebApp, type WebApp } from '../setup/web-app.ts';
import { drag, middleOf, standsStill } from './by-mouse.ts';
import { collectComplaints } from './complaints.ts';

let app: WebApp;
let key: string;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  app = await openWebApp();
  ({ browser, key } = app);
});
afterAll(() => app?.close());
afterEach(() => page?.close());

async function open(path: string): Promise<void> {
  page = await browser.newPage({ viewport: { width: 1280, height: 844 }, locale: 'en-GB' });
  complaints = await collectComplaints(page);
  await page.goto(`${app.url}${path}#key=${key}`);
}

/** What a blank flow has: a greeting, and a way to a person with an end behind it. */
const BLANK = ['welcome', 'person', 'done'];

const card = (id: string): Locator => page.locator(`.react-flow__node[data-id="${id}"]`);
const edges = (): Locator => page.locator('.react-flow__edge');
const saved = () => page.getByRole('status').getByText('Saved', { exact: true }).waitFor();
const button = (name: string | RegExp) => page.getByRole('button', { name });

type Draft = { name: string; revision: number; machine: { states: Record<string, unknown> } };

async function draft(id: string): Promise<Draft> {
  const response = await fetch(`${app.url}/api/flows/${id}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return (await response.json()) as Draft;
}

async function createFlow(name: string): Promise<void> {
  await open('/flows');
  await button('New flow').click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await button('Create flow').click();
  await card('welcome').waitFor();
}

test('a flow is made by mouse: added to, connected, moved, taken apart, undone, and saved', async () => {
  await createFlow('By mouse');
  await card('welcome').locator('.card-title').click();
  await page.getByRole('option', { name: 'Reply buttons' }).click();
  await card('buttons').waitFor();
  await expect.poll(() => edges().count()).toBe(2);

  await standsStill(card('buttons'));
  const [x, y] = await middleOf(card('buttons').locator('.card-title'));
  await drag(page, [x, y], [x, y + 120]);
  await expect
    .poll(async () => Math.round((await middleOf(card('buttons').locator('.card-title')))[1] - y))
    .toBeGreaterThan(60);
  await button('Undo: Move 1 node').click();
  await expect
    .poll(async () => Math.abs((await middleOf(card('buttons').locator('.card-title')))[1] - y))
    .toBeLessThan(2);

  /* From a button into the empty: the picker asks, and what it adds is behind that button. */
  await standsStill(card('buttons'));
  const yes = card('buttons').locator('.react-flow__handle[data-handleid="yes"]');
  const [fromX, fromY] = await middleOf(yes);
  await drag(page, [fromX, fromY], [fromX + 90, fromY + 220]);
  await page.getByRole('dialog', { name: 'Nodes' }).getByRole('combobox').fill('end');
  await page.keyboard.press('Enter');
  await card('end').waitFor();
  await expect.poll(() => edges().count()).toBe(3);

  /* From the other button onto a card, anywhere on it. */
  await page.keyboard.press('Escape');
  await page.keyboard.press('1');
  await standsStill(card('end'));
  const no = card('buttons').locator('.react-flow__handle[data-handleid="no"]');
  await drag(page, await middleOf(no), await middleOf(card('end')));
  await expect.poll(() => edges().count()).toBe(4);
  await saved();
  expect(Object.keys((await draft('by-mouse')).machine.states)).toEqual([
    'welcome',
    'person',
    'done',
    'buttons',
    'end',
  ]);

  await page.keyboard.press('Escape');
  await card('buttons').locator('.card-title').click();
  await page.keyboard.press('Delete');
  await expect.poll(() => card('buttons').count()).toBe(0);
  /* One way in, one way out: the chain is whole again. */
  await expect.poll(() => edges().count()).toBe(2);
  await page.keyboard.press('Control+z');
  await expect.poll(() => edges().count()).toBe(4);
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Control+z');
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(3);
  await page.keyboard.press('Control+Shift+Z');
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(4);
  expect(complaints).toEqual([]);
});

test('a flow is made by keyboard: commands, copies, a walk along the edges', async () => {
  await createFlow('By keyboard');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('a');
  await page.getByRole('dialog', { name: 'Nodes' }).getByRole('combobox').fill('wait');
  await page.keyboard.press('Enter');
  await card('wait').waitFor();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => card('welcome').getAttribute('class')).toContain('selected');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+d');
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(5);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'What do you want to do?' }).fill('select all');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('.react-flow__node.selected').count()).toBe(5);
  await page.keyboard.press('Shift+?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await saved();
  expect(Object.keys((await draft('by-keyboard')).machine.states)).toHaveLength(5);
  expect(complaints).toEqual([]);
});

test('what has errors is not published; what has none becomes a version', async () => {
  await createFlow('Has errors');
  await button('Publish …').click();
  await page.getByText(/must be put right first/).waitFor();
  expect(await button('Publish version 1').isDisabled()).toBe(true);
  await page.close();

  await open('/flows/cafe-orders/edit');
  await page.getByLabel('Name of the flow').fill('Café orders, renamed');
  await page.keyboard.press('Enter');
  await button('Publish …').click();
  await button('Publish version 2').click();
  await page.getByText('Version 2 is live.').waitFor();
  expect(await draft('cafe-orders')).toMatchObject({ name: 'Café orders, renamed', publishedVersion: 2 });
});

test('who saves too late is told, and loses nothing either way', async () => {
  await createFlow('Two people');
  const first = await draft('two-people');
  await fetch(`${app.url}/api/flows/two-people`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ machine: first.machine, revision: first.revision, by: 'The other one' }),
  });
  await page.getByRole('option', { name: 'Branch' }).click();
  await page.getByText(/The other one saved this flow/).waitFor();
  expect(Object.keys((await draft('two-people')).machine.states)).toEqual(BLANK);
  await button('Load theirs').click();
  await expect.poll(() => card('branch').count()).toBe(0);
  await button('Undo: Load what was saved').click();
  await card('branch').waitFor();
  await saved();
  expect(Object.keys((await draft('two-people')).machine.states)).toEqual([...BLANK, 'branch']);
});

test('an edit that could not be saved is still there after the page was closed, and is saved then', async () => {
  await createFlow('No network');
  await page.route('**/api/flows/no-network', (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  );
  await page.getByRole('option', { name: 'Branch' }).click();
  await page.getByText(/Not saved, kept in this browser/).waitFor();
  await page.unroute('**/api/flows/no-network');
  await page.reload();
  await card('branch').waitFor();
  await saved();
  expect(Object.keys((await draft('no-network')).machine.states)).toEqual([...BLANK, 'branch']);
});
