import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { CallRequest } from '@parley/flows/turn.ts';
import { guardedFetch } from '@parley/runtime/calls/guarded-fetch.ts';
import { afterEach, describe, expect, test } from 'vitest';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server of this machine that keeps what it was asked. */
async function listen(answer: RequestListener, host = '127.0.0.1') {
  const seen: { method?: string; url?: string; headers: IncomingMessage['headers']; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ method: request.method, url: request.url, headers: request.headers, body });
    answer(request, response);
  }).listen(0, host);
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return { port, seen, opened: { ports: [port], addresses: ['127.0.0.0/8'] } };
}

const get = (url: string, rest: Partial<CallRequest> = {}): CallRequest => ({
  method: 'GET',
  url,
  headers: {},
  body: null,
  timeoutMs: 5_000,
  ...rest,
});

describe('a request of a flow', () => {
  test('brings the status, the content type and the text of the answer', async () => {
    const { port, opened, seen } = await listen((_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json; charset=utf-8' }).end('{"name":"Žofia"}');
    });
    const request = get(`http://127.0.0.1:${port}/people?q=1`, {
      method: 'POST',
      headers: { Authorization: 'Bearer secret', 'Content-Type': 'application/json' },
      body: '{"a":1}',
    });

    expect(await guardedFetch(request, opened)).toEqual({
      ok: true,
      status: 201,
      contentType: 'application/json; charset=utf-8',
      text: '{"name":"Žofia"}',
    });
    expect(seen).toMatchObject([
      {
        method: 'POST',
        url: '/people?q=1',
        body: '{"a":1}',
        headers: {
          authorization: 'Bearer secret',
          'content-type': 'application/json',
          host: `127.0.0.1:${port}`,
        },
      },
    ]);
  });

  test('reads the charset that the answer names', async () => {
    const { port, opened } = await listen((_request, response) => {
      response
        .writeHead(200, { 'content-type': 'text/plain; charset=windows-1251' })
        .end(Buffer.from([0xcf, 0xee]));
    });
    expect(await guardedFetch(get(`http://127.0.0.1:${port}/`), opened)).toMatchObject({ text: 'По' });
  });

  test('cannot set headers that belong to the connection, or that a metadata server waits for', async () => {
    const { port, opened, seen } = await listen((_request, response) => response.end());
    const headers = {
      Host: 'internal.example',
      'Metadata-Flavor': 'Google',
      'X-aws-ec2-metadata-token': 'x',
      'Proxy-Authorization': 'x',
      'X-Forwarded-For': '127.0.0.1',
      'Content-Length': '5',
      'X-Own': 'kept',
    };
    await guardedFetch(get(`http://127.0.0.1:${port}/`, { headers }), opened);

    expect(seen[0]?.headers).toMatchObject({ host: `127.0.0.1:${port}`, 'x-own': 'kept' });
    expect(Object.keys(seen[0]?.headers ?? {})).toEqual(
      expect.not.arrayContaining([
        'metadata-flavor',
        'x-aws-ec2-metadata-token',
        'proxy-authorization',
        'x-forwarded-for',
      ]),
    );
  });
});

describe('a request to a place that is not public', () => {
  test.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://0x7f.1/',
    'http://127.1/',
    'http://127.0.0.1./',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://0.0.0.0/',
    'http://localhost/',
  ])('goes nowhere: %s', async (url) => {
    expect(await guardedFetch(get(url))).toEqual({ ok: false, reason: 'address not allowed' });
  });

  test.each([
    ['ftp://example.com/', 'only http and https are allowed'],
    ['file:///etc/passwd', 'only http and https are allowed'],
    ['http://example.com:22/', 'port not allowed'],
    ['http://example.com:6379/', 'port not allowed'],
    ['http://user:password@example.com/', 'a password in the address is not allowed'],
    ['//example.com/', 'not a web address'],
    ['', 'not a web address'],
  ])('or of another kind goes nowhere: %s', async (url, reason) => {
    expect(await guardedFetch(get(url))).toEqual({ ok: false, reason });
  });

  test('goes nowhere when one of its addresses is not public', async () => {
    const resolve = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ];
    expect(await guardedFetch(get('http://two-faced.example/'), { resolve })).toEqual({
      ok: false,
      reason: 'address not allowed',
    });
  });

  test('stays with the address that was checked when the name moves to this machine meanwhile', async () => {
    const { port, seen } = await listen((_request, response) => response.end('inside'));
    // Opened, an address of this machine where nobody listens stands for a public one.
    const answers = ['127.0.0.2', '127.0.0.1', '127.0.0.1'];
    let asked = 0;
    const resolve = async () => [{ address: answers[asked++] ?? '', family: 4 }];
    const opened = { resolve, ports: [port], addresses: ['127.0.0.2/32'] };

    const answer = await guardedFetch(get(`http://rebinding.example:${port}/`), opened);

    expect(answer.ok).toBe(false);
    expect(asked).toBe(1);
    expect(seen).toEqual([]);
  });

  test('does not use a proxy that the environment names', async () => {
    const proxy = await listen((_request, response) => response.end('by proxy'));
    const { port, opened, seen } = await listen((_request, response) => response.end('straight'));
    const before = process.env.HTTP_PROXY;
    process.env.HTTP_PROXY = `http://127.0.0.1:${proxy.port}`;
    try {
      expect(await guardedFetch(get(`http://127.0.0.1:${port}/`), opened)).toMatchObject({
        text: 'straight',
      });
    } finally {
      if (before === undefined) delete process.env.HTTP_PROXY;
      else process.env.HTTP_PROXY = before;
    }
    expect(proxy.seen).toEqual([]);
    expect(seen).toHaveLength(1);
  });
});

describe('a redirect', () => {
  test('is followed to another place, without what was meant for the first one', async () => {
    const second = await listen((_request, response) => response.end('there'));
    const first = await listen((_request, response) => {
      response.writeHead(307, { location: `http://other.example:${second.port}/b` }).end('moved');
    });
    const opened = {
      ports: [first.port, second.port],
      addresses: ['127.0.0.0/8'],
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    };
    const headers = {
      authorization: 'Bearer secret',
      cookie: 'a=b',
      'x-api-key': 'secret',
      'content-type': 'application/json',
    };
    const request = get(`http://one.example:${first.port}/a`, { method: 'POST', headers, body: '{"a":1}' });

    expect(await guardedFetch(request, opened)).toMatchObject({ ok: true, text: 'there' });
    expect(first.seen[0]?.headers).toMatchObject({ authorization: 'Bearer secret', 'x-api-key': 'secret' });
    expect(second.seen).toMatchObject([{ method: 'POST', body: '{"a":1}' }]);
    expect(Object.keys(second.seen[0]?.headers ?? {})).toEqual(
      expect.not.arrayContaining(['authorization', 'cookie', 'x-api-key']),
    );
  });

  test('within the host keeps the headers, and 303 asks with GET', async () => {
    const { port, opened, seen } = await listen((request, response) => {
      if (request.url === '/a') response.writeHead(303, { location: '/b' }).end();
      else response.end('done');
    });
    const request = get(`http://127.0.0.1:${port}/a`, {
      method: 'POST',
      headers: { 'x-api-key': 'secret', 'content-type': 'application/json' },
      body: '{}',
    });

    expect(await guardedFetch(request, opened)).toMatchObject({ text: 'done' });
    expect(seen[1]).toMatchObject({ method: 'GET', url: '/b', body: '', headers: { 'x-api-key': 'secret' } });
    expect(seen[1]?.headers).not.toHaveProperty('content-type');
  });

  test.each([
    ['the metadata server', 'http://169.254.169.254/latest/', 'address not allowed'],
    ['the metadata server, mapped', 'http://[::ffff:a9fe:a9fe]/', 'address not allowed'],
    ['a private network', 'http://10.0.0.1/', 'address not allowed'],
    ['another port', 'http://127.0.0.1:22/', 'port not allowed'],
    ['a file', 'file:///etc/passwd', 'only http and https are allowed'],
  ])('to %s is not followed', async (_what, location, reason) => {
    const { port, opened } = await listen((request, response) => {
      const next = request.url === '/a' ? '/b' : location;
      response.writeHead(302, { location: next }).end();
    });
    expect(await guardedFetch(get(`http://127.0.0.1:${port}/a`), opened)).toEqual({ ok: false, reason });
  });

  test('is not followed more than three times', async () => {
    const { port, opened, seen } = await listen((request, response) => {
      response.writeHead(302, { location: `${request.url}x` }).end();
    });
    expect(await guardedFetch(get(`http://127.0.0.1:${port}/`), opened)).toEqual({
      ok: false,
      reason: 'too many redirects',
    });
    expect(seen).toHaveLength(4);
  });
});

describe('an answer', () => {
  test('longer than a megabyte is refused', async () => {
    const { port, opened } = await listen((_request, response) => {
      response.end(Buffer.alloc(1024 * 1024 + 1, 'a'));
    });
    expect(await guardedFetch(get(`http://127.0.0.1:${port}/`), opened)).toEqual({
      ok: false,
      reason: 'the answer is too large',
    });
  });

  test('without an end is cut off at a megabyte', async () => {
    let written = 0;
    const { port, opened } = await listen((_request, response) => {
      const chunk = Buffer.alloc(64 * 1024, 'a');
      const more = () => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
      };
      response.on('drain', more);
      more();
    });
    expect(await guardedFetch(get(`http://127.0.0.1:${port}/`), opened)).toEqual({
      ok: false,
      reason: 'the answer is too large',
    });
    expect(written).toBeLessThan(32 * 1024 * 1024);
  });

  test('that trickles in is given up when the time is over, however steady it is', async () => {
    const { port, opened } = await listen((_request, response) => {
      response.write('a');
      const drip = setInterval(() => response.write('a'), 20);
      response.on('close', () => clearInterval(drip));
    });
    expect(await guardedFetch(get(`http://127.0.0.1:${port}/`, { timeoutMs: 300 }), opened)).toEqual({
      ok: false,
      reason: 'timed out',
    });
  });

  test('that never begins is given up when the time is over', async () => {
    const { port, opened } = await listen(() => {});
    expect(await guardedFetch(get(`http://127.0.0.1:${port}/`, { timeoutMs: 200 }), opened)).toEqual({
      ok: false,
      reason: 'timed out',
    });
  });

  test('that waits for the name to resolve is given up when the time is over', async () => {
    const resolve = () => new Promise<never>(() => {});
    expect(await guardedFetch(get('http://slow.example/', { timeoutMs: 100 }), { resolve })).toEqual({
      ok: false,
      reason: 'timed out',
    });
  });

  test('that is compressed is refused, since a small one may unpack to a very large one', async () => {
    const { port, opened } = await listen((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(10_000_000)));
    });
    expect(await guardedFetch(get(`http://127.0.0.1:${port}/`), opened)).toEqual({
      ok: false,
      reason: 'the answer is compressed',
    });
  });

  test('that does not come, because nobody listens or the name is unknown, is not reachable', async () => {
    const { port, opened } = await listen((_request, response) => response.end());
    for (const close of closing.splice(0)) await close();
    expect(await guardedFetch(get(`http://127.0.0.1:${port}/`), opened)).toEqual({
      ok: false,
      reason: 'not reachable',
    });

    const resolve = async () => {
      throw new Error('ENOTFOUND');
    };
    expect(await guardedFetch(get('http://nowhere.example/'), { resolve })).toEqual({
      ok: false,
      reason: 'not reachable',
    });
  });
});
