import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_KEY, apiUnderTest, openInMemory } from './api-under-test.ts';
import { deskFlow } from './desk-flow.ts';

let opened: OpenDatabase;
let api: ReturnType<typeof apiUnderTest>;
beforeAll(async () => {
  opened = await openInMemory();
  api = apiUnderTest(opened);
});
afterAll(() => opened.close());

const post = (body: RequestInit['body'], headers: Record<string, string> = {}) =>
  api.send('/api/flows/check', {
    method: 'POST',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json', ...headers },
    body,
  });

describe('a body', () => {
  test.each([
    ['that is no JSON', '{"machine":', 'body-not-json', 400],
    ['that is not UTF-8', new Uint8Array([0x22, 0xff, 0xfe, 0x22]), 'body-not-json', 400],
    ['nested 10,000 levels deep', '['.repeat(10_000), 'body-too-deep', 400],
    ['of a million values', `[${'1,'.repeat(1_000_000)}1]`, 'body-too-many-values', 400],
    ['above 2 MB', JSON.stringify({ machine: 'x'.repeat(2 * 1024 * 1024) }), 'body-too-large', 413],
    ['with a __proto__ member', '{"machine":{"__proto__":{"x":1}}}', 'body-not-storable', 400],
    ['with a constructor, deep inside', '{"machine":[{"a":{"constructor":{}}}]}', 'body-not-storable', 400],
    ['with U+0000 in a text', '{"machine":"a\\u0000b"}', 'body-not-storable', 400],
    ['with half a surrogate pair', '{"machine":"\\ud800"}', 'body-not-storable', 400],
    ['with a member that is not known', '{"machine":{},"admin":true}', 'request-invalid', 400],
    ['without what is needed', '[]', 'request-invalid', 400],
  ])('%s is refused', async (_, body, code, status) => {
    expect(await post(body)).toMatchObject({ status, json: { code, status } });
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  test('in another format is refused', async () => {
    const answered = await post('machine=1', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(answered).toMatchObject({ status: 415, json: { code: 'body-not-accepted' } });
    expect(await post('{"machine":{}}', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
  });

  test('that says what is wrong names the member', async () => {
    const { json } = await api.call('POST', '/api/conversations', {
      number: 'x',
      phone: '+49',
      flow: 'desk',
    });
    expect(json.fields).toContainEqual(expect.objectContaining({ in: 'json', path: 'number' }));
    expect(json.fields).toContainEqual(expect.objectContaining({ in: 'json', path: 'phone' }));
  });

  test('is not quoted in the answer or the log: it may hold a secret', async () => {
    const { text } = await post('{"accessToken":"EAAsecret');
    expect(text + JSON.stringify(api.logged)).not.toContain('EAAsecret');
  });
});

describe('over a connection', () => {
  let port: number;
  let close: () => Promise<unknown>;
  beforeAll(async () => {
    const server = createAdaptorServer({ fetch: api.app.fetch });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    close = () => {
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      return once(server, 'close');
    };
  });
  afterAll(() => close());

  test('a body is counted as it comes, whatever its headers say', async () => {
    const sent = request({
      port,
      method: 'POST',
      path: '/api/flows/check',
      headers: {
        authorization: `Bearer ${API_KEY}`,
        'content-type': 'application/json',
        'transfer-encoding': 'chunked',
      },
    });
    sent.on('error', () => {});
    const answered = once(sent, 'response');
    sent.write('{"machine":"');
    for (let n = 0; n < 64 && !sent.destroyed; n++) sent.write('x'.repeat(64 * 1024));
    const [response] = await answered;
    expect(response.statusCode).toBe(413);
    sent.destroy();
  });

  test('a machine arrives as it was sent', async () => {
    const answered = await fetch(`http://127.0.0.1:${port}/api/flows/check`, {
      method: 'POST',
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ machine: deskFlow({ body: 'Grüße – привет 👋' }) }),
    });
    expect(await answered.json()).toMatchObject({ publishable: true });
  });
});
