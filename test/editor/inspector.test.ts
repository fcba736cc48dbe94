import { valueAt } from '@parley/editor/inspector/path.ts';
import type { Change } from '@parley/flows/edit/change.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { definitions, type NodeConfig } from '@parley/flows/nodes/registry.ts';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sharedBrowser } from '../setup/chromium.ts';
import { buildInspectorPage, openInspector } from './inspector-page.ts';

let built: Awaited<ReturnType<typeof buildInspectorPage>>;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  built = await buildInspectorPage();
  browser = await sharedBrowser();
});
afterAll(async () => {
  await built?.remove();
});
afterEach(() => page?.close());

const flowWith = (node: NodeConfig, settings: Partial<Flow['settings']> = {}): Flow => ({
  id: 'test',
  settings: {
    name: 'Test',
    locales: ['en', 'ru'],
    defaultLocale: 'en',
    variables: [
      { name: 'city', type: 'text', maxLength: 40 },
      { name: 'guests', type: 'number' },
      { name: 'cart', type: 'order' },
    ],
    escalation: { keywords: {}, maxTurns: 5 },
    ...settings,
  },
  start: 'n',
  nodes: { n: node },
  edges: {},
  globals: {},
});

async function open(flow: Flow, locale = 'en'): Promise<void> {
  ({ page, complaints } = await openInspector(browser, built.folder, { flow, nodeId: 'n', locale }));
}

const flowNow = async (): Promise<Flow> => JSON.parse(await page.evaluate('JSON.stringify(window.flow)'));
const nodeNow = async () => (await flowNow()).nodes.n;
const changes = async (): Promise<Change[]> =>
  JSON.parse(await page.evaluate('JSON.stringify(window.changes)'));

/** Presses every “Add” of a group or a list until all of them are there. */
async function addEverything(within: Locator): Promise<void> {
  const pressed = new Set<string>();
  for (;;) {
    const buttons = within.getByRole('button', { name: /^Add: / });
    const names = await Promise.all(
      (await buttons.all()).map(async (button) => {
        const field = button.locator('xpath=ancestor::*[@data-field][1]');
        return `${await field.getAttribute('data-field')} ${await button.textContent()}`;
      }),
    );
    const at = names.findIndex((name) => !pressed.has(name));
    if (at === -1) return;
    pressed.add(names[at] ?? '');
    if (await buttons.nth(at).isEnabled()) await buttons.nth(at).click();
  }
}

const valuesOf = async (options: Locator): Promise<string[]> =>
  Promise.all((await options.all()).map(async (one) => (await one.getAttribute('value')) ?? ''));

let unique = 0;

/** Changes whatever control a field has to something that it takes. */
async function changeControl(field: Locator): Promise<void> {
  unique += 1;
  const code = field.locator('.cm-content');
  if ((await code.count()) > 0) return code.first().fill(`city + "${unique}"`);
  const select = field.locator('select');
  const time = field.locator('input[type=time]');
  const number = field.locator('input[inputmode=numeric], input[inputmode=decimal]');
  if ((await number.count()) > 0) return number.first().fill((await number.inputValue()) === '4' ? '3' : '4');
  if ((await select.count()) > 0) {
    const before = await select.inputValue();
    const options = await valuesOf(select.locator('option:not([disabled])'));
    await select.selectOption(options.find((one) => one !== before && one !== '' && one !== '+') ?? '');
    return;
  }
  if ((await time.count()) > 0) return time.first().fill('10:45');
  if ((await field.getByRole('switch').count()) > 0) return field.getByRole('switch').click({ force: true });
  const text = field.locator('input:visible').first();
  await text.fill(`changed${unique}`);
  await text.press('Enter');
}

async function changeEveryField(within: Locator): Promise<string[]> {
  const fields = within.locator('[data-field]:not(:has([data-field]))');
  const changed: string[] = [];
  let node = await nodeNow();
  for (let at = 0; at < (await fields.count()); at += 1) {
    const field = fields.nth(at);
    const name = (await field.getAttribute('data-field')) ?? '';
    const path = name.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    const before = JSON.stringify(valueAt(node, path));
    await changeControl(field);
    node = await nodeNow();
    const after = JSON.stringify(valueAt(node, path));
    if (after === before) throw new Error(`${name} stays ${before}`);
    changed.push(name);
  }
  return changed;
}

/** Its form has nothing to change. */
const WITHOUT_FIELDS = 'verified';

test.each(Object.keys(definitions).filter((type) => type !== WITHOUT_FIELDS))(
  'every field of a %s can be changed',
  async (type) => {
    const node = Object.values(definitions).find(({ blank }) => blank.type === type)?.blank;
    if (!node) throw new Error(type);
    await open(flowWith(node));
    const form = page.locator('form');
    await addEverything(form);
    expect(await changeEveryField(form)).not.toEqual([]);
    /* Each kind of the first group that has kinds, with its own fields. */
    const kind = page.getByLabel('Kind', { exact: true }).first();
    if ((await kind.count()) > 0) {
      const group = kind.locator('xpath=ancestor::*[@data-field][1]');
      const values = await valuesOf(kind.locator('option'));
      for (const value of values) {
        await kind.selectOption(value);
        await addEverything(group);
        await changeEveryField(group);
      }
    }
    expect(await page.evaluate('window.refused')).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

test('a changed id is the same way out, and an edge stays on it', async () => {
  const flow = flowWith(definitions.buttons.blank);
  await open({ ...flow, nodes: { ...flow.nodes, m: definitions.end.blank }, edges: { n: { yes: 'm' } } });
  await page.getByLabel('Id', { exact: true }).first().fill('sure');
  expect((await flowNow()).edges).toEqual({ n: { sure: 'm' } });
});

test('an item is moved by keyboard and by mouse, and its translation goes along', async () => {
  const sections = [
    { title: 'Hot', rows: [] },
    { title: 'Cold', rows: [] },
  ];
  const list = { ...definitions.list.blank, sections };
  await open(flowWith(list, { texts: { ru: { 'n.sections.0.title': 'Горячее' } } }));
  const titles = async () => {
    const node = await nodeNow();
    return node?.type === 'list' ? node.sections.map(({ title }) => title) : [];
  };
  await page.getByRole('button', { name: 'Move Hot' }).press('ArrowDown');
  expect(await titles()).toEqual(['Cold', 'Hot']);
  expect((await flowNow()).settings.texts).toEqual({ ru: { 'n.sections.1.title': 'Горячее' } });
  await page
    .getByRole('button', { name: 'Move Hot' })
    .dragTo(page.getByRole('region', { name: 'Section 1', exact: true }));
  expect(await titles()).toEqual(['Hot', 'Cold']);
  expect((await flowNow()).settings.texts).toEqual({ ru: { 'n.sections.0.title': 'Горячее' } });
});

test('in another language the texts are translations, and the node stays as it is', async () => {
  const node = { ...definitions.buttons.blank, body: 'Coming?' };
  await open(flowWith(node), 'ru');
  await page.getByRole('textbox', { name: 'Text (ru)' }).fill('Придёте?');
  expect((await flowNow()).settings.texts).toEqual({ ru: { 'n.body': 'Придёте?' } });
  expect(await nodeNow()).toEqual(node);
  await page.getByText('Coming?').waitFor();
});

test('names are offered inside braces, and a wrong one is told in place', async () => {
  await open(flowWith(definitions.location.blank));
  const text = page.getByRole('textbox', { name: 'Text', exact: true });
  await text.pressSequentially('Hello {{ci');
  await page.locator('.cm-tooltip').getByRole('option', { name: /^city/ }).click();
  expect(await nodeNow()).toMatchObject({ body: 'Hello {{city}}' });
  await page.getByText('14, up to 46 / 1024').waitFor();
  await text.fill('{{town}}');
  await page.locator('.cm-lintRange-error').waitFor();
});

test('formatting goes around what is selected, and off again', async () => {
  await open(flowWith({ ...definitions.location.blank, body: 'Where are you?' }));
  await page.getByRole('textbox', { name: 'Text', exact: true }).press('Control+a');
  await page.getByRole('button', { name: 'Bold' }).click();
  expect(await nodeNow()).toMatchObject({ body: '*Where are you?*' });
  await page.getByRole('button', { name: 'Bold' }).click();
  expect(await nodeNow()).toMatchObject({ body: 'Where are you?' });
});

test('a condition shows its type and an example, or what is wrong with it', async () => {
  await open(flowWith(definitions.branch.blank));
  const condition = page.getByRole('textbox', { name: 'Condition' });
  await condition.fill('guests > 2');
  await page.getByText('Yes or no, for example yes').waitFor();
  await condition.fill('guests + 2');
  await page
    .getByText(/yes-or-no value is needed/)
    .first()
    .waitFor();
});

test('a new variable is made where it is needed', async () => {
  await open(flowWith(definitions.question.blank));
  await page.getByRole('button', { name: 'Create “answer”' }).click();
  await page.getByRole('button', { name: 'Create variable' }).click();
  expect((await flowNow()).settings.variables).toContainEqual({
    name: 'answer',
    type: 'text',
    maxLength: 200,
  });
  await page.getByLabel('Save the answer as').selectOption('+');
  await page.getByLabel('Name of the new variable').fill('town');
  await page.getByRole('button', { name: 'Create variable' }).click();
  expect(await nodeNow()).toMatchObject({ saveAs: 'town' });
  expect((await changes()).at(-1)?.kind).toBe('batch');
});

test('a node gets another id, unless that one is taken', async () => {
  const flow = flowWith(definitions.location.blank);
  await open({ ...flow, nodes: { ...flow.nodes, m: definitions.end.blank } });
  await page.getByLabel('Id of the node').fill('m');
  await page.getByText('There is a node with this id already.').waitFor();
  await page.getByLabel('Id of the node').fill('where');
  await page.getByLabel('Id of the node').press('Enter');
  expect(Object.keys((await flowNow()).nodes)).toEqual(['where', 'm']);
});
