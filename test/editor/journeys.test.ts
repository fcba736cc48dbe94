import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmulator } from '../emulator/emulator.ts';
import type { Emulator } from '../emulator/emulator-types.ts';
import { openWebApp, type WebApp } from '../setup/web-app.ts';
import { collectComplaints } from './complaints.ts';

let emulator: Emulator;
let app: WebApp;
let page: Page;
/** What the first journey has drawn. */
let drawn: Draft['machine'];
let complaints: string[];
/** On a busy machine a second is little. */
const WAIT = { timeout: 15_000 };

beforeAll(async () => {
  emulator = await startEmulator();
  app = await openWebApp({
    WHATSAPP_GRAPH_URL: emulator.url,
    WHATSAPP_PHONE_NUMBER_ID: emulator.phoneNumberId,
    WHATSAPP_BUSINESS_ACCOUNT_ID: emulator.wabaId,
    WHATSAPP_ACCESS_TOKEN: emulator.accessToken,
    WHATSAPP_APP_SECRET: emulator.appSecret,
    WHATSAPP_VERIFY_TOKEN: emulator.verifyToken,
  });
  emulator.webhookUrl = `${app.url}/webhooks/whatsapp`;
  page = await app.browser.newPage({ viewport: { width: 1600, height: 1000 }, locale: 'en-GB' });
  complaints = await collectComplaints(page);
});
afterAll(async () => {
  await app?.close();
  await emulator?.close();
});

const nodes = (): Locator => page.locator('.react-flow__node');
const edges = (): Locator => page.locator('.react-flow__edge');
const card = (id: string): Locator => page.locator(`.react-flow__node[data-id="${id}"]`);
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const form = () => page.getByRole('complementary', { name: 'Selected node' });
const port = (id: string, name: string) => card(id).locator(`.react-flow__handle[data-handleid="${name}"]`);
const saved = () => page.getByRole('status').getByText('Saved', { exact: true }).waitFor();

async function api<Body>(method: string, path: string, body?: object): Promise<Body> {
  const response = await fetch(`${app.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Body;
}

type States = { [id: string]: { meta: { node: { type: string } } } };
type Draft = { machine: { states: States; meta: object }; publishedVersion: number | null };

async function machineOf(id: string): Promise<Draft['machine']> {
  await saved();
  return (await api<Draft>('GET', `/api/flows/${id}`)).machine;
}

const typesOf = ({ states }: Draft['machine']) => Object.values(states).map(({ meta }) => meta.node.type);

/** A new flow from the list, and its empty canvas. */
async function createFlow(name: string): Promise<void> {
  await page.goto(`${app.url}/flows#key=${app.key}`);
  await button('New flow').click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await button('Create flow').click();
  await card('welcome').waitFor();
}

/** The middle of an element, once it stands still. */
async function middleOf(element: Locator): Promise<[number, number]> {
  let before = '';
  let found: [number, number] = [0, 0];
  await expect
    .poll(async () => {
      const box = await element.boundingBox();
      if (!box) return false;
      found = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
      const last = before;
      before = String(found);
      return last === before;
    }, WAIT)
    .toBe(true);
  return found;
}

async function drag(from: Locator, to: [number, number]): Promise<void> {
  const [x, y] = await middleOf(from);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move((x + to[0]) / 2, (y + to[1]) / 2, { steps: 3 });
  await page.mouse.move(...to, { steps: 3 });
  await page.mouse.up();
}

const picker = () => page.getByRole('dialog', { name: 'Nodes' });

/** An empty place of the canvas is clicked, so that no form lies over it; then everything is shown. */
async function lookAtAll(): Promise<void> {
  await page.mouse.click(700, 985);
  await page.mouse.click(700, 985, { button: 'right' });
  await page.getByRole('menuitem', { name: 'Show all' }).click();
}

/** Drops an end in the empty, `by` pixels from the way out, and takes `title` from what is asked there. */
async function dropFrom(id: string, way: string, by: [number, number], title: string): Promise<void> {
  const [x, y] = await middleOf(port(id, way));
  await drag(port(id, way), [x + by[0], y + by[1]]);
  await picker()
    .getByRole('option', { name: new RegExp(`^${title}`) })
    .click();
}

/** Clicks the “+” of a way out that leads nowhere. */
async function plus(id: string, way: string, title: string): Promise<void> {
  await middleOf(port(id, way));
  await port(id, way).click();
  await picker()
    .getByRole('option', { name: new RegExp(`^${title}`) })
    .click();
}

/** Writes into a field of the selected node's form. */
async function write(field: string, text: string): Promise<void> {
  await form().getByRole('textbox', { name: field, exact: true }).fill(text);
}

test('ten node types are drawn by mouse on an empty canvas, all of it is undone, and done again', async () => {
  await createFlow('By mouse');
  await page.mouse.click(700, 900, { button: 'right' });
  await page.getByRole('menuitem', { name: 'Select all' }).click();
  await card('welcome').locator('.card-title').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();

  await page
    .getByRole('option', { name: 'Message', exact: true })
    .dragTo(page.locator('.react-flow__pane'), { targetPosition: { x: 320, y: 160 } });
  await write('Text', 'Good morning!');
  await lookAtAll();
  await dropFrom('message', 'next', [160, 40], 'Reply buttons');
  await write('Text', 'May we ask you something?');
  await lookAtAll();
  await plus('buttons', 'yes', 'Question');
  await write('Question', 'What is the answer?');
  await lookAtAll();
  await dropFrom('buttons', 'no', [200, 260], 'Tag');
  await form().getByLabel('Add', { exact: true }).fill('shy');
  await page.keyboard.press('Enter');
  await lookAtAll();
  await plus('question', 'answered', 'Set variables');
  await lookAtAll();
  await plus('set', 'next', 'Branch');
  await form().getByRole('textbox', { name: 'Condition' }).fill('answer == "42"');
  await lookAtAll();
  await plus('branch', 'other', 'Link button');
  await write('Text', 'Think again.');
  await write('Button', 'Read on');
  await lookAtAll();
  await plus('link', 'next', 'End');
  await lookAtAll();
  await plus('tag', 'next', 'Hand over');
  await write('What the contact is told', 'A colleague will write to you.');
  await lookAtAll();
  await plus('escalation', 'resolved', 'End');
  await lookAtAll();
  /* From a way out onto a card that is there, wherever on it. */
  await drag(port('question', 'other'), await middleOf(card('escalation')));
  await edges().and(page.locator('[data-id="question.other"]')).waitFor();
  await drag(port('branch', 'a'), await middleOf(card('end')));
  await edges().and(page.locator('[data-id="branch.a"]')).waitFor();
  /* Under the pointer, an edge takes a new node in. */
  await page.mouse.move(...(await middleOf(edges().and(page.locator('[data-id="set.next"]')))));
  await page.getByRole('button', { name: 'Insert a node here' }).click();
  await picker().getByRole('option', { name: /^Wait/ }).click();
  await card('wait').waitFor();
  await lookAtAll();
  drawn = await machineOf('by-mouse');
  expect(new Set(typesOf(drawn)).size).toBe(10);

  const undo = page.locator('.edit-tools').getByRole('button', { name: /^Undo/ });
  while (await undo.isEnabled()) await undo.click();
  await expect.poll(() => nodes().count(), WAIT).toBe(3);
  expect(Object.keys((await machineOf('by-mouse')).states)).toEqual(['welcome', 'person', 'done']);
  const redo = page.locator('.edit-tools').getByRole('button', { name: /^Redo/ });
  while (await redo.isEnabled()) await redo.click();
  expect(await machineOf('by-mouse')).toEqual(drawn);
  expect(complaints).toEqual([]);
});

test('what was drawn is pasted into another flow, put right, tried, kept as a test and published, and answers', async () => {
  await page.locator('.react-flow__pane').click({ position: { x: 700, y: 900 } });
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  await createFlow('Pasted');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();
  await page.keyboard.press('Control+v');
  await expect.poll(() => nodes().count(), WAIT).toBe(Object.keys(drawn.states).length);
  expect(typesOf(await machineOf('pasted'))).toEqual(typesOf(drawn));

  await page.keyboard.press('p');
  const dialog = page.getByRole('dialog', { name: 'Problems' });
  await dialog.getByRole('button', { name: 'Declare “answer”' }).first().click();
  await expect.poll(() => dialog.getByText(/is not a variable of this flow/).count(), WAIT).toBe(0);
  await dialog.getByRole('button', { name: /^Link button/ }).click();
  await form().getByLabel('Address').fill('https://example.com/hints');
  await page.locator('.problem-count').click();
  const fixes = dialog.getByRole('button', { name: 'Lead to “escalation”' });
  const count = page.locator('.problem-count');
  /* What is put right may bring to light what comes behind it. */
  await expect
    .poll(
      async () => {
        if ((await fixes.count()) > 0) await fixes.first().click();
        return count.getAttribute('aria-label');
      },
      { ...WAIT, interval: 300 },
    )
    .not.toMatch(/error/);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  await button('Talk to it').click();
  const phone = page.getByRole('complementary', { name: 'Simulator' });
  await phone.getByRole('button', { name: 'Yes', exact: true }).click();
  await phone.getByText('What is the answer?').waitFor();
  await phone.getByRole('textbox', { name: 'Message' }).fill('42');
  await page.keyboard.press('Enter');
  await phone.getByRole('button', { name: 'Save as a test' }).click();
  await page.getByRole('button', { name: 'Save the test' }).click();
  await page.getByRole('complementary', { name: 'Tests' }).getByText('The test passes').waitFor();

  /* The number runs the sample until now; from here on this flow, and nothing else. */
  const { numbers } = await api<{ numbers: { id: string }[] }>('GET', '/api/numbers');
  await api('PUT', `/api/numbers/${numbers[0]?.id}/flows`, { flows: [] });
  await button('Publish …').click();
  const publishing = page.getByRole('dialog', { name: 'Publish this flow' });
  await publishing.getByText('The test passes').waitFor();
  await publishing.getByRole('checkbox').first().check();
  await publishing.getByRole('button', { name: 'Publish version 1' }).click();
  await publishing.getByText('Version 1 is live.').waitFor();

  const contact = emulator.phone('15550001111', { name: 'Guest' });
  await contact.text('Hello');
  expect(JSON.stringify(await contact.receive(20_000))).toContain('Good morning!');
  expect(JSON.stringify(await contact.receive(20_000))).toContain('May we ask you something?');
  await contact.tap('Yes');
  expect(JSON.stringify(await contact.receive(20_000))).toContain('What is the answer?');
  expect(complaints).toEqual([]);
});

test('ten node types are put on an empty canvas by keyboard alone, and connected in the outline', async () => {
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /* What is asked where a node is to be: the first one of that name. */
  const choose = async (typed: string) => {
    await page.getByRole('dialog').getByRole('combobox').fill(typed);
    await press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  await page.goto(`${app.url}/flows#key=${app.key}`);
  await button('New flow').press('Enter');
  await page.getByRole('textbox', { name: 'Name' }).fill('By keyboard');
  await press('Enter');
  await card('welcome').waitFor();
  await press('Control+a', 'Delete');
  await page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();

  await press('a');
  await choose('message');
  for (const type of ['question', 'set variables', 'reply buttons', 'tag', 'wait', 'hand over', 'end']) {
    await press('a');
    await choose(type);
  }
  await press('Control+k');
  await choose('link button');
  await card('link').waitFor();
  await press('Control+z');
  await card('link').waitFor({ state: 'detached' });
  await press('Control+Shift+Z');
  await card('link').waitFor();
  /* Back along the edge, and what is selected there is written in by way of the outline. */
  await press('o');
  const row = (name: RegExp) => page.getByRole('treeitem', { name });
  await row(/^No leads nowhere/).focus();
  await press('a');
  await choose('branch');
  await row(/^Else leads nowhere/).focus();
  await press('c');
  await choose('end');
  await row(/^Else end /).waitFor();
  const { states } = await machineOf('by-keyboard');
  expect(new Set(typesOf({ states, meta: {} })).size).toBe(10);
  expect(complaints).toEqual([]);
});

test('a reload in the middle of an edit loses no letter of it', async () => {
  await page.goto(`${app.url}/flows/by-mouse/edit`);
  await card('message').locator('.card-title').click();
  await write('Text', 'Good evening!');
  await page.reload();
  await card('message').getByText('Good evening!').waitFor();
  await saved();
});
