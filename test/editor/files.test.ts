import { toMachine } from '@parley/flows/machine.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, flowWithPerson } from '../flows/proofs/small-flow.ts';
import { openWebApp, type WebApp } from '../setup/web-app.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const ELSEWHERE = { id: 'f'.repeat(64), name: 'elsewhere.png', mimeType: 'image/png', bytes: 2048 };

let app: WebApp;
let page: Page;
beforeAll(async () => {
  app = await openWebApp();
});
afterAll(() => app?.close());

const call = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${app.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
};
const widthOf = (image: Locator) =>
  image.evaluate((element): unknown => Reflect.get(element, 'naturalWidth'));

test('a picture is uploaded, seen in the node; a wrong one is refused with its reason', async () => {
  const say: NodeConfig = {
    type: 'message',
    at,
    bubbles: [{ id: 'a', message: { type: 'image', media: { file: ELSEWHERE }, caption: 'Cake' } }],
  };
  const flow = flowWithPerson({ say }, { say: { next: 'bye' } });
  const inARow = Object.entries(flow.nodes).map(([id, node], place) => [
    id,
    { ...node, at: [place * 340, 0] },
  ]);
  const machine = toMachine({ ...flow, id: 'files', nodes: Object.fromEntries(inARow) });
  await call('POST', '/api/flows', { machine });

  page = await app.browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${app.url}/flows/files/edit#key=${app.key}`);
  const card = page.locator('.react-flow__node[data-id="say"]');
  await card.click();
  const form = page.getByRole('form', { name: 'Settings of say' });
  const field = form.getByRole('group', { name: 'File', exact: true });
  await form.getByText('The file “elsewhere.png” is not on this server.').waitFor();

  await field.getByRole('button', { name: 'Remove' }).click();
  const choose = form.getByRole('button', { name: 'Choose a picture' });
  const give = async (name: string, mimeType: string, buffer: Buffer) => {
    const chooser = page.waitForEvent('filechooser');
    await choose.click();
    await (await chooser).setFiles({ name, mimeType, buffer });
  };
  await give('menu.pdf', 'application/pdf', Buffer.from('%PDF-1.7'));
  await form.getByText('“menu.pdf” does not fit: WhatsApp takes JPG, PNG here.').waitFor();
  await give('large.png', 'image/png', Buffer.alloc(5 * 1024 * 1024 + 1));
  await form.getByText('“large.png” is too large: WhatsApp takes up to 5 MB of this type.').waitFor();
  await give('page.png', 'image/png', Buffer.from('<script>alert(1)</script>'));
  await form.getByText('“page.png” is not what its name says').waitFor();
  await give('cake.png', 'image/png', PNG);

  await expect.poll(() => widthOf(field.getByRole('img', { name: 'cake.png' }))).toBe(1);
  await expect.poll(() => widthOf(card.getByRole('img', { name: 'cake.png' }))).toBe(1);
  await expect
    .poll(async () => JSON.stringify(await call('GET', '/api/flows/files')))
    .toContain(`"name":"cake.png","mimeType":"image/png","bytes":${PNG.length}`);
  expect(await form.getByText('is not on this server').count()).toBe(0);

  // Emoji by keyboard: found by a Russian word, written where the cursor is, and among the recent ones the next time.
  await form.getByRole('button', { name: 'Emoji: Caption' }).click();
  await page.getByRole('textbox', { name: 'Find an emoji' }).fill('торт');
  await page.keyboard.press('Enter');
  await expect.poll(() => card.textContent()).toContain('🎂');
  await form.getByRole('button', { name: 'Emoji: Caption' }).click();
  await page.getByRole('textbox', { name: 'Find an emoji' }).press('ArrowDown');
  await page.getByRole('group', { name: 'Recent' }).getByRole('button', { name: 'cake' }).press('Escape');

  await field.getByText('Link', { exact: true }).click();
  await field.locator('.cm-content').waitFor();
  await field.getByText('Upload', { exact: true }).click();
  await field.getByRole('img', { name: 'cake.png' }).waitFor();
  expect(complaints).toEqual([]);
});
