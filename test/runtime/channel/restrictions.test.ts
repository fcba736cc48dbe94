import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { barChangeOf, barredNow, FOR_EVER } from '@parley/runtime/channel/restrictions.ts';
import { readConfig } from '@parley/runtime/config.ts';
import { createLog } from '@parley/runtime/log.ts';
import { type Started, startParley } from '@parley/runtime/start.ts';
import { readAccountEvent } from '@parley/runtime/whatsapp/account-event.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator-types.ts';
import { forEachDatabase } from '../../setup/database.ts';
import { flow } from '../shop.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const inDays = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const seconds = (date: Date) => date.getTime() / 1000;
const update = (value: Record<string, unknown>) => {
  const read = readAccountEvent({ entryId: '1', field: 'account_update', value }, NOW);
  if (!read) throw new Error('not read');
  return barChangeOf(read);
};
const restricted = (...info: [string, Date?][]) => ({
  event: 'ACCOUNT_RESTRICTION',
  restriction_info: info.map(([restriction_type, end]) => ({
    restriction_type,
    ...(end && { expiration: seconds(end) }),
  })),
});
const BIZ = 'RESTRICTED_BIZ_INITIATED_MESSAGING';
const CUSTOMER = 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING';

describe('the ladder of enforcement', () => {
  test.each([
    [
      'three days without templates',
      restricted([BIZ, inDays(3)]),
      { templatesUntil: inDays(3), until: null },
    ],
    [
      'thirty days without anything',
      restricted([BIZ, inDays(30)], [CUSTOMER, inDays(30)]),
      { templatesUntil: inDays(30), until: inDays(30) },
    ],
    [
      'each for its own time',
      restricted([BIZ, inDays(7)], [CUSTOMER, inDays(5)]),
      { templatesUntil: inDays(7), until: inDays(5) },
    ],
    ['no end told', restricted([BIZ]), { templatesUntil: FOR_EVER, until: null }],
    [
      'the ban',
      { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } },
      { templatesUntil: FOR_EVER, until: FOR_EVER },
    ],
  ])('%s', (_name, value, bar) => {
    expect(update(value)).toMatchObject({ act: 'bar', ...bar });
  });

  test('a warning, a planned ban and no more numbers stop nothing; being reinstated lifts everything', () => {
    expect(update({ event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SPAM' } })).toBeNull();
    expect(
      update({ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'SCHEDULE_FOR_DISABLE' } }),
    ).toBeNull();
    expect(update(restricted(['RESTRICTED_ADD_PHONE_NUMBER_ACTION', inDays(3)]))).toBeNull();
    expect(update({ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } })).toEqual({
      act: 'lift',
    });
  });

  test('holds until its end and no longer, answers only where everything is forbidden', () => {
    const bar = { templatesUntil: inDays(3), until: inDays(1), because: 'SPAM' };
    const template = { type: 'template', name: 'a', language: 'en' } as const;
    const text = { type: 'text', body: 'x' } as const;
    const may = (message: typeof template | typeof text, at: Date) => barredNow(bar, message, at) === null;
    expect([
      may(text, NOW),
      may(text, inDays(1)),
      may(template, inDays(2)),
      may(template, inDays(3)),
    ]).toEqual([false, true, false, true]);
  });
});

const PATIENCE = { timeout: 20_000, interval: 100 };
const at: [number, number] = [0, 0];
/** Answers, and sends a template to whoever answers back. */
const machine = flow(
  'sends',
  {
    ask: { type: 'question', at, body: 'Well?', answer: { kind: 'text' }, saveAs: 'said', retries: 0 },
    tell: { type: 'template', at, name: 'greeting', language: 'en', goOn: true },
    help: { type: 'escalation', at, text: 'Somebody comes.', contact: { method: 'agent' } },
    end: { type: 'end', at },
  },
  { ask: { answered: 'tell', other: 'help' }, tell: { next: 'end' }, help: { resolved: 'end' } },
  {
    globals: { escalation: 'help' },
    settings: {
      name: 'Sends',
      locales: ['en'],
      defaultLocale: 'en',
      variables: [{ name: 'said', type: 'text', maxLength: 200 }],
      escalation: { keywords: { en: ['human'] }, maxTurns: 2 },
    },
  },
);

forEachDatabase((_name, _open, place) => {
  let emulator: Emulator;
  let parley: Started;
  let folder: string;
  let apiKey: string;
  let id: string;
  const call = async (method: string, route: string, body?: unknown) => {
    const response = await fetch(`${parley.url}/api${route}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  const numbers = async () => (await call('GET', '/numbers')).numbers as { id: string; bar: object }[];
  const sent = (type: string) => emulator.accepted.filter(({ body }) => body.type === type);

  beforeAll(async () => {
    emulator = await startEmulator({
      templates: [
        { name: 'greeting', language: 'en', components: [{ type: 'BODY', text: 'Good evening.' }] },
      ],
      pairRate: false,
    });
    folder = await mkdtemp(path.join(tmpdir(), 'parley-restrictions-'));
    const where = await place();
    const config = readConfig({
      PORT: '0',
      ...('url' in where ? { DATABASE_URL: where.url, DATA_DIR: folder } : { DATA_DIR: where.dataDir }),
      WHATSAPP_GRAPH_URL: emulator.url,
      WHATSAPP_PHONE_NUMBER_ID: emulator.phoneNumberId,
      WHATSAPP_BUSINESS_ACCOUNT_ID: emulator.wabaId,
      WHATSAPP_ACCESS_TOKEN: emulator.accessToken,
      WHATSAPP_APP_SECRET: emulator.appSecret,
      WHATSAPP_VERIFY_TOKEN: emulator.verifyToken,
    });
    if ('problem' in config) throw new Error(config.problem);
    apiKey = config.apiKey;
    parley = await startParley(config, { log: createLog('silent') });
    emulator.webhookUrl = `${parley.url}/webhooks/whatsapp`;
    [id = ''] = (await numbers()).map((number) => number.id);
    const { revision } = await call('POST', '/flows', { machine });
    expect(await call('POST', '/flows/sends/publish', { revision })).toMatchObject({ version: 1 });
    await call('PUT', `/numbers/${id}/flows`, { flows: [{ flow: 'sends', isDefault: true }] });
  });
  afterAll(async () => {
    await parley.stop();
    await emulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('a RESTRICTED number answers whoever writes, and holds templates until it is no longer so', async () => {
    emulator.setNumber(emulator.phoneNumberId, { status: 'RESTRICTED' });
    await call('POST', `/numbers/${id}/health`);
    expect(await numbers()).toMatchObject([{ bar: { because: 'NUMBER_RESTRICTED', until: null } }]);
    const phone = emulator.phone('15550003333');
    await phone.text('hello');
    await phone.next();
    await phone.text('fine');
    const template = async () => {
      const [first] = (await call('GET', '/conversations')).conversations as { id: string }[];
      const { entries } = await call('GET', `/conversations/${first?.id}/transcript`);
      return (entries as { status: string; content: { type?: string } | null }[]).find(
        ({ content }) => content?.type === 'template',
      );
    };
    await vi.waitFor(async () => expect(await template()).toMatchObject({ status: 'held' }), PATIENCE);
    expect(JSON.stringify(await template())).toContain('NUMBER_RESTRICTED');
    expect(sent('template')).toEqual([]);

    emulator.setNumber(emulator.phoneNumberId, { status: 'CONNECTED' });
    await call('POST', `/numbers/${id}/health`);
    expect(await numbers()).toMatchObject([{ bar: { templatesUntil: null, because: null } }]);
    await vi.waitFor(
      async () => {
        await call('POST', '/templates/sync', {});
        expect(sent('template')).toHaveLength(1);
      },
      { timeout: 20_000, interval: 500 },
    );
  });

  test('a restriction told by webhook is obeyed, and told again after it was lifted changes nothing', async () => {
    const value = restricted([BIZ, new Date(Date.now() + 3 * 86_400_000)]);
    await emulator.report('account_update', value);
    await vi.waitFor(
      async () => expect(await numbers()).toMatchObject([{ bar: { because: BIZ, until: null } }]),
      PATIENCE,
    );
    await emulator.report('account_update', {
      event: 'DISABLED_UPDATE',
      ban_info: { waba_ban_state: 'REINSTATE' },
    });
    await vi.waitFor(async () => expect(await numbers()).toMatchObject([{ bar: { because: null } }]));
    const [first] = emulator.webhooks.all.filter(({ field }) => field === 'account_update');
    expect((await emulator.webhooks.post(first?.body)).status).toBe(200);
    expect(await numbers()).toMatchObject([{ bar: { because: null } }]);
  });
});
