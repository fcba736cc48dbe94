import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { manualClock } from './clock.ts';
import type { Emulator } from './emulator-types.ts';
import { setUp, tearDown } from './test-bench.ts';

afterEach(tearDown);

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

async function upload(emulator: Emulator, bytes: Uint8Array<ArrayBuffer>, type: string, fields = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ messaging_product: 'whatsapp', type, ...fields }))
    form.set(name, String(value));
  form.set('file', new Blob([bytes], { type }), 'file');
  const headers = { authorization: `Bearer ${emulator.accessToken}` };
  const response = await fetch(`${emulator.url}/v25.0/${emulator.phoneNumberId}/media`, {
    method: 'POST',
    headers,
    body: form,
  });
  const json: { id: string } = JSON.parse(await response.text());
  return json;
}

const jpeg = () => new Uint8Array(Buffer.from('not really a picture'));

test('an uploaded file is looked up, downloaded and deleted by its id', async () => {
  const { emulator, graph } = await setUp();
  const { id } = await upload(emulator, jpeg(), 'image/jpeg');
  const { json } = await graph.call('GET', id);
  expect(json).toEqual({
    messaging_product: 'whatsapp',
    url: expect.stringContaining(emulator.url),
    mime_type: 'image/jpeg',
    sha256: createHash('sha256').update(jpeg()).digest('hex'),
    file_size: jpeg().length,
    id,
  });

  const headers = { authorization: `Bearer ${emulator.accessToken}` };
  const file = await fetch(String(json.url), { headers });
  expect(file.headers.get('content-type')).toBe('image/jpeg');
  expect(await file.text()).toBe('not really a picture');

  expect((await graph.call('DELETE', id)).json).toEqual({ success: true });
  expect((await graph.call('GET', id)).json.error).toMatchObject({ code: 100, error_subcode: 33 });
});

test('the download link needs the token and lives five minutes', async () => {
  const { emulator, graph } = await setUp({ clock: manualClock(0) });
  const { id } = await upload(emulator, jpeg(), 'image/jpeg');
  const url = String((await graph.call('GET', id)).json.url);
  const headers = { authorization: `Bearer ${emulator.accessToken}` };
  expect((await fetch(url)).status).toBe(401);
  expect((await fetch(url.replace(/hash=./, 'hash=_'), { headers })).status).toBe(404);
  emulator.clock.advance(5 * MINUTE_MS - 1);
  expect((await fetch(url, { headers })).status).toBe(200);
  emulator.clock.advance(1);
  expect((await fetch(url, { headers })).status).toBe(404);
  expect((await fetch(String((await graph.call('GET', id)).json.url), { headers })).status).toBe(200);
});

test('an uploaded file can be sent as what it is, for 30 days', async () => {
  const { emulator, graph, phone } = await setUp({ clock: manualClock(0) });
  const { id } = await upload(emulator, jpeg(), 'image/jpeg');
  await phone.text('hi');
  expect((await graph.send({ type: 'image', image: { id } })).status).toBe(200);
  expect((await graph.send({ type: 'document', document: { id } })).status).toBe(200);
  expect((await graph.send({ type: 'audio', audio: { id } })).json.error).toMatchObject({ code: 131053 });
  emulator.clock.advance(30 * DAY_MS);
  await phone.text('hi');
  expect((await graph.send({ type: 'image', image: { id } })).json.error).toMatchObject({ code: 100 });
});

test('a type or size that WhatsApp does not take is refused', async () => {
  const { emulator } = await setUp();
  expect(await upload(emulator, jpeg(), 'image/gif')).toMatchObject({ error: { code: 100 } });
  expect(await upload(emulator, new Uint8Array(5 * 1024 * 1024 + 1), 'image/png')).toMatchObject({
    error: { code: 100 },
  });
  expect(await upload(emulator, new Uint8Array(100 * 1024 + 1), 'image/webp')).toMatchObject({
    error: { code: 100 },
  });
  const animated = new Uint8Array(
    Buffer.concat([Buffer.from('RIFF0000WEBPVP8X0000'), Buffer.from([2]), Buffer.alloc(200_000)]),
  );
  expect(await upload(emulator, animated, 'image/webp')).toEqual({ id: expect.any(String) });
  expect(await upload(emulator, jpeg(), 'image/jpeg', { messaging_product: 'messenger' })).toMatchObject({
    error: { code: 100 },
  });
});

test('what a person sends is downloaded by the id in the webhook, for seven days', async () => {
  const { emulator, receiver, graph, phone } = await setUp({ clock: manualClock(0) });
  await phone.sendImage({ bytes: Buffer.from('a cat'), caption: 'my cat' });
  const image = receiver.messages()[0]?.image as { id: string; sha256: string; url: string };
  expect(image).toMatchObject({
    caption: 'my cat',
    mime_type: 'image/jpeg',
    sha256: createHash('sha256').update('a cat').digest('base64'),
  });
  const headers = { authorization: `Bearer ${emulator.accessToken}` };
  expect(await (await fetch(image.url, { headers })).text()).toBe('a cat');
  expect((await graph.call('GET', image.id)).json).toMatchObject({ file_size: 5 });
  emulator.clock.advance(7 * DAY_MS);
  expect((await graph.call('GET', image.id)).json.error).toMatchObject({ code: 100 });
});
