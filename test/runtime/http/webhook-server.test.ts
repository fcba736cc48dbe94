import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import { migrate } from '@parley/runtime/db/migrate.ts';
import { createHttpServer } from '@parley/runtime/http/server.ts';
import type { WebhookLimits } from '@parley/runtime/http/webhook.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ownNumber } from '../told.ts';
import { hook, PATH, signed, textEvent } from './hook.ts';

/* What only a real connection can do to us: bodies that are too large, lie about their size, or never end. */

const MB = 1024 * 1024;
let opened: Awaited<ReturnType<typeof openDatabase>>;
const closing: (() => void)[] = [];
beforeAll(async () => {
  opened = await openDatabase({});
  await migrate(opened.db);
  await ownNumber(opened.db, '100001');
});
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
afterAll(() => opened.close());

async function listen(limits: Partial<WebhookLimits> = {}) {
  const { app, webhooks, counted } = hook(opened.db, limits);
  const server = createHttpServer(app, webhooks).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = signed(body)) =>
    fetch(`http://127.0.0.1:${port}${PATH}`, { method: 'POST', body, headers });
  /** A connection on which a request has begun, and all that comes back on it. */
  const begin = (...headers: string[]): { socket: Socket; answer: Promise<string> } => {
    const socket = connect(port, '127.0.0.1');
    closing.push(() => socket.destroy());
    socket.write([`POST ${PATH} HTTP/1.1`, 'host: x', ...headers, '', ''].join('\r\n'));
    let text = '';
    const { promise, resolve } = Promise.withResolvers<string>();
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', () => resolve(text)).on('close', () => resolve(text));
    return { socket, answer: promise };
  };
  return { post, begin, counted };
}

const wamids = async () => {
  const rows = await opened.db.selectFrom('inbox').select('source').execute();
  return rows.map(({ source }) => source);
};

test('a message over a real connection, as large as Meta makes them, is stored', async () => {
  const { post } = await listen();
  const event = { ...textEvent('100001', 'wamid.large'), padding: 'x'.repeat(3 * MB - 2000) };
  expect((await post(JSON.stringify(event))).status).toBe(200);
  expect(await wamids()).toContain('wamid.large');
});

test('one that says it is larger is refused before it comes', async () => {
  const { begin, counted } = await listen();
  const { answer } = begin(`content-length: ${3 * MB + 1}`);
  expect(await answer).toMatch(/^HTTP\/1\.1 413 .*connection: close/is);
  expect(await counted(413)).toBe(1);
});

test('one of 200 MB that does not say so is refused on the way, and the rest of it is not taken', async () => {
  const { begin, counted } = await listen();
  const { socket, answer } = begin('transfer-encoding: chunked');
  const chunk = Buffer.alloc(MB, 'x');
  let sent = 0;
  for (; sent < 200 && socket.writable; sent++) {
    socket.write(`${chunk.length.toString(16)}\r\n`);
    socket.write(chunk);
    // Whichever comes first; both may end with the error that the connection is gone.
    const takesMore = socket.write('\r\n');
    if (!takesMore) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {});
  }
  await answer;
  expect(await counted(413)).toBe(1);
  // What the system keeps in its buffers on the way is a few.
  expect(sent).toBeLessThan(50);
});

test('one that is shorter than it says is not waited for longer than the limit', async () => {
  const { begin, counted } = await listen({ bodyTimeoutMs: 100 });
  const { socket, answer } = begin('content-length: 1000');
  socket.write('{"object":');
  expect(await answer).toMatch(/^HTTP\/1\.1 408 .*connection: close/is);
  expect(await counted(408)).toBe(1);
});

test('one that comes a byte at a time is not waited for either', async () => {
  const { begin } = await listen({ bodyTimeoutMs: 200 });
  const { socket, answer } = begin('content-length: 100000');
  const dripping = setInterval(() => socket.writable && socket.write('x'), 20);
  expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
  clearInterval(dripping);
});

test('one that is longer than it says ends where it says; the rest is no request', async () => {
  const { begin, counted } = await listen();
  const body = JSON.stringify(textEvent('100001', 'wamid.longer'));
  const signature = Object.entries(signed(body)).map(([name, value]) => `${name}: ${value}`);
  const { socket, answer } = begin(`content-length: ${Buffer.byteLength(body)}`, ...signature);
  socket.write(`${body}GARBAGE\r\n\r\n`);
  expect(await answer).toContain('HTTP/1.1 400 ');
  await expect.poll(wamids).toContain('wamid.longer');
  await expect.poll(() => counted(200)).toBe(1);
});

test('one that is cut off is not stored, and the next one is', async () => {
  const { begin, post, counted } = await listen();
  const body = JSON.stringify(textEvent('100001', 'wamid.cut'));
  const { socket } = begin(`content-length: ${Buffer.byteLength(body)}`);
  socket.write(body.slice(0, 20));
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  expect((await post(JSON.stringify(textEvent('100001', 'wamid.next')))).status).toBe(200);
  expect(await wamids()).toContain('wamid.next');
  expect(await wamids()).not.toContain('wamid.cut');
  expect(await counted(200)).toBe(1);
});

test('one that is packed is refused without unpacking it', async () => {
  const { post } = await listen();
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(50 * MB)));
  const packed = await post(bomb, { ...signed(bomb), 'content-encoding': 'gzip' });
  expect(packed.status).toBe(415);
  const body = JSON.stringify(textEvent('100001', 'wamid.identity'));
  expect((await post(body, { ...signed(body), 'content-encoding': 'identity' })).status).toBe(200);
});

test('the same limits hold for a request that comes without a connection of Node', async () => {
  const small = hook(opened.db, { maxBytes: 100, bodyTimeoutMs: 100 });
  const body = JSON.stringify(textEvent('100001'));
  expect((await small.post(body)).status).toBe(413);
  const endless = new ReadableStream({ pull: () => new Promise(() => {}) });
  const request = new Request(`http://x${PATH}`, { method: 'POST', body: endless, duplex: 'half' });
  expect((await small.app.request(request)).status).toBe(408);
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
  const cut = new Request(`http://x${PATH}`, { method: 'POST', body: broken, duplex: 'half' });
  expect((await small.app.request(cut)).status).toBe(400);
});
