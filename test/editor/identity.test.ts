import type { Page } from 'playwright-core';
import { create } from 'qrcode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmulator } from '../emulator/emulator.ts';
import type { Emulator } from '../emulator/emulator-types.ts';
import { flow } from '../runtime/shop.ts';
import { openWebApp, type WebApp } from '../setup/web-app.ts';

const at: [number, number] = [0, 0];
const settings = (name: string) => ({
  ...{ name, locales: ['en'], defaultLocale: 'en', variables: [] },
  escalation: { keywords: { en: ['human'] }, maxTurns: 2 },
});
const asks = (body: string) => ({
  ...{ type: 'buttons' as const, at, body },
  buttons: [{ id: 'human', title: 'Talk to us' }],
});
const help = { type: 'escalation' as const, at, text: 'One moment.', contact: { method: 'agent' as const } };
const end = { type: 'end' as const, at };
/** Says something else to somebody who may be another person. */
const desk = flow(
  'desk',
  {
    known: { type: 'branch', at, conditions: [{ id: 'doubt', label: 'In doubt', when: 'contact.inDoubt' }] },
    who: asks('Do we know you?'),
    hello: asks('Welcome back.'),
    help,
    end,
  },
  {
    known: { doubt: 'who', other: 'hello' },
    who: { human: 'help', other: 'known' },
    hello: { human: 'help', other: 'known' },
    help: { resolved: 'end' },
  },
  { globals: { escalation: 'help' }, settings: settings('desk') },
);
const shelf = flow(
  'shelf',
  {
    tea: { type: 'product', at: [0, 200], productId: 'espresso' },
    help: { ...help, at: [360, 200] },
    end: { ...end, at: [720, 200] },
  },
  { tea: { ordered: 'end', other: 'help' }, help: { resolved: 'end' } },
  { globals: { escalation: 'help' }, settings: settings('shelf') },
);

let app: WebApp;
let emulator: Emulator;
let numberId: string;

beforeAll(async () => {
  emulator = await startEmulator({ pairRate: false });
  app = await openWebApp({
    WHATSAPP_GRAPH_URL: emulator.url,
    WHATSAPP_PHONE_NUMBER_ID: emulator.phoneNumberId,
    WHATSAPP_BUSINESS_ACCOUNT_ID: emulator.wabaId,
    WHATSAPP_ACCESS_TOKEN: emulator.accessToken,
    WHATSAPP_APP_SECRET: emulator.appSecret,
    WHATSAPP_VERIFY_TOKEN: emulator.verifyToken,
  });
  emulator.webhookUrl = `${app.url}/webhooks/whatsapp`;
  const { numbers } = await call('GET', '/numbers');
  numberId = numbers[0].id;
  await call('PATCH', `/numbers/${numberId}`, { displayPhone: '+1 555-010-0001' });
  await call('POST', '/flows', { machine: shelf });
  await call('POST', '/flows', { machine: desk });
  await call('PUT', `/numbers/${numberId}/flows`, {
    flows: [
      { flow: 'desk', isDefault: true },
      { flow: 'shelf', isDefault: false },
    ],
  });
  await call('POST', '/flows/desk/publish', { revision: 1 });
});
afterAll(async () => {
  await app?.close();
  await emulator?.close();
});

test('a number gets its catalogue, a code for a poster and the identity check; who changes their phone is written to again once somebody says so', async () => {
  const page = await app.browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  const complaints = complaintsOf(page);
  // Without a catalogue a product must not be published on this number.
  const refused = await ask('POST', '/flows/shelf/publish', { revision: 1 });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain('no-catalogue');

  await page.goto(`${app.url}/numbers/${numberId}#key=${app.key}`);
  const part = (name: string) =>
    page.locator('section', { has: page.getByRole('heading', { name, exact: true }) }).last();
  await part('Catalogue').getByLabel('Linked catalogue').selectOption({ label: 'Emulated shop' });
  await part('Catalogue').getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(async () => (await call('GET', `/numbers/${numberId}/catalogue`)).catalogId)
    .toBe('300000000000001');
  await call('POST', '/flows/shelf/publish', { revision: 1 });

  // A code whose picture reads as the link that it stands for.
  await page.reload();
  const links = part('Links and QR codes');
  await links.getByLabel('Flow').selectOption('desk');
  await links.getByLabel('Ready text').fill('Hello, it is me');
  await links.getByLabel('Name').fill('Poster at the till');
  await links.getByRole('button', { name: 'Make a link' }).click();
  const picture = links.getByRole('img', { name: 'QR code “Poster at the till”' });
  await picture.waitFor();
  const [link] = (await call('GET', `/numbers/${numberId}/links`)).links;
  expect(link.url).toBe(`https://wa.me/15550100001?text=${encodeURIComponent(link.text)}`);
  expect(await picture.locator('path').getAttribute('d')).toBe(pathOf(link.url));

  const check = part('Identity check').getByRole('switch');
  await check.click();
  await expect.poll(async () => (await call('GET', `/numbers/${numberId}/identity-check`)).isOn).toBe(true);
  await expect.poll(() => check.isChecked()).toBe(true);

  const phone = emulator.phone('15550001111', { name: 'Customer One' });
  await phone.text(decodeURIComponent(new URL(link.url).searchParams.get('text') ?? ''));
  expect((await phone.receive()).text).toContain('Welcome back.');
  await expect.poll(async () => (await call('GET', `/numbers/${numberId}/links`)).links[0].starts).toBe(1);

  // Another phone, with other keys, at the same number: nothing more is sent to it.
  phone.person.identityHash = 'other-keys';
  const before = emulator.accepted.length;
  await phone.text('Hello again');
  const { conversations } = await call('GET', '/conversations');
  await page.goto(`${app.url}/inbox/${conversations[0].id}`);
  const note = page.getByRole('alert').filter({ hasText: 'This may be somebody else' });
  await note.waitFor();
  await phone.text('Is anybody there?');
  await expect
    .poll(async () => JSON.stringify(await call('GET', `/conversations/${conversations[0].id}/transcript`)))
    .toContain('identity-changed');
  expect(emulator.accepted.length).toBe(before);

  // Whoever is there is written to, and the flow knows that it may be somebody else.
  await note.getByRole('button', { name: 'Write to whoever is there' }).click();
  await page.getByText('Not verified yet').waitFor();
  await phone.text('Hello?');
  expect((await phone.receive()).text).toContain('Do we know you?');
  await page.getByRole('button', { name: 'It is the same person' }).click();
  await page.getByText('Not verified yet').waitFor({ state: 'detached' });
  await phone.text('It was me');
  expect((await phone.receive()).text).toContain('Welcome back.');

  // Who is blocked in the inbox is blocked at WhatsApp, and the number's page says so.
  await page.locator('.in-head').getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Block the contact' }).click();
  await expect.poll(async () => (await call('GET', `/numbers/${numberId}/blocked`)).blocked).toHaveLength(1);
  await page.goto(`${app.url}/numbers/${numberId}`);
  await part('Blocked people').getByText('+15550001111').waitFor();
  expect(complaints).toEqual([]);
});

test('a product is chosen in the inspector among those of the linked catalogue', async () => {
  const page = await app.browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  const complaints = complaintsOf(page);
  await page.goto(`${app.url}/flows/shelf/edit#key=${app.key}`);
  await page.locator('.react-flow__node[data-id="tea"] .card-title').click();
  const field = page.getByPlaceholder('Search the catalogue, or type an id');
  await field.fill('oat');
  await page.getByRole('option', { name: /Oat cookie/ }).waitFor();
  await page.getByRole('option', { name: /Oat cookie/ }).click();
  const chosen = page.locator('form .product-option');
  await chosen.getByText('Oat cookie').waitFor();
  await chosen.getByText(/^€3\.00 · /).waitFor();
  await expect
    .poll(async () => JSON.stringify((await call('GET', '/flows/shelf')).machine))
    .toContain('oat-cookie');
  expect(complaints).toEqual([]);
});

function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}

/** What the modules of a code are drawn as, from the code of the same text made here. */
function pathOf(text: string): string {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  return Array.from({ length: modules.size ** 2 }, (_, place) => place)
    .filter((place) => modules.data[place] === 1)
    .map((place) => `M${4 + (place % modules.size)} ${4 + Math.floor(place / modules.size)}h1v1h-1z`)
    .join('');
}

function ask(method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' };
  return fetch(`${app.url}/api${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function call(method: string, path: string, body?: unknown) {
  const response = await ask(method, path, body);
  expect(response.status, await response.clone().text()).toBeLessThan(300);
  return JSON.parse((await response.text()) || 'null');
}
