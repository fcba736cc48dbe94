import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { startEmulator } from '../emulator/emulator.ts';
import type { Emulator } from '../emulator/emulator-types.ts';
import { deskFlow } from '../runtime/desk-flow.ts';
import type { WebApp } from '../setup/web-app.ts';

export type Stage = Awaited<ReturnType<typeof openStage>>;
type Phone = ReturnType<Emulator['phone']>;

/**
 * The product with a published front desk, the phones of its customers, and two people who answer, each in a browser of their own with the
 * inbox open: `lead`, an administrator, and `agent`.
 */
export async function openStage(open: (settings: Record<string, string>) => Promise<WebApp>) {
  /** How long ago it is for the phones: what they write seems to have been on its way for so long. */
  const phones = { areLateMs: 0 };
  const emulator = await startEmulator({
    pairRate: false,
    clock: { now: () => Date.now() - phones.areLateMs },
    templates: [STILL_THERE],
  });
  const app = await open({
    WHATSAPP_GRAPH_URL: emulator.url,
    WHATSAPP_PHONE_NUMBER_ID: emulator.phoneNumberId,
    WHATSAPP_BUSINESS_ACCOUNT_ID: emulator.wabaId,
    WHATSAPP_ACCESS_TOKEN: emulator.accessToken,
    WHATSAPP_APP_SECRET: emulator.appSecret,
    WHATSAPP_VERIFY_TOKEN: emulator.verifyToken,
  });
  emulator.webhookUrl = `${app.url}/webhooks/whatsapp`;
  await publishDesk(app);
  const lead = await enter(app, 'first-person', 'Lead', {
    token: tokenIn(app.setupLink, 'setup'),
    email: 'lead@example.com',
  });
  const invited = await ask(app, lead, 'POST', '/api/invitations', {
    ...{ email: 'agent@example.com', role: 'agent', isLimitedToTeams: false, teams: [] },
  });
  const agent = await enter(app, 'accept-invitation', 'Agent', {
    token: tokenIn(invited.path, 'invitation'),
  });
  const complaints: string[] = [];
  return {
    ...{ emulator, app, phones, complaints, agent },
    leads: await openInbox(app, lead, complaints),
    agents: await openInbox(app, agent, complaints),
    /** A request of the lead's. */
    ask: (method: string, path: string, data?: unknown) => ask(app, lead, method, path, data),
    /** Somebody writes, and asks the bot for a person. */
    async asksForPerson(waId: string, name: string): Promise<Phone> {
      const phone = emulator.phone(waId, { name });
      await phone.text('Hello');
      await phone.receive();
      await phone.tap('Talk to us');
      expect((await phone.receive()).text).toBe('One moment.');
      return phone;
    },
    async close() {
      await app.close();
      await emulator.close();
    },
  };
}

const STILL_THERE = {
  name: 'still_there',
  language: 'en',
  category: 'UTILITY' as const,
  status: 'APPROVED' as const,
  parameter_format: 'POSITIONAL' as const,
  components: [
    { type: 'BODY' as const, text: 'Are you still there?' },
    { type: 'BUTTONS' as const, buttons: [{ type: 'QUICK_REPLY', text: 'Yes' }] },
  ],
};

/** What the person hears next that holds these words; what was said before passes. */
export async function hears(phone: Phone, words: string): Promise<void> {
  for (;;) if ((await phone.receive()).text.includes(words)) return;
}

export const bar = (screen: Page): Locator =>
  screen.getByRole('status', { name: 'Who has the conversation' });
export const log = (screen: Page): Locator => screen.getByRole('log');
export const text = (screen: Page): Locator => screen.getByLabel('Write a message, or / for a canned reply');

async function publishDesk(app: WebApp): Promise<void> {
  const machine = deskFlow({ behindPerson: 'hours' });
  const { revision } = await call(app, 'POST', '/flows', { machine });
  await call(app, 'POST', '/flows/desk/publish', { revision });
  const { numbers } = await call(app, 'GET', '/numbers');
  await call(app, 'PUT', `/numbers/${numbers[0].id}/flows`, { flows: [{ flow: 'desk', isDefault: true }] });
}

async function call(app: WebApp, method: string, path: string, body?: unknown) {
  const headers = { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${app.url}/api${path}`, { method, headers, ...sent });
  expect(response.status, await response.clone().text()).toBeLessThan(300);
  return JSON.parse((await response.text()) || 'null');
}

/** A browser of its own, signed in as somebody new. */
async function enter(app: WebApp, how: string, name: string, given: object): Promise<BrowserContext> {
  const context = await app.browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 844 } });
  await ask(app, context, 'POST', `/api/session/${how}`, {
    ...given,
    ...{ name, password: 'correct horse battery' },
  });
  return context;
}

async function ask(app: WebApp, context: BrowserContext, method: string, path: string, data?: unknown) {
  const headers = { origin: app.url, 'idempotency-key': crypto.randomUUID() };
  const response = await context.request.fetch(`${app.url}${path}`, { method, data, headers });
  expect(response.status(), await response.text()).toBeLessThan(300);
  return response.json();
}

const tokenIn = (link: string | null, name: string) =>
  new URLSearchParams(new URL(link ?? '', 'http://localhost').hash.slice(1)).get(name);

async function openInbox(app: WebApp, context: BrowserContext, complaints: string[]): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  /* How many notes were played. */
  await page.addInitScript(`
    const make = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function () {
      window.notes = (window.notes ?? 0) + 1;
      return make.call(this);
    };
  `);
  await page.goto(`${app.url}/inbox`);
  await page.getByText('Nobody waits for a person').waitFor();
  return page;
}
