import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';
import { createGraphClient, type GraphClient } from '@parley/runtime/whatsapp/graph-client.ts';
import { Agent, MockAgent } from 'undici';
import { afterEach, describe, expect, test, vi } from 'vitest';

const accessToken = 'EAAsecretTokenOfTheNumber';
const number = { phoneNumberId: '700', accessToken };
const body = { messaging_product: 'whatsapp', to: '+491', type: 'text', text: { body: 'Hi' } };
const accepted = { contacts: [{ input: '+491', wa_id: '491' }], messages: [{ id: 'wamid.A' }] };

const toStop: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of toStop.splice(0).reverse()) await stop();
});

type Seen = { method?: string; url?: string; headers: IncomingMessage['headers']; body: string };

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  toStop.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientOf(baseUrl: string, options: { timeoutMs?: number } = {}): GraphClient {
  const client = createGraphClient({ baseUrl, version: 'v25.0', ...options });
  toStop.push(() => client.close());
  return client;
}

/** A Graph API that answers every request with the given answer, and what it was asked. */
async function graph(
  answer: (request: Seen, response: ServerResponse) => void,
  options: { timeoutMs?: number } = {},
) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    const one = { method, url, headers, body: Buffer.concat(chunks).toString('latin1') };
    seen.push(one);
    answer(one, response);
  });
  const origin = await listen(server);
  return { origin, seen, client: clientOf(origin, options) };
}

/** A server of bare sockets, for answers that are no HTTP; all it accepted are closed at the end. */
async function sockets(onData: (socket: Socket, sofar: string) => void): Promise<string> {
  const open = new Set<Socket>();
  const server = createSocketServer((socket) => {
    open.add(socket);
    let sofar = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      sofar += chunk;
      onData(socket, sofar);
    });
  });
  const origin = await listen(server);
  toStop.push(() => {
    for (const socket of open) socket.destroy();
  });
  return origin;
}

const json = (response: ServerResponse, status: number, content: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
};

describe('send', () => {
  test('posts the message with the token and returns the id', async () => {
    const { client, seen } = await graph((_, response) => json(response, 200, accepted));
    expect(await client.send(number, body)).toEqual({ ok: true, wamid: 'wamid.A', waId: '491' });
    expect(seen).toMatchObject([{ method: 'POST', url: '/v25.0/700/messages' }]);
    expect(seen[0]?.headers).toMatchObject({
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
    });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(body);
  });

  test('a template that WhatsApp holds back for now is accepted, and says so', async () => {
    const held = { messages: [{ id: 'wamid.A', message_status: 'held_for_quality_assessment' }] };
    const { client } = await graph((_, response) => json(response, 200, held));
    expect(await client.send(number, body)).toEqual({
      ok: true,
      wamid: 'wamid.A',
      messageStatus: 'held_for_quality_assessment',
    });
  });

  test('messages one after the other share kept-alive connections', async () => {
    const connections = new Set<Socket>();
    const server = createServer((request, response) => {
      connections.add(request.socket);
      request.resume().on('end', () => json(response, 200, accepted));
    });
    const client = clientOf(await listen(server));
    for (let i = 0; i < 20; i++) await client.send(number, body);
    // Two, since a connection is only free a moment after its answer has been read.
    expect(connections.size).toBeLessThanOrEqual(2);
  });

  test('an id from outside cannot leave its place in the path', async () => {
    const { client, seen } = await graph((_, response) => json(response, 200, accepted));
    await client.send({ phoneNumberId: '../me?x=#', accessToken }, body);
    expect(seen[0]?.url).toBe('/v25.0/..%2Fme%3Fx%3D%23/messages');
  });

  test('an address with a path of its own keeps it', async () => {
    const { origin, seen } = await graph((_, response) => json(response, 200, accepted));
    await clientOf(`${origin}/graph/`).send(number, body);
    expect(seen[0]?.url).toBe('/graph/v25.0/700/messages');
  });

  test('a refusal is classified by its code, whatever the HTTP status', async () => {
    const error = { message: '(#131047) x', code: 131047, error_data: { details: 'too late' } };
    for (const status of [400, 500, 200]) {
      const { client } = await graph((_, response) => json(response, status, { error }));
      expect(await client.send(number, body)).toMatchObject({
        ok: false,
        outcome: 'refused',
        failure: { policy: 'needs-template', code: 131047, details: 'too late' },
      });
    }
  });

  test('a 4xx that Graph did not write is a refusal all the same', async () => {
    const { client } = await graph(
      (_, response) => void response.writeHead(429).end('<html>slow down</html>'),
    );
    expect(await client.send(number, body)).toMatchObject({
      outcome: 'refused',
      failure: { policy: 'slow-number', code: null },
    });
  });

  test('a redirect is refused and not followed', async () => {
    const elsewhere = await graph((_, response) => json(response, 200, accepted));
    const { client } = await graph(
      (_, response) => void response.writeHead(307, { location: `${elsewhere.origin}/x` }).end(),
    );
    expect(await client.send(number, body)).toMatchObject({
      outcome: 'refused',
      failure: { policy: 'never' },
    });
    expect(elsewhere.seen).toEqual([]);
  });

  test('the token appears in nothing that is returned, even when Graph quotes it', async () => {
    const error = {
      code: 190,
      message: `Malformed access token ${accessToken}`,
      error_data: { details: accessToken },
    };
    const { client } = await graph((_, response) => json(response, 401, { error }));
    const sent = await client.send(number, body);
    expect(sent).toMatchObject({
      outcome: 'refused',
      failure: { policy: 'stop-number', details: '[token]' },
    });
    expect(JSON.stringify(sent)).not.toContain(accessToken);
  });

  test('a token of any form is taken out, also one of another number', async () => {
    const error = {
      code: 190,
      message: 'see details',
      error_data: { details: 'not own-token, nor EAAotherToken12345' },
    };
    const { client } = await graph((_, response) => json(response, 401, { error }));
    expect(await client.send({ phoneNumberId: '700', accessToken: 'own-token' }, body)).toMatchObject({
      failure: { details: 'not [token], nor [token]' },
    });
  });

  test('a token that cannot stand in a header is refused before anything is sent', async () => {
    const { client, seen } = await graph((_, response) => json(response, 200, accepted));
    const sent = await client.send({ phoneNumberId: '700', accessToken: 'bad\r\nx: y' }, body);
    expect(sent).toMatchObject({ outcome: 'refused' });
    expect(JSON.stringify(sent)).not.toContain('bad');
    expect(seen).toEqual([]);
  });
});

describe('before anything was sent, it may go again', () => {
  const mayGoAgain = { ok: false, outcome: 'refused', failure: { policy: 'retry', code: null } };

  test('nobody listens', async () => {
    const origin = await sockets(() => {});
    for (const stop of toStop.splice(0)) await stop();
    const sent = await clientOf(origin).send(number, body);
    expect(sent).toMatchObject(mayGoAgain);
    expect(JSON.stringify(sent)).toContain('ECONNREFUSED');
  });

  test('the name is unknown', async () => {
    expect(await clientOf('http://graph.invalid').send(number, body)).toMatchObject(mayGoAgain);
  });

  test('the time is over while it waits for a free connection, and then it does not go out any more', async () => {
    const bodies: string[] = [];
    const waiting: (() => void)[] = [];
    const server = createServer((request, response) => {
      request.on('data', (chunk) => bodies.push(String(chunk)));
      request.on('end', () => waiting.push(() => json(response, 200, accepted)));
    });
    const dispatcher = new Agent({ connections: 1 });
    const baseUrl = await listen(server);
    toStop.push(() => dispatcher.close());
    const patient = createGraphClient({ baseUrl, version: 'v25.0', dispatcher });
    const hasty = createGraphClient({ baseUrl, version: 'v25.0', dispatcher, timeoutMs: 100 });

    const first = patient.send(number, { n: 1 });
    expect(await hasty.send(number, { n: 2 })).toMatchObject(mayGoAgain);
    const third = patient.send(number, { n: 3 });
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    waiting[0]?.();
    expect(await first).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(waiting).toHaveLength(2));
    waiting[1]?.();
    expect(await third).toMatchObject({ ok: true });
    expect(bodies).toEqual(['{"n":1}', '{"n":3}']);
  });
});

describe('whenever it may have been accepted, the outcome is unknown', () => {
  const unknown = { ok: false, outcome: 'unknown', reason: expect.any(String) };
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
  const whole = (sofar: string) => sofar.endsWith('}}');

  test('no answer in time', async () => {
    const origin = await sockets(() => {});
    expect(await clientOf(origin, { timeoutMs: 200 }).send(number, body)).toMatchObject(unknown);
  });

  test.each([
    ['the connection is reset after the request', (socket: Socket) => socket.resetAndDestroy()],
    ['the connection is closed without an answer', (socket: Socket) => socket.end()],
    ['the answer is no HTTP', (socket: Socket) => socket.end('hello\r\n\r\n')],
    [
      'the answer is cut off',
      (socket: Socket) => socket.end(`${head}content-length: 500\r\n\r\n{"messages":[{`),
    ],
    [
      'the answer stops for good',
      (socket: Socket) => socket.write(`${head}content-length: 500\r\n\r\n{"messages":[{`),
    ],
  ])('%s', async (_, answer) => {
    const origin = await sockets((socket, sofar) => {
      if (whole(sofar)) answer(socket);
    });
    expect(await clientOf(origin, { timeoutMs: 400 }).send(number, body)).toMatchObject(unknown);
  });

  test.each([
    ['a 200 that is no JSON', 200, '<html>'],
    ['an empty 200', 200, ''],
    ['a 200 without an id', 200, '{"messages":[]}'],
    ['a 200 with an empty id', 200, '{"messages":[{"id":""}]}'],
    ['a 502 from something in between', 502, '<html>bad gateway</html>'],
    ['a 500 without a code', 500, '{"error":{"message":"?"}}'],
    ['a request timeout', 408, ''],
  ])('%s', async (_, status, content) => {
    const { client } = await graph((_request, response) => void response.writeHead(status).end(content));
    expect(await client.send(number, body)).toMatchObject(unknown);
  });

  test('an answer without an end is given up on', async () => {
    const { client } = await graph((_, response) => {
      response.writeHead(200);
      const more = () => {
        while (response.write('x'.repeat(64 * 1024)));
        response.once('drain', more);
      };
      more();
    });
    expect(await client.send(number, body)).toMatchObject({
      ...unknown,
      reason: expect.stringContaining('longer'),
    });
  });

  test('no reason holds the token or the message', async () => {
    const origin = await sockets((socket) => socket.destroy());
    const sent = JSON.stringify(await clientOf(origin).send(number, body));
    expect(sent).not.toContain(accessToken);
    expect(sent).not.toContain('Hi');
  });
});

describe('markRead', () => {
  test('marks a message and shows that an answer is coming', async () => {
    const { client, seen } = await graph((_, response) => json(response, 200, { success: true }));
    expect(await client.markRead(number, 'wamid.B', true)).toEqual({ ok: true });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: 'wamid.B',
      typing_indicator: { type: 'text' },
    });
  });

  test('a refusal is told', async () => {
    const { client } = await graph((_, response) => json(response, 400, { error: { code: 131009 } }));
    expect(await client.markRead(number, 'wamid.B', false)).toMatchObject({ failure: { code: 131009 } });
  });
});

describe('getTemplates', () => {
  const template = { id: '1', name: 'hello', language: 'en', status: 'APPROVED', category: 'UTILITY' };
  const account = { businessAccountId: '42', accessToken };

  test('reads every page by its cursor, and never the address that Graph offers', async () => {
    const { client, seen } = await graph((request, response) => {
      const next = { cursors: { after: 'P2' }, next: 'http://elsewhere.invalid/?access_token=x' };
      if (request.url?.includes('after=P2')) {
        json(response, 200, { data: [{ ...template, id: 2, components: [{ type: 'BODY' }] }], paging: {} });
      } else json(response, 200, { data: [template, { broken: true }], paging: next });
    });
    const read = await client.getTemplates(account);
    const common = { name: 'hello', language: 'en', status: 'APPROVED', category: 'UTILITY' };
    expect(read).toEqual({
      ok: true,
      unreadable: 1,
      templates: [
        { templateId: '1', ...common, parameterFormat: 'POSITIONAL', components: [] },
        { templateId: '2', ...common, parameterFormat: 'POSITIONAL', components: [{ type: 'BODY' }] },
      ],
    });
    expect(seen.map(({ url }) => url?.split('?')[0])).toEqual(Array(2).fill('/v25.0/42/message_templates'));
  });

  test('a cursor that goes in a circle comes to an end', async () => {
    const { client } = await graph((_, response) =>
      json(response, 200, { data: [], paging: { cursors: { after: 'P' }, next: 'x' } }),
    );
    expect(await client.getTemplates(account)).toMatchObject({ ok: false, outcome: 'unknown' });
  });

  test('a page that fails fails the whole, rather than hiding templates', async () => {
    const { client } = await graph((_, response) => json(response, 400, { error: { code: 80007 } }));
    expect(await client.getTemplates(account)).toMatchObject({ failure: { policy: 'slow-account' } });
  });
});

describe('files', () => {
  test('an address is asked for by id, and the file fetched with the token', async () => {
    const { client, seen, origin } = await graph((request, response) => {
      if (request.url?.startsWith('/v25.0/')) {
        json(response, 200, {
          url: `${origin}/file?mid=5`,
          mime_type: 'image/png',
          file_size: '3',
          sha256: 's',
        });
      } else response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from([1, 2, 3]));
    });
    const media = await client.getMediaUrl(number, '5');
    expect(media).toEqual({
      ok: true,
      url: `${origin}/file?mid=5`,
      mimeType: 'image/png',
      sha256: 's',
      fileSize: 3,
    });
    const file = await client.downloadMedia(number, media.ok ? media.url : '');
    expect(file).toMatchObject({ ok: true, mimeType: 'image/png' });
    expect(file.ok && [...file.bytes]).toEqual([1, 2, 3]);
    expect(seen.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/v25.0/5?phone_number_id=700', `Bearer ${accessToken}`],
      ['/file?mid=5', `Bearer ${accessToken}`],
    ]);
  });

  test.each([
    'https://files.example/x',
    'http://lookaside.fbsbx.com/x',
    'https://lookaside.fbsbx.com.evil.example/x',
    'https://lookaside.fbsbx.com:8443/x',
    'https://user@evil.example/x',
    'file:///etc/passwd',
    'x',
  ])('the token is not shown to %s', async (url) => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    toStop.push(() => agent.close());
    const client = createGraphClient({
      baseUrl: 'https://graph.example',
      version: 'v25.0',
      dispatcher: agent,
    });
    expect(await client.downloadMedia(number, url)).toMatchObject({
      outcome: 'refused',
      failure: { details: 'the file is not at an address of WhatsApp' },
    });
  });

  test('Meta’s media host gets the token', async () => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    toStop.push(() => agent.close());
    agent
      .get('https://lookaside.fbsbx.com')
      .intercept({ path: '/m?id=1', headers: { authorization: `Bearer ${accessToken}` } })
      .reply(200, 'data', { headers: { 'content-type': 'audio/ogg' } });
    const client = createGraphClient({
      baseUrl: 'https://graph.example',
      version: 'v25.0',
      dispatcher: agent,
    });
    expect(await client.downloadMedia(number, 'https://lookaside.fbsbx.com/m?id=1')).toMatchObject({
      ok: true,
      mimeType: 'audio/ogg',
    });
  });

  test('a file above the limit is not taken into memory', async () => {
    const { client, origin } = await graph((_, response) => void response.end(Buffer.alloc(2000)));
    expect(await client.downloadMedia(number, `${origin}/f`, { maxBytes: 1000 })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('longer than 1000'),
    });
  });

  test('an address that has expired is told', async () => {
    const { client, origin } = await graph((_, response) => void response.writeHead(404).end());
    expect(await client.downloadMedia(number, `${origin}/f`)).toMatchObject({
      ok: false,
      outcome: 'refused',
    });
  });

  test('an upload carries the file, its type and its name', async () => {
    const { client, seen } = await graph((_, response) => json(response, 200, { id: '99' }));
    const file = { bytes: new Uint8Array([65, 66, 67]), mimeType: 'text/plain', filename: 'a.txt' };
    expect(await client.uploadMedia(number, file)).toEqual({ ok: true, mediaId: '99' });
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/v25.0/700/media' });
    expect(seen[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(seen[0]?.body).toMatch(/name="messaging_product"\r\n\r\nwhatsapp/);
    expect(seen[0]?.body).toMatch(/name="type"\r\n\r\ntext\/plain/);
    expect(seen[0]?.body).toMatch(/filename="a.txt"\r\nContent-Type: text\/plain\r\n\r\nABC/i);
  });
});
