import { createChannelCache } from '@parley/runtime/channel/channel-cache.ts';
import { wantReading } from '@parley/runtime/channel/health.ts';
import { watchNumbers } from '@parley/runtime/channel/watch-numbers.ts';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { createGraphClient } from '@parley/runtime/whatsapp/graph-client.ts';
import { createGraphNumbers, type GraphNumbers } from '@parley/runtime/whatsapp/graph-numbers.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator-types.ts';
import { forEachDatabase } from '../../setup/database.ts';
import { apiUnderTest } from '../api-under-test.ts';

const NUMBER = {
  phoneNumberId: '110000000000001',
  wabaId: '210000000000001',
  displayPhoneNumber: '+1 555-010-0077',
  status: 'PENDING',
};

forEachDatabase((_, open) => {
  let opened: OpenDatabase;
  let emulator: Emulator;
  let graph: GraphNumbers;
  let client: ReturnType<typeof createGraphClient>;
  let api: ReturnType<typeof apiUnderTest>;
  let given: Record<string, string>;
  beforeAll(async () => {
    opened = await open();
    emulator = await startEmulator({ numbers: [NUMBER], webhookUrl: null });
    graph = createGraphNumbers({ baseUrl: emulator.url, version: 'v25.0' });
    client = createGraphClient({ baseUrl: emulator.url, version: 'v25.0' });
    api = apiUnderTest(opened, {
      atWhatsApp: { graphOf: () => graph, send: (number, message) => client.send(number, message) },
    });
    given = {
      phoneNumberId: NUMBER.phoneNumberId,
      businessAccountId: NUMBER.wabaId,
      accessToken: emulator.accessToken,
      appSecret: emulator.appSecret,
    };
  });
  afterAll(async () => {
    await Promise.all([graph.close(), client.close(), emulator.close()]);
  });
  const connect = (more: Record<string, string> = {}) =>
    api.call('POST', '/api/numbers/connect', { ...given, ...more });
  const numberId = async () => {
    const { json } = await api.call('GET', '/api/numbers');
    const [number] = json.numbers as { id: string }[];
    return number?.id ?? '';
  };
  const noticeKinds = async () =>
    (await opened.db.selectFrom('notices').select(['kind', 'severity']).orderBy('id').execute()).map(
      ({ kind }) => kind,
    );

  describe('connecting a number', () => {
    test.each([
      ['a token that WhatsApp does not know', { accessToken: 'somebody-elses' }, 'token'],
      ['an account that has other numbers', { businessAccountId: '299999999999999' }, 'account'],
      ['no PIN for a number that is not registered', {}, 'register'],
    ])('ends at %s, and stores nothing', async (_name, wrong, step) => {
      const refused = await connect(wrong);
      expect(refused).toMatchObject({ status: 422, json: { code: 'number-not-connected' } });
      expect((refused.json.steps as object[]).at(-1)).toMatchObject({ step, state: 'failed' });
      expect(refused.text).not.toContain(emulator.appSecret);
      expect((await api.call('GET', '/api/numbers')).json.numbers).toEqual([]);
    });

    test('checks, registers, subscribes and stores it; doing it again changes nothing', async () => {
      const connected = await connect({ pin: '123456' });
      expect(connected).toMatchObject({
        status: 201,
        json: {
          steps: [
            { step: 'token' },
            { step: 'number' },
            { step: 'account' },
            { step: 'register', state: 'done' },
            { step: 'webhooks' },
            { step: 'stored' },
          ],
        },
      });
      const again = await connect();
      expect(again).toMatchObject({ status: 201, json: { id: connected.json.id } });
      expect(again.json.steps).toContainEqual({ step: 'register', state: 'skipped', detail: 'CONNECTED' });
      expect((await api.call('GET', '/api/numbers')).json.numbers).toMatchObject([
        { displayPhone: '+1 555-010-0077' },
      ]);
    });
  });

  test('what has become worse is kept as a reading, and is a notice once', async () => {
    const health = `/api/numbers/${await numberId()}/health`;
    expect((await api.call('POST', health)).json).toMatchObject({
      said: { quality: 'GREEN', status: 'CONNECTED' },
      problem: null,
    });
    emulator.setNumber(NUMBER.phoneNumberId, { qualityRating: 'RED' });
    await api.call('POST', health);
    const { json } = await api.call('POST', health);
    expect(
      (json.readings as { what: string; value: string }[]).filter(({ what }) => what === 'quality'),
    ).toMatchObject([{ value: 'RED' }, { value: 'GREEN' }]);
    expect((await noticeKinds()).filter((kind) => kind === 'number-rating')).toHaveLength(1);
    expect(json.limit).toMatchObject({
      limit: 'TIER_2K',
      most: 2000,
      used: 0,
      next: { limit: 'TIER_10K', peopleInWeek: 1000 },
    });
  });

  test('a status that nobody has heard of is shown as it is', async () => {
    emulator.setNumber(NUMBER.phoneNumberId, { status: 'SLEEPING' });
    const { json } = await api.call('POST', `/api/numbers/${await numberId()}/health`);
    expect(json).toMatchObject({ said: { status: 'SLEEPING', canSend: 'BLOCKED' } });
    emulator.setNumber(NUMBER.phoneNumberId, { status: 'CONNECTED' });
  });

  test('the watch looks at a number, and again when something was heard of it', async () => {
    const deps = {
      db: opened.db,
      channels: createChannelCache({ db: opened.db, key: api.key }),
      graphOf: () => graph,
    };
    await opened.db
      .updateTable('number_health')
      .set({ asked_at: new Date(0) })
      .execute();
    expect([await watchNumbers(deps), await watchNumbers(deps)]).toEqual([1, 0]);
    const aMinuteAgo = new Date(Date.now() - 60_000);
    await opened.db.updateTable('number_health').set({ asked_at: aMinuteAgo }).execute();
    expect(await watchNumbers(deps)).toBe(0);
    await wantReading(opened.db);
    expect(await watchNumbers(deps)).toBe(1);
  });

  test('a refused token is a notice once', async () => {
    const id = await numberId();
    await api.call('PATCH', `/api/numbers/${id}`, { accessToken: 'taken-back-token' });
    for (const _ of [1, 2]) await api.call('POST', `/api/numbers/${id}/health`);
    expect((await noticeKinds()).filter((kind) => kind === 'token-refused')).toHaveLength(1);
    expect((await connect()).status).toBe(201);
  });

  test('a test message goes at once; what WhatsApp refuses is said in words', async () => {
    const path = `/api/numbers/${await numberId()}/test-message`;
    emulator.phone('15550001111');
    const refused = await api.call('POST', path, { to: '+1 555 000 1111', text: 'Hello' });
    expect(refused).toMatchObject({
      status: 422,
      json: { code: 'test-not-sent', detail: expect.stringMatching(/24/) },
    });
    await emulator.phone('15550001111').text('Hi');
    expect((await api.call('POST', path, { to: '+1 555 000 1111', text: 'Hello' })).json).toMatchObject({
      wamid: expect.stringMatching(/^wamid/),
    });
  });

  test('profile, ice breakers and commands are what was set; beyond WhatsApp’s limits they never leave', async () => {
    const id = await numberId();
    await api.call('PATCH', `/api/numbers/${id}/profile`, {
      about: 'Open 9–17',
      websites: ['https://example.com'],
    });
    expect((await api.call('GET', `/api/numbers/${id}/profile`)).json).toMatchObject({
      about: 'Open 9–17',
      websites: ['https://example.com'],
    });
    expect((await api.call('PATCH', `/api/numbers/${id}/profile`, { about: 'x'.repeat(140) })).status).toBe(
      400,
    );

    const automation = {
      iceBreakers: ['Where is my order?'],
      commands: [{ name: 'order', hint: 'Follow an order' }],
    };
    await api.call('PUT', `/api/numbers/${id}/automation`, automation);
    expect((await api.call('GET', `/api/numbers/${id}/automation`)).json).toEqual(automation);
    const five = { iceBreakers: ['1', '2', '3', '4', '5'], commands: [] };
    expect((await api.call('PUT', `/api/numbers/${id}/automation`, five)).status).toBe(400);
    expect((await api.call('GET', `/api/numbers/${id}/blocked`)).json).toEqual({ blocked: [] });
  });
});
