import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { recordTest } from '@parley/flows/flow-test/record.ts';
import { fromMachine, toMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { shelfOf } from '@parley/flows/simulation.ts';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { tryRequest } from '@parley/runtime/http/try-request.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiUnderTest, openInMemory } from './api-under-test.ts';
import { deskFlow, lonelyFlow } from './desk-flow.ts';
import { runParley } from './run-parley.ts';

/** A front desk with a test in which somebody asks for the hours. */
function tested(body: string, id = 'desk'): FlowMachine {
  const contact = { name: 'Guest', phone: '', locale: 'en', timezone: 'UTC' };
  const test = recordTest(shelfOf([deskFlow({ id, body: 'Hello!' })]), 'Hours', {
    contact,
    now: Date.UTC(2026, 2, 2),
    opening: 'Hi',
    node: null,
    moves: [{ do: 'say', input: { type: 'choice', id: 'hours', title: 'Opening hours' } }],
  });
  const machine = deskFlow({ id, body });
  return { ...machine, meta: { flow: { ...machine.meta.flow, tests: [test] } } };
}

describe('parley test', () => {
  let folder: string;
  const file = (name: string) => path.join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parley-tests-'));
    await writeFile(file('good.json'), JSON.stringify(tested('Hello!')));
    await writeFile(file('other.json'), JSON.stringify(tested('Good day!')));
    await writeFile(file('none.json'), JSON.stringify(lonelyFlow()));
    await writeFile(file('broken.json'), '{"id": "desk"}');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('ends with 0 when all pass, and says so of each file', async () => {
    const { code, stdout } = await runParley(['test', file('good.json'), file('none.json')]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${file('good.json')}: 1 test, all pass\n  passes  Hours\n${file('none.json')}: no tests\n`,
    });
  });

  test('ends with 1 when one fails, with what was expected and what came', async () => {
    const { code, stdout } = await runParley(['test', file('other.json')]);
    expect(code).toBe(1);
    expect(stdout).toContain('1 test, 1 fails');
    expect(stdout).toMatch(/FAILS {3}Hours\n +at the beginning:\n +expected a message:\n +Hello!/);
    expect(stdout).toMatch(/got a message:\n +Good day!/);
    const told = await runParley(['test', '--json', file('other.json')]);
    expect(told.code).toBe(1);
    expect(JSON.parse(told.stdout).files[0].tests).toEqual([
      expect.objectContaining({ name: 'Hours', ok: false, step: 0 }),
    ]);
  });

  test('goes on in a flow that is started, out of the files that are given', async () => {
    await writeFile(file('lobby.json'), JSON.stringify(lobby()));
    await writeFile(file('hall.json'), JSON.stringify(deskFlow({ id: 'hall' })));
    await writeFile(file('hall2.json'), JSON.stringify(deskFlow({ id: 'hall', body: 'Hi!' })));
    const alone = await runParley(['test', file('lobby.json')]);
    expect(alone.code).toBe(1);
    expect(alone.stdout).toContain('the flow “hall” is not there');
    const both = await runParley(['test', file('lobby.json'), file('hall.json')]);
    expect(both).toMatchObject({ code: 0, stdout: expect.stringContaining('passes  Over') });
    const unclear = await runParley(['test', file('lobby.json'), file('hall.json'), file('hall2.json')]);
    expect(unclear).toMatchObject({ code: 2, stderr: expect.stringContaining('both hold the flow “hall”') });
  });

  test('ends with 1 for a file that is no flow, and with 2 without one', async () => {
    expect(await runParley(['test', file('broken.json')])).toMatchObject({ code: 1 });
    expect(await runParley(['test'])).toMatchObject({ code: 2 });
  });
});

/** A flow that goes over to the hall, with a test in which somebody does and is greeted there. */
function lobby(): FlowMachine {
  const read = fromMachine(deskFlow({ id: 'lobby', body: 'Welcome!' }));
  if (!read.ok) throw new Error('no flow');
  const { nodes, edges } = read.flow;
  const over = { type: 'start' as const, at: [0, 0] as [number, number], flow: 'hall' };
  const machine = toMachine({
    ...read.flow,
    nodes: { ...nodes, over },
    edges: { ...edges, hours: { next: 'over' } },
  });
  const test = recordTest(shelfOf([machine], [deskFlow({ id: 'hall' })]), 'Over', {
    contact: { name: 'Guest', phone: '', locale: 'en', timezone: 'UTC' },
    now: Date.UTC(2026, 2, 2),
    opening: 'Hi',
    node: null,
    moves: [{ do: 'say', input: { type: 'choice', id: 'hours', title: 'Opening hours' } }],
  });
  return { ...machine, meta: { flow: { ...machine.meta.flow, tests: [test] } } };
}

describe('publishing', () => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openInMemory();
  });
  afterAll(() => database?.close());

  test('is refused while a test fails, naming it, unless that is to be ignored, which is written down', async () => {
    const api = apiUnderTest(database);
    await api.call('POST', '/api/flows', { machine: tested('Good day!') });
    const refused = await api.call('POST', '/api/flows/desk/publish', {});
    expect(refused).toMatchObject({
      status: 422,
      json: {
        code: 'tests-failed',
        tests: [{ name: 'Hours', step: 0, message: expect.stringContaining('Good day!') }],
      },
    });
    expect((await api.call('GET', '/api/flows/desk/versions')).json.versions).toEqual([]);

    const forced = await api.call('POST', '/api/flows/desk/publish', { ignoreTests: true });
    expect(forced).toMatchObject({ status: 200, json: { version: 1 } });
    const entries = await database.db.selectFrom('audit_log').selectAll().execute();
    expect(JSON.stringify(entries)).toContain('ignoreTests');
  });

  test('runs what a flow starts in its published version, and says where there is none', async () => {
    const api = apiUnderTest(database);
    await api.call('POST', '/api/flows', { machine: lobby() });
    const publish = () => api.call('POST', '/api/flows/lobby/publish', {});
    expect(await publish()).toMatchObject({
      status: 422,
      json: { tests: [{ name: 'Over', message: expect.stringContaining('“hall” is not there') }] },
    });
    await api.call('POST', '/api/flows', { machine: deskFlow({ id: 'hall' }) });
    expect((await publish()).status).toBe(422);
    await api.call('POST', '/api/flows/hall/publish', {});
    expect(await publish()).toMatchObject({ status: 200 });
  });

  test('goes through when the tests pass', async () => {
    const api = apiUnderTest(database);
    await api.call('POST', '/api/flows', { machine: tested('Hello!', 'good') });
    expect(await api.call('POST', '/api/flows/good/publish', {})).toMatchObject({ status: 200 });
  });
});

describe('a request that is tried', () => {
  const tried = (app: ReturnType<typeof tryRequest>, body: unknown) =>
    app.request('/requests/try', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const get = (url: string) => ({ method: 'GET', url, headers: {}, body: null, timeoutMs: 5_000 });

  test('is made from the server, and answered as the flow would hear it', async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/gone' ? 404 : 200;
      response.setHeader('content-type', 'application/json').end('{"open":true}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const opened = { ports: [port], addresses: ['127.0.0.0/8'] };
    const app = tryRequest({ opened });
    const good = await tried(app, get(`http://127.0.0.1:${port}/`));
    expect(await good.json()).toEqual({ type: 'call.done', status: 200, body: { open: true } });
    const gone = await tried(app, get(`http://127.0.0.1:${port}/gone`));
    expect(await gone.json()).toEqual({ type: 'call.failed', reason: 'status 404' });
    server.closeAllConnections();
    server.close();
  });

  test('reaches no address of this machine', async () => {
    const app = tryRequest({});
    const answer = await tried(app, get('http://127.0.0.1/'));
    expect(await answer.json()).toEqual({ type: 'call.failed', reason: 'address not allowed' });
  });

  test('is refused when there were too many, and with a field too many', async () => {
    const api = apiUnderTest(await openInMemory());
    const send = (body: unknown) => api.call('POST', '/api/requests/try', body);
    expect(await send({ ...get('http://127.0.0.1/'), color: 'red' })).toMatchObject({ status: 400 });
    const answers = await Promise.all(Array.from({ length: 61 }, () => send(get('http://127.0.0.1/'))));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
  });
});
