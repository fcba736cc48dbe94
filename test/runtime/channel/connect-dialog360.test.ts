import { createAdapters } from '@parley/runtime/channel/adapters.ts';
import { openChannels } from '@parley/runtime/channel/channels.ts';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator-types.ts';
import { forEachDatabase } from '../../setup/database.ts';
import { apiUnderTest } from '../api-under-test.ts';

const KEY = 'd360-key-of-the-shop';
const NUMBER = {
  phoneNumberId: '110000000000001',
  wabaId: '210000000000001',
  displayPhoneNumber: '+1 555-010-0077',
  dialog360Key: KEY,
};
const OTHER = { ...NUMBER, phoneNumberId: '110000000000002', displayPhoneNumber: '+1 555-010-0078' };

forEachDatabase((_, open) => {
  let opened: OpenDatabase;
  let emulator: Emulator;
  let adapters: ReturnType<typeof createAdapters>;
  let api: ReturnType<typeof apiUnderTest>;
  beforeAll(async () => {
    opened = await open();
    emulator = await startEmulator({
      numbers: [NUMBER, { ...OTHER, dialog360Key: 'd360-key-of-another' }],
      webhookUrl: null,
      templates: [{ name: 'order_ready', language: 'en', components: [{ type: 'BODY', text: 'Ready.' }] }],
    });
    adapters = createAdapters({
      graphUrl: emulator.url,
      graphVersion: 'v25.0',
      dialog360Url: emulator.dialog360Url,
    });
    api = apiUnderTest(opened, {
      publicUrl: 'https://parley.example.com',
      atWhatsApp: {
        graphOf: (number) => adapters.of(number).numbers,
        dialog360: adapters.dialog360,
        send: (number, message) => adapters.messages.send(number, message),
      },
    });
  });
  afterAll(() => Promise.all([adapters.close(), emulator.close()]));
  const connect = (accessToken: string) =>
    api.call('POST', '/api/numbers/connect', { provider: '360dialog', accessToken, name: 'Shop' });
  const stored = async () => (await openChannels(opened.db, api.key))[0];

  test('a key that is nobody’s connects nothing, and 360dialog’s words are told', async () => {
    const refused = await connect('not-a-key-of-anybody');
    expect(refused).toMatchObject({ status: 422, json: { code: 'number-not-connected' } });
    expect(refused.json.detail).toContain('Invalid API key');
    expect(await stored()).toBeUndefined();
  });

  test('a key is enough: the ids are asked, webhooks are sent here with a secret of their own', async () => {
    const connected = await connect(KEY);
    expect(connected.status).toBe(201);
    const channel = await stored();
    expect(channel).toMatchObject({
      ...{ provider: '360dialog', phoneNumberId: NUMBER.phoneNumberId, businessAccountId: NUMBER.wabaId },
      accessToken: KEY,
    });
    expect(emulator.webhooks.partners.get(NUMBER.phoneNumberId)).toEqual({
      url: 'https://parley.example.com/webhooks/whatsapp',
      headers: { Authorization: `Bearer ${channel?.appSecret}` },
    });
    // Doing it again keeps the secret that webhooks under way still show.
    await connect(KEY);
    expect((await stored())?.appSecret).toBe(channel?.appSecret);
  });

  test('its templates are read through 360dialog, as Meta writes them', async () => {
    const channel = await stored();
    if (!channel?.businessAccountId) throw new Error('not connected');
    const { accessToken, businessAccountId } = channel;
    const read = await adapters.of(channel).messages.getTemplates({ businessAccountId, accessToken });
    expect(read).toMatchObject({
      ok: true,
      unreadable: 0,
      templates: [{ name: 'order_ready', status: 'APPROVED' }],
    });
  });

  describe('a webhook of it', () => {
    const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [] });
    const post = (headers: Record<string, string>) =>
      api.send('/webhooks/whatsapp', { method: 'POST', body, headers });
    test.each(['Bearer somebody-elses-secret', 'Bearer ', ''])('is not taken with “%s”', async (wrong) => {
      expect((await post({ authorization: wrong })).status).toBe(401);
    });
    test('is taken with the number’s own secret', async () => {
      const secret = (await stored())?.appSecret ?? '';
      expect((await post({ authorization: `Bearer ${secret}` })).status).toBe(200);
    });
  });

  test('another key is taken only when it is this number’s', async () => {
    const path = `/api/numbers/${(await stored())?.id}/token`;
    const wrong = await api.call('PUT', path, { accessToken: 'd360-key-of-another' });
    expect(wrong).toMatchObject({ status: 422, json: { code: 'token-not-usable' } });
    expect(wrong.json.detail).toContain(OTHER.phoneNumberId);
    expect((await stored())?.accessToken).toBe(KEY);
    expect((await api.call('PUT', path, { accessToken: KEY })).status).toBe(200);
  });

  test('what 360dialog does not offer is refused in words, without asking anybody', async () => {
    const calls = emulator.requests.length;
    const refused = await api.call('GET', `/api/numbers/${(await stored())?.id}/profile`);
    expect(refused).toMatchObject({ status: 502, json: { code: 'whatsapp-refused' } });
    expect(refused.json.detail).toContain('360dialog does not offer the business profile');
    expect(emulator.requests).toHaveLength(calls);
  });
});
