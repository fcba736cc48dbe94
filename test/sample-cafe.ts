import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Flow } from '@parley/flows/flow.ts';
import { recordTest } from '@parley/flows/flow-test/record.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { shelfOf } from '@parley/flows/simulation.ts';
import type { BrowserContext } from 'playwright-core';
import { startEmulator } from './emulator/emulator.ts';
import type { Emulator } from './emulator/emulator-types.ts';
import type { TemplateOptions } from './emulator/templates/templates.ts';
import { openWebApp, type WebApp } from './setup/web-app.ts';

const CAFE = join(import.meta.dirname, '../flows/examples/cafe-orders.machine.json');

export type SampleCafe = {
  app: WebApp;
  /** Signed in as the administrator. */
  context: BrowserContext;
  /** Where the conversation is that shows most. */
  conversation: string;
  close(): Promise<void>;
};

const body = (text: string, ...samples: string[]) => ({
  type: 'BODY' as const,
  text,
  ...(samples.length > 0 && { example: { body_text: [samples] } }),
});

const SAID = [
  { name: 'order_ready', category: 'UTILITY', text: 'Hello {{1}}, your order is ready at the counter.' },
  { name: 'still_there', category: 'UTILITY', text: 'Hello {{1}}, are you still there? Just write back.' },
  { name: 'spring_menu', category: 'MARKETING', text: 'Hello {{1}}, our spring menu is here. Come by!' },
  { name: 'opening_hours', category: 'UTILITY', text: 'From {{1}} on we open at 7 in the morning.' },
] as const;

const TEMPLATES = SAID.map(
  ({ name, category, text }): TemplateOptions => ({
    ...{ name, category },
    language: 'en',
    status: name === 'opening_hours' ? 'PENDING' : 'APPROVED',
    components: [body(text, name === 'opening_hours' ? 'Monday' : 'neighbour')],
  }),
);

/** A café that has been open for a while, on the emulator: people who order, one who waits for an agent, contacts, a broadcast. */
export async function openSampleCafe(): Promise<SampleCafe> {
  const emulator = await startEmulator({ pairRate: false, templates: TEMPLATES });
  const app = await openWebApp({
    WHATSAPP_GRAPH_URL: emulator.url,
    WHATSAPP_PHONE_NUMBER_ID: emulator.phoneNumberId,
    WHATSAPP_BUSINESS_ACCOUNT_ID: emulator.wabaId,
    WHATSAPP_ACCESS_TOKEN: emulator.accessToken,
    WHATSAPP_APP_SECRET: emulator.appSecret,
    WHATSAPP_VERIFY_TOKEN: emulator.verifyToken,
    PARLEY_FLOW: CAFE,
  });
  emulator.webhookUrl = `${app.url}/webhooks/whatsapp`;
  const context = await app.browser.newContext({ locale: 'en-GB' });
  const send = sender(app, context);
  const token = new URLSearchParams(new URL(app.setupLink ?? '', app.url).hash.slice(1)).get('setup');
  const person = { token, email: 'owner@example.com', name: 'Owner', password: 'correct horse battery' };
  await send('POST', '/api/session/first-person', person);
  await send('POST', '/api/teams', { id: 'counter', name: 'Counter' });
  for (const [email, role] of [
    ['counter@example.com', 'agent'],
    ['designer@example.com', 'designer'],
  ])
    await send('POST', '/api/invitations', { email, role, isLimitedToTeams: false, teams: [] });
  const { numbers } = await send<{ numbers: { id: string }[] }>('GET', '/api/numbers');
  const numberId = numbers[0]?.id ?? '';
  await send('PATCH', `/api/numbers/${numberId}`, { catalogId: '300000000000001' });
  await addFlows(send);
  await talk(emulator);
  const conversation = await answerOne(send, emulator);
  await addContacts(send, numberId);
  return {
    app,
    context,
    conversation,
    async close() {
      await app.close();
      await emulator.close();
    },
  };
}

type Send = <Answer = object>(method: string, path: string, data?: unknown) => Promise<Answer>;

function sender(app: WebApp, context: BrowserContext): Send {
  return async (method, path, data) => {
    const response = await context.request.fetch(`${app.url}${path}`, {
      method,
      headers: { origin: app.url, 'idempotency-key': crypto.randomUUID() },
      ...(data !== undefined && { data }),
    });
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
    return JSON.parse((await response.text()) || '{}');
  };
}

/** The café with a saved test and a second version, and a draft that still has problems. */
async function addFlows(send: Send): Promise<void> {
  const { machine, revision } = await send<{ machine: FlowMachine; revision: number }>(
    'GET',
    '/api/flows/cafe-orders',
  );
  const tested = withTest(machine);
  const saved = await send<{ revision: number }>('PUT', '/api/flows/cafe-orders', {
    machine: tested,
    revision,
  });
  const note = 'A test for asking the way';
  await send('POST', '/api/flows/cafe-orders/publish', { revision: saved.revision, note });
  const parcels = await readFile(join(CAFE, '../parcel-support.machine.json'), 'utf8');
  const asked: FlowMachine = JSON.parse(parcels);
  await send('POST', '/api/flows', { machine: asked });
  await send('POST', '/api/flows', { machine: unfinished() });
}

function withTest(machine: FlowMachine): FlowMachine {
  const test = recordTest(shelfOf([machine]), 'Asks where the café is', {
    contact: { name: 'Guest', phone: '15550102345', locale: 'en', timezone: 'Europe/Berlin' },
    now: Date.parse('2026-03-02T09:00:00Z'),
    opening: 'Hello',
    node: null,
    moves: [{ do: 'say', input: { type: 'text', text: 'Where and when' } }],
  });
  return { ...machine, meta: { flow: { ...machine.meta.flow, tests: [test] } } };
}

/** Somebody has begun to draw it: four buttons, a title that is too long, a way out that leads nowhere, no way to a person. */
function unfinished(): FlowMachine {
  const settings: Flow['settings'] = {
    name: 'Book a table',
    locales: ['en'],
    defaultLocale: 'en',
    variables: [{ name: 'day', type: 'date' }],
    escalation: { keywords: { en: ['agent'] }, maxTurns: 2 },
  };
  const titles = ['For two', 'For four', 'For six', 'For more people than that'];
  return toMachine({
    id: 'book-a-table',
    settings,
    start: 'size',
    nodes: {
      size: {
        type: 'buttons',
        at: [0, 0],
        body: 'How large a table shall it be, {{guest}}?',
        buttons: titles.map((title, at) => ({ id: `size${at + 1}`, title })),
      },
      day: {
        type: 'question',
        at: [420, 0],
        body: 'Which day?',
        saveAs: 'day',
        answer: { kind: 'date' },
        retries: 1,
      },
      booked: {
        type: 'message',
        at: [840, 0],
        bubbles: [{ id: 'a', message: { type: 'text', body: 'The table is yours. See you soon!' } }],
      },
      bye: { type: 'end', at: [1260, 0] },
    },
    edges: {
      size: { size1: 'day', size2: 'day', size3: 'day', other: 'size' },
      day: { answered: 'booked' },
      booked: { next: 'bye' },
    },
    globals: {},
  });
}

/** What people have written by now: orders, a question, and two who wait for an agent. */
async function talk(emulator: Emulator): Promise<void> {
  const order = emulator.phone('15550001001', { name: 'Blue Bicycle Shop' });
  await order.text('Hi');
  await order.receive();
  await order.tap('Order');
  await order.receive();
  await order.tap('Coffee');
  await order.receive();
  await order.sendOrder([
    { productId: 'espresso', quantity: 2, price: 2.5, currency: 'EUR' },
    { productId: 'filter', quantity: 1, price: 3, currency: 'EUR' },
  ]);
  await order.receive();
  await order.text('Bicycle shop');
  await order.receive();
  const way = emulator.phone('15550001002', { name: 'Studio 12' });
  await way.text('Where and when are you open?');
  await way.receive();
  await way.tap('Where and when');
  for (let sent = 0; sent < 3; sent += 1) await way.receive();
  for (const [id, name, words] of WAITING) {
    const phone = emulator.phone(id, { name });
    await phone.text('Hello');
    await phone.receive();
    await phone.text(words);
    await phone.receive();
    await phone.text('agent');
    await phone.receive();
  }
}

const WAITING = [
  ['15550001003', 'Mill Street Bakery', 'Do you take orders for forty people?'],
  [
    '15550001004',
    'Harbour Hotel',
    'We would like breakfast boxes for Friday, eight of them. Is that possible?',
  ],
] as const;

/** The administrator has taken one of those who wait, and answers. */
async function answerOne(send: Send, emulator: Emulator): Promise<string> {
  const { cases } = await send<{ cases: { conversationId: string; contact: { name: string } }[] }>(
    'GET',
    '/api/cases',
  );
  const id = cases.find(({ contact }) => contact.name === 'Harbour Hotel')?.conversationId;
  if (id === undefined) throw new Error(`nobody waits: ${JSON.stringify(cases)}`);
  const say = (body: string) =>
    send('POST', `/api/conversations/${id}/messages`, { message: { type: 'text', body } });
  await send('POST', `/api/conversations/${id}/take`, {});
  await say('Good morning! Eight boxes for *Friday* are no problem. When shall they be ready?');
  const guest = emulator.phone('15550001004');
  await guest.receive();
  await guest.text('At seven, please. With coffee, if you can.');
  await send('POST', `/api/conversations/${id}/notes`, { text: 'A regular: they pay by invoice.' });
  await say('Of course. They are ready at seven, with coffee.');
  await guest.receive();
  return id;
}

/** People from a list, a segment of them, and a broadcast to it that is ready to go. */
async function addContacts(send: Send, numberId: string): Promise<void> {
  const names = [
    'Garden Theatre',
    'Corner Office',
    'Paper & Ink',
    'North Pier Sailing',
    'Little Library',
    'Room 7',
  ];
  for (const [at, name] of names.entries()) {
    const { id } = await send<{ id: string }>('POST', '/api/contacts', { phone: `+1555000200${at}`, name });
    await send('PATCH', `/api/contacts/${id}`, { tags: at % 2 === 0 ? ['regular'] : ['office', 'regular'] });
    if (at === 5) continue;
    const consent = { purpose: 'marketing', granted: true, wording: 'I want your news on WhatsApp.' };
    await send('POST', `/api/contacts/${id}/consents`, { ...consent, via: 'website' });
  }
  const query = { match: 'all', conditions: [{ about: 'tag', is: 'set', value: 'regular' }] };
  await send('POST', '/api/segments', { name: 'Regulars', query });
  const message = {
    type: 'template',
    name: 'spring_menu',
    language: 'en',
    body: [{ text: '{{contact.name}}' }],
  };
  await send('POST', '/api/broadcasts', {
    ...{ name: 'Spring menu', numberId, segment: query, purpose: 'marketing' },
    ...{ content: { kind: 'template', message }, schedule: { kind: 'now' } },
  });
}
