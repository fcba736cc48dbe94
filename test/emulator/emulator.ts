import { IncomingMessage, ServerResponse } from 'node:http';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { DEFAULTS, toBusinessNumber } from './business-number.ts';
import { movable } from './clock.ts';
import { controlApp } from './control.ts';
import type { Emulator, EmulatorOptions } from './emulator-types.ts';
import { createFaults } from './faults.ts';
import { DIALOG360_PATH, dialog360App } from './graph/dialog360-app.ts';
import { faultyFetch } from './graph/faulty-fetch.ts';
import { graphApp } from './graph/graph-app.ts';
import { refusal } from './graph/graph-error.ts';
import { createIds } from './ids.ts';
import { createLedger } from './ledger.ts';
import { createMediaStore } from './media.ts';
import { createPeople } from './people.ts';
import { createPhone, type Phone } from './phone/phone.ts';
import { createRates } from './rates.ts';
import { reportStatus } from './sending/statuses.ts';
import { createTemplates } from './templates/templates.ts';
import { createThreads, type Thread } from './threads.ts';
import { waitUntil } from './wait.ts';
import { createWebhooks } from './webhooks/webhooks.ts';
import type { World } from './world.ts';

/**
 * Starts a WhatsApp of your own: the Graph API, the platform behind it and people's phones, on 127.0.0.1.
 * Knows nothing of Parley's runtime: what it accepts, refuses and shows is evidence of its own.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const tokens = [options.accessToken ?? DEFAULTS.accessToken].flat();
  const numbers = (options.numbers ?? [DEFAULTS]).map(toBusinessNumber);
  const [first] = numbers;
  if (!first) throw new Error('an emulator needs at least one number');

  const ids = createIds(options.seed);
  const faults = createFaults();
  const subscribed = new Set(numbers.map((number) => number.wabaId));
  const appSecret = options.appSecret ?? DEFAULTS.appSecret;
  const verifyToken = options.verifyToken ?? DEFAULTS.verifyToken;
  let url = '';

  const world: World = {
    policy: {
      autoStatuses: options.autoStatuses ?? 'delivered',
      windowErrors: options.windowErrors ?? 'sync',
      deliveryErrors: options.deliveryErrors ?? 'async',
    },
    clock: movable(options.clock),
    ids,
    numbers: new Map(numbers.map((number) => [number.phoneNumberId, number])),
    people: createPeople(),
    threads: createThreads(),
    media: createMediaStore(ids),
    templates: createTemplates(ids, first.wabaId),
    rates: createRates(options.pairRate ?? true),
    ledger: createLedger(),
    webhooks: createWebhooks(
      {
        url: options.webhookUrl ?? null,
        appSecret,
        verifyToken,
        order: options.webhookOrder ?? 'ordered',
        timeoutMs: options.webhookTimeoutMs ?? 10_000,
        retryDelaysMs: options.retryDelaysMs ?? [],
      },
      faults,
      subscribed,
    ),
    watchers: new Set(),
    baseUrl: () => url,
  };
  for (const template of options.templates ?? []) world.templates.add(template);

  const underWay = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>) => {
    underWay.add(work);
    const done = () => underWay.delete(work);
    work.then(done, done);
  };
  const phones = new Map<Thread, Phone>();

  const emulator: Emulator = {
    get url() {
      return url;
    },
    get dialog360Url() {
      return url + DIALOG360_PATH;
    },
    phoneNumberId: first.phoneNumberId,
    wabaId: first.wabaId,
    appSecret,
    accessToken: tokens[0] ?? '',
    verifyToken,
    get webhookUrl() {
      return world.webhooks.settings.url;
    },
    set webhookUrl(webhookUrl) {
      world.webhooks.settings.url = webhookUrl;
    },
    clock: world.clock,
    faults,
    webhooks: world.webhooks,
    templates: world.templates,
    phone(id, person = {}, phoneNumberId = first.phoneNumberId) {
      const number = world.numbers.get(phoneNumberId);
      if (!number) throw new Error(`the emulator has no number ${phoneNumberId}`);
      const thread = world.threads.of(number, world.people.know(id, person));
      const phone = phones.get(thread) ?? createPhone(world, thread);
      phones.set(thread, phone);
      return phone;
    },
    accepted: world.ledger.accepted,
    refused: world.ledger.refused,
    readMarks: world.ledger.readMarks,
    requests: world.ledger.requests,
    status(wamid, status, code) {
      const sent = world.threads.sent.get(wamid);
      if (!sent) throw new Error(`no accepted message has the id ${wamid}`);
      const reason = status === 'failed' ? refusal(code ?? 131000, 'Reported by hand.') : undefined;
      return reportStatus(world, sent.record, status, reason);
    },
    async setTemplateStatus(name, language, status) {
      const template = world.templates.find(first.wabaId, name, language);
      if (!template) throw new Error(`there is no template ${name} in ${language}`);
      template.status = status;
      await emulator.report('message_template_status_update', {
        event: status,
        message_template_id: Number(template.id),
        message_template_name: name,
        message_template_language: language,
        message_template_category: template.category,
        reason: 'NONE',
      });
    },
    setNumber(phoneNumberId, change) {
      const number = world.numbers.get(phoneNumberId);
      if (!number) throw new Error(`the emulator has no number ${phoneNumberId}`);
      Object.assign(number, change);
    },
    report: (field, value, wabaId = first.wabaId) =>
      world.webhooks.report({ wabaId, field, value, time: Math.floor(world.clock.now() / 1000) }),
    verifyWebhook: (token) => world.webhooks.verify(token),
    redeliver: () => world.webhooks.redeliver(),
    async settled() {
      do {
        await Promise.allSettled(underWay);
        await world.webhooks.idle();
      } while (underWay.size > 0);
    },
    until: (isTrue, timeoutMs = 5000) =>
      waitUntil(
        world.watchers,
        isTrue,
        timeoutMs,
        () =>
          `not so within ${timeoutMs} ms; ${world.ledger.accepted.length} accepted, refused: ` +
          JSON.stringify(world.ledger.refused.map(({ code, details }) => `${code} ${details}`)),
      ),
    describe: () => ({
      now: new Date(world.clock.now()).toISOString(),
      webhookUrl: world.webhooks.settings.url,
      numbers: numbers.map(({ phoneNumberId, displayPhoneNumber, wabaId }) => {
        return { phoneNumberId, displayPhoneNumber, wabaId };
      }),
      accepted: world.ledger.accepted.length,
      refused: world.ledger.refused.length,
      webhooks: counted(world.webhooks.all.map(({ state }) => state)),
      pendingFaults: faults.pending,
    }),
    async close() {
      world.webhooks.close();
      const closed = new Promise((resolve) => server.close(resolve));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };

  const graph = graphApp(world, new Set(tokens), subscribed);
  const control = controlApp(emulator);
  const partner = dialog360App(world, (request, env) => graph.fetch(request, env), tokens[0] ?? '');
  const answerGraph = faultyFetch(
    (request, env) =>
      (new URL(request.url).pathname.startsWith(DIALOG360_PATH) ? partner : graph).fetch(request, env),
    world,
    faults,
    track,
  );
  const server = createAdaptorServer({
    // The product under test may live in this process: its globals are its own.
    overrideGlobalObjects: false,
    fetch: (request, { incoming, outgoing }) => {
      if (!(incoming instanceof IncomingMessage && outgoing instanceof ServerResponse)) {
        throw new Error('the emulator speaks HTTP/1.1 only');
      }
      const { pathname } = new URL(request.url);
      const env = { incoming, outgoing };
      return pathname.startsWith('/_emulator') ? control.fetch(request) : answerGraph(request, env);
    },
  });
  url = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;
  return emulator;
}

function counted(words: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** The port it listens on; rejects where that one is taken. */
function listen(server: ServerType, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('not listening on a TCP port'));
      else resolve(address.port);
    });
  });
}
