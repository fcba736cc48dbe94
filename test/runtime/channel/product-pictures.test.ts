import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGraphShop } from '@parley/runtime/whatsapp/graph-shop.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator-types.ts';
import { apiUnderTest, openInMemory } from '../api-under-test.ts';

const PNG = Buffer.from('\x89PNG\r\n\x1a\n and a picture', 'latin1');
const ANSWERS: { readonly [path: string]: Buffer | string } = {
  '/good': PNG,
  '/page': '<script>alert(1)</script>',
  '/drawing': '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  '/large': Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)]),
};
const asked: string[] = [];
const pictures = createServer(({ url = '' }, response) => {
  asked.push(url);
  /* Whatever it says that it is. */
  response.writeHead(url in ANSWERS ? 200 : 404, { 'content-type': 'image/png' }).end(ANSWERS[url]);
});

let emulator: Emulator;
let graph: ReturnType<typeof createGraphShop>;
beforeAll(async () => {
  pictures.listen(0, '127.0.0.1');
  await once(pictures, 'listening');
  const { port } = pictures.address() as AddressInfo;
  emulator = await startEmulator({
    webhookUrl: null,
    numbers: [
      {
        ...{
          phoneNumberId: '106540352242922',
          displayPhoneNumber: '+1 555 010 0001',
          wabaId: '102290129340398',
        },
        ...{ catalogId: '77001', products: ['good', 'page', 'drawing', 'large', 'gone'] },
        productPictures: `http://127.0.0.1:${port}`,
      },
    ],
  });
  graph = createGraphShop({ baseUrl: emulator.url, version: 'v25.0' });
});
afterAll(async () => {
  await graph?.close();
  await emulator?.close();
  pictures.closeAllConnections();
  pictures.close();
});

const apiWith = async (opened?: { ports: number[]; addresses: string[] }) => {
  const api = apiUnderTest(await openInMemory(), { shopOf: () => graph, ...(opened && { opened }) });
  const { phoneNumberId, accessToken } = emulator;
  const given = { phoneNumberId, accessToken, appSecret: 'very-secret-app-secret', catalogId: '77001' };
  expect(await api.call('POST', '/api/numbers', given)).toMatchObject({ status: 201 });
  return (id: string) => api.call('GET', `/api/products/picture?${new URLSearchParams({ id })}`);
};
const portOfPictures = () => (pictures.address() as AddressInfo).port;

test('the picture of a product of the catalogue is shown from our own address, and fetched once', async () => {
  const look = await apiWith({ ports: [portOfPictures()], addresses: ['127.0.0.0/8'] });
  const shown = await look('good');
  expect(shown.status).toBe(200);
  expect(Object.fromEntries(shown.headers)).toMatchObject({
    ...{ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' },
    ...{ 'cache-control': 'private, max-age=3600', 'cross-origin-resource-policy': 'same-origin' },
  });
  expect((await look('good')).status).toBe(200);
  expect(asked.filter((url) => url === '/good')).toHaveLength(1);
  /* What its content is counts, and only what the catalogue has is asked for. */
  for (const id of ['page', 'drawing', 'large', 'gone', 'other', 'http://127.0.0.1/good'])
    expect((await look(id)).status, id).toBe(404);
  expect(asked).not.toContain('/other');
});

test('a picture in a network that nobody opened is not fetched', async () => {
  const before = asked.length;
  const look = await apiWith();
  expect(await look('good')).toMatchObject({ status: 404, json: { code: 'file-not-found' } });
  expect(asked).toHaveLength(before);
});
