import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { ACCESS } from '@parley/runtime/http/access.ts';
import { PROBLEMS } from '@parley/runtime/http/problem.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiUnderTest, openInMemory } from './api-under-test.ts';
import { deskFlow } from './desk-flow.ts';

let opened: OpenDatabase;
let api: ReturnType<typeof apiUnderTest>;
beforeAll(async () => {
  opened = await openInMemory();
  api = apiUnderTest(opened);
});
afterAll(() => opened.close());

describe('the OpenAPI document', () => {
  type Operation = { security: unknown[]; responses: Record<string, unknown>; summary?: string };
  type Document = {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, unknown> };
  };
  const read = async () => (await api.send('/api/openapi.json')).json as unknown as Document;

  test('describes every address for programs and for the web app, and what it takes', async () => {
    const { paths } = await read();
    const described = Object.entries(paths).flatMap(([route, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        route: `${method.toUpperCase()} ${route.replaceAll(/\{(\w+)\}/g, ':$1')}`,
        operation,
      })),
    );
    const isDescribed = (route: string) =>
      /^\w+ \/api\//.test(route) && !/^GET \/api\/(openapi.json|docs.*)$/.test(route);
    const wanted = Object.keys(ACCESS).filter(isDescribed);
    expect(described.map(({ route }) => route).sort()).toEqual(wanted.sort());
    for (const { route, operation } of described) {
      const access = ACCESS[route] ?? 'unlisted';
      const security =
        access === 'anyone'
          ? []
          : access === 'person'
            ? [{ cookie: [] }]
            : [{ key: [access] }, { cookie: [] }];
      expect(operation.security, route).toEqual(security);
      if (access !== 'anyone') expect(operation.responses, route).toHaveProperty('401');
      expect(operation.summary, route).toMatch(/^[A-Z]/);
    }
  });

  test('points only at shapes that it has', async () => {
    const document = await read();
    const pointed = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(pointed.length).toBeGreaterThan(20);
    for (const [, name = ''] of pointed) expect(document.components.schemas).toHaveProperty(name);
  });

  test('holds the language of flows', async () => {
    const { components } = await read();
    expect(components.schemas.FlowMachine).toMatchObject({ properties: { states: expect.anything() } });
    expect(JSON.stringify(components.schemas.Action)).toContain('escalate');
  });
});

describe('the page about the API', () => {
  test('names every address and every problem, and needs no script', async () => {
    const { text, headers } = await api.send('/api/docs');
    expect(headers.get('content-type')).toContain('text/html');
    for (const route of Object.keys(ACCESS).filter((one) => one.includes('/api/flows/:id'))) {
      const [method, address = ''] = route.split(' ');
      expect(text).toContain(
        `<span class="method">${method}</span><code>${address.replaceAll(/:(\w+)/g, '{$1}')}</code>`,
      );
    }
    for (const code of Object.keys(PROBLEMS)) expect(text).toContain(`id="problem-${code}"`);
    expect(text).not.toMatch(/<script|style=|javascript:/);
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    for (const id of links) expect(text, id).toContain(`id="${id}"`);
  });

  test('looks like something, from a file of our own', async () => {
    const { text, headers } = await api.send('/api/docs/style.css');
    expect(headers.get('content-type')).toContain('text/css');
    expect(text).toContain('prefers-color-scheme: dark');
    expect(text).not.toMatch(/url\(|@import/);
  });
});

describe('health', () => {
  test('is alive whatever happens, ready while the database answers, and not when stopping', async () => {
    const own = await openInMemory();
    const app = apiUnderTest(own);
    expect(await app.send('/readyz')).toMatchObject({ status: 200, json: { status: 'ready' } });
    app.beginToStop();
    expect(await app.send('/readyz')).toMatchObject({ status: 503, json: { status: 'stopping' } });
    expect((await app.send('/healthz')).status).toBe(200);
    await own.close();
  });

  test('is not ready without a database', async () => {
    const own = await openInMemory();
    const app = apiUnderTest(own);
    await own.close();
    expect((await app.send('/readyz')).status).toBe(503);
    expect((await app.send('/healthz')).status).toBe(200);
    const failed = await app.call('GET', '/api/flows');
    expect(failed).toMatchObject({ status: 500, json: { code: 'internal-error' } });
    expect(Object.keys(failed.json).sort()).toEqual(['code', 'requestId', 'status', 'title', 'type']);
    expect(app.logged).toContainEqual(expect.objectContaining({ level: 'error', err: expect.anything() }));
  });

  test('is counted for Prometheus', async () => {
    const { text, headers } = await api.call('GET', '/metrics');
    expect(headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('parley_webhooks_total');
  });

  test('is summed up for the first page', async () => {
    await api.call('POST', '/api/flows', { machine: deskFlow() });
    const { json } = await api.call('GET', '/api/status');
    expect(json).toMatchObject({
      version: '0.0.0-test',
      database: { engine: 'pglite' },
      waiting: { inbox: 0, outbox: 0 },
      openCases: 0,
      numbers: [],
      flows: [{ id: 'desk' }],
    });
  });
});

describe('the web app', () => {
  let folder: string;
  let built: ReturnType<typeof apiUnderTest>;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parley-web-'));
    await mkdir(path.join(folder, 'dist/assets'), { recursive: true });
    await writeFile(path.join(folder, 'dist/index.html'), '<title>The app</title>');
    await writeFile(path.join(folder, 'dist/assets/app-1a2b.js'), 'app();');
    await writeFile(path.join(folder, 'secret.txt'), 'secret');
    built = apiUnderTest(opened, { webAppFolder: path.join(folder, 'dist') });
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('is its page at its own addresses, which is never kept', async () => {
    for (const address of ['/', '/flows/desk', '/inbox']) {
      const { status, text, headers } = await built.send(address);
      expect({ status, text }, address).toEqual({ status: 200, text: '<title>The app</title>' });
      expect(headers.get('cache-control')).toBe('no-cache');
    }
  });

  test('keeps its files, whose names change with them', async () => {
    const { text, headers } = await built.send('/assets/app-1a2b.js');
    expect(text).toBe('app();');
    expect(headers.get('content-type')).toContain('javascript');
    expect(headers.get('cache-control')).toContain('immutable');
  });

  test('is no page where a file or the API was meant', async () => {
    for (const address of ['/assets/gone.js', '/api/nothing', '/webhooks/nothing', '/api']) {
      expect((await built.send(address)).status, address).not.toBe(200);
    }
  });

  test('gives away no file outside its folder', async () => {
    for (const address of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '//secret.txt',
    ]) {
      expect((await built.send(address)).text, address).not.toContain('secret');
    }
  });

  test('says when it has not been built', async () => {
    const { status, text } = await api.send('/');
    expect(status).toBe(200);
    expect(text).toContain('has not been built');
    expect((await api.send('/anything')).status).toBe(404);
  });
});
