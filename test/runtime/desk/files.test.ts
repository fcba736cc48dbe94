import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChannelCache } from '@parley/runtime/channel/channel-cache.ts';
import { addChannel } from '@parley/runtime/channel/channels.ts';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { createMedia } from '@parley/runtime/media/media.ts';
import { createMediaStore } from '@parley/runtime/media/media-store.ts';
import { secretKey } from '@parley/runtime/secrets.ts';
import { createGraphClient } from '@parley/runtime/whatsapp/graph-client.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setUp, tearDown } from '../../emulator/test-bench.ts';
import { apiUnderTest, openInMemory } from '../api-under-test.ts';
import { echo, openShop } from '../shop.ts';

const PNG = new Uint8Array(Buffer.from('\x89PNG\r\n\x1a\nand so on', 'latin1'));

let opened: OpenDatabase;
let folder: string;
beforeAll(async () => {
  opened = await openInMemory();
  folder = await mkdtemp(path.join(tmpdir(), 'parley-media-'));
});
afterAll(async () => {
  await tearDown();
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

test('a file that was uploaded can be looked at, is fetched once, and is kept within its room', async () => {
  const { emulator } = await setUp();
  const key = secretKey('a secret of at least thirty-two characters');
  const { phoneNumberId, accessToken } = emulator;
  const number = { phoneNumberId, accessToken, appSecret: 'emulator-secret', throughput: 80 };
  const channelId = (await addChannel(opened.db, key, number))?.id ?? '';
  const graph = createGraphClient({ baseUrl: emulator.url, version: 'v25.0' });
  const store = createMediaStore(folder, 20);
  const deps = { channels: createChannelCache({ db: opened.db, key }), graph };
  const uploaded = await createMedia(deps).upload(channelId, {
    bytes: PNG,
    mimeType: 'image/png',
    filename: 'a.png',
  });
  if (!uploaded.ok) throw new Error(String(uploaded.details));

  const media = createMedia({ ...deps, store });
  const file = { channelId, mediaId: uploaded.mediaId };
  expect(await media.read(file)).toMatchObject({ ok: true });
  await graph.close();
  // WhatsApp is out of reach now.
  const again = await media.read(file);
  expect(again.ok && [...again.bytes]).toEqual([...PNG]);
  expect(await media.read({ channelId, mediaId: '404' })).toMatchObject({ ok: false });
  for (let n = 0; n < 21; n++) await store.write(`../${n}`, PNG);
  expect((await readdir(folder)).every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
  expect((await readdir(folder)).length).toBeLessThan(3);
});

test('a page that came as a picture is only ever saved, under a name that fits it', async () => {
  const shop = await openShop(opened.db);
  await shop.bind(echo);
  const api = apiUnderTest(opened, {
    store: {
      read: async () => new Uint8Array(Buffer.from('<script>alert(1)</script>')),
      write: async () => {},
    },
  });
  const guest = await shop.guest();
  await shop.tell(guest, {
    ...{ type: 'media', kind: 'document', mediaId: '1', mimeType: 'text/html' },
    filename: '../a"\r\nb.html',
  });
  const [row] = await shop.inbox(guest);
  const { status, headers } = await api.call('GET', `/api/media/in-${row?.id}`);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/octet-stream');
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="_a_b\.bin"/);
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});
