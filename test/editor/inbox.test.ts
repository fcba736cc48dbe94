import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmulator } from '../emulator/emulator.ts';
import type { Emulator } from '../emulator/emulator-types.ts';
import { deskFlow } from '../runtime/desk-flow.ts';
import { openWebApp, type WebApp } from '../setup/web-app.ts';

let emulator: Emulator;
let app: WebApp;
const complaints: string[] = [];

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
});
afterAll(async () => {
  await app?.close();
  await emulator?.close();
});

test('two agents press Take at once: one gets the conversation, answers and hands it back to the bot', async () => {
  await publishDesk();
  const ada = await enter('first-person', {
    token: tokenIn(app.setupLink, 'setup'),
    email: 'ada@example.com',
  });
  const invited = await post(ada, '/api/invitations', {
    ...{ email: 'grace@example.com', role: 'agent', isLimitedToTeams: false, teams: [] },
  });
  const grace = await enter('accept-invitation', { token: tokenIn(invited.path, 'invitation') });
  const screens = [await openInbox(ada), await openInbox(grace)];

  // The person asks for somebody: both see it without doing anything.
  const phone = emulator.phone('15550001111', { name: 'Ana Ruiz' });
  await phone.text('Hello');
  await phone.receive();
  await phone.tap('Talk to us');
  expect((await phone.receive()).text).toBe('One moment.');
  for (const screen of screens) await screen.getByRole('link', { name: /Ana Ruiz/ }).click();
  const bar = (screen: Page) => screen.getByRole('status', { name: 'Who has the conversation' });
  for (const screen of screens) await bar(screen).getByText('Waits for a person').waitFor();

  await Promise.all(
    screens.map((screen) => screen.getByRole('button', { name: 'Take', exact: true }).click()),
  );
  await Promise.all(
    screens.map((screen) => bar(screen).getByText('ha').getByText('this conversation').waitFor()),
  );
  const winners = await Promise.all(screens.map((screen) => bar(screen).getByText('You have').isVisible()));
  expect(winners.filter(Boolean)).toHaveLength(1);
  const [first, second] = screens as [Page, Page];
  const [winner, other, name] = winners[0] ? [first, second, 'Ada'] : [second, first, 'Grace'];
  await bar(other).getByText(`${name} has this conversation`).waitFor();
  await other.getByText(`${name} was faster`).waitFor();

  await winner.getByLabel('Write a message, or / for a canned reply').fill('I am *here*.');
  await winner.keyboard.press('Enter');
  expect((await phone.receive()).text).toBe('I am *here*.');
  await other.getByRole('log').getByText('here', { exact: true }).waitFor();

  // Behind the hand-over the flow ends; what is said next begins it again.
  await winner.getByRole('log').click();
  await winner.keyboard.press('e');
  await bar(other).getByText('Done').waitFor();
  await phone.text('Hello again');
  expect((await phone.receive()).text).toContain('Hello!');
  await bar(winner).getByText('The bot runs “Front desk”').waitFor();
  expect(complaints).toEqual([]);
});

async function publishDesk(): Promise<void> {
  const { revision } = await call('POST', '/flows', { machine: deskFlow() });
  await call('POST', '/flows/desk/publish', { revision });
  const { numbers } = await call('GET', '/numbers');
  await call('PUT', `/numbers/${numbers[0].id}/flows`, { flows: [{ flow: 'desk', isDefault: true }] });
}

async function call(method: string, path: string, body?: unknown) {
  const headers = { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${app.url}/api${path}`, { method, headers, ...sent });
  expect(response.status, await response.clone().text()).toBeLessThan(300);
  return JSON.parse((await response.text()) || 'null');
}

/** A browser of its own, signed in as somebody new. */
async function enter(how: string, given: { token: string | null; email?: string }): Promise<BrowserContext> {
  const name = how === 'first-person' ? 'Ada' : 'Grace';
  const context = await app.browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 844 } });
  await post(context, `/api/session/${how}`, { ...given, name, password: 'correct horse battery' });
  return context;
}

async function post(context: BrowserContext, path: string, data: unknown) {
  const response = await context.request.post(`${app.url}${path}`, { data, headers: { origin: app.url } });
  expect(response.status(), await response.text()).toBeLessThan(300);
  return response.json();
}

const tokenIn = (link: string | null, name: string) =>
  new URLSearchParams(new URL(link ?? '', app.url).hash.slice(1)).get(name);

async function openInbox(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${app.url}/inbox`);
  await page.getByText('Nobody waits for a person').waitFor();
  return page;
}
