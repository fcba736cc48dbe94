import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { ACCESS, type Access, checkAccess } from '@parley/runtime/http/access.ts';
import { PROBLEMS } from '@parley/runtime/http/problem.ts';
import { makeKey } from '@parley/runtime/people/api-keys.ts';
import { isRight, ROLES, type Role, rolesWith, SCOPES } from '@parley/runtime/people/rights.ts';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answered, API_KEY, apiUnderTest, openInMemory } from './api-under-test.ts';
import { personWith, signedInAs } from './people/people-under-test.ts';

const NOWHERE = '00000000-0000-8000-8000-000000000000';
const ROUTES = Object.entries(ACCESS).map(([route, access]) => {
  const [method = '', path = ''] = route.split(' ');
  const isOfFlow = path.startsWith('/api/flows');
  const address = path
    .replace(':id', isOfFlow ? 'nothing' : NOWHERE)
    .replace(':version', '1')
    .replace('*', '');
  return { route, access, method, address };
});

// Who may call is decided before any database is asked, so one kind of database is enough.
let opened: OpenDatabase;
let api: ReturnType<typeof apiUnderTest>;
let browsers: Record<Role, Awaited<ReturnType<typeof signedInAs>>>;
beforeAll(async () => {
  opened = await openInMemory();
  api = apiUnderTest(opened);
  const signIn = async (role: Role) => {
    await personWith(opened, role);
    return signedInAs(api, `${role}@example.com`);
  };
  browsers = {
    administrator: await signIn('administrator'),
    designer: await signIn('designer'),
    agent: await signIn('agent'),
    viewer: await signIn('viewer'),
  };
});
afterAll(() => opened.close());

const request = (method: string, address: string, headers: Record<string, string> = {}) =>
  api.send(address, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: method === 'GET' ? undefined : '{}',
  });

const needsCaller = (access: Access) => access !== 'anyone' && access !== 'signature';
const GUARDED = ROUTES.filter(({ access }) => needsCaller(access));
const REFUSALS = /^(key-|not-allowed|foreign-)/;

describe('every address', () => {
  test.each(ROUTES)(
    '$route is for $access, and says so to strangers',
    async ({ method, address, access }) => {
      const answered = await request(method, address);
      if (needsCaller(access)) expect(answered).toMatchObject({ status: 401, json: { code: 'key-missing' } });
      else if (access === 'signature') expect([401, 403]).toContain(answered.status);
      else expect([200, 400]).toContain(answered.status);
    },
  );

  test.each(GUARDED)('$route refuses a wrong key', async (route) => {
    const answered = await request(route.method, route.address, { authorization: `Bearer ${API_KEY}x` });
    expect([401, 429]).toContain(answered.status);
  });

  test.each(GUARDED)('$route lets the key in that may everything', async ({ method, address, access }) => {
    const answered = await request(method, address, { authorization: `Bearer ${API_KEY}` });
    if (access === 'person') expect(answered).toMatchObject({ status: 403, json: { code: 'not-allowed' } });
    else expect(answered.json.code ?? '').not.toMatch(REFUSALS);
  });

  // The table is read here once more, on its own, so that the router and the table cannot agree on a mistake of the router's.
  test.each(ROLES)('lets in a signed-in %s where the table says so, and nowhere else', async (role) => {
    // Ending the own sign-in comes last, and what it does is another test's.
    for (const { route, method, address, access } of GUARDED) {
      const answered = await browsers[role].call(method, address, method === 'GET' ? undefined : {});
      const isLetIn = access === 'person' || (isRight(access) && rolesWith(access).includes(role));
      if (isLetIn) expect(String(answered.json.code ?? ''), route).not.toMatch(REFUSALS);
      else expect(answered, route).toMatchObject({ status: 403, json: { code: 'not-allowed' } });
    }
  });

  test.each(SCOPES)('lets in a key for %s where the table says so, and nowhere else', async (scope) => {
    const { key } = await makeKey(opened.db, { name: scope, scopes: [scope], expiresAt: null, by: 'a test' });
    for (const { route, method, address, access } of GUARDED) {
      const answered = await request(method, address, { authorization: `Bearer ${key}` });
      if (access === scope) expect(String(answered.json.code ?? ''), route).not.toMatch(REFUSALS);
      else expect(answered, route).toMatchObject({ status: 403, json: { code: 'not-allowed' } });
    }
  });

  test.each(GUARDED.filter(({ method }) => method !== 'GET'))(
    '$route takes a cookie from no page of another site',
    async ({ method, address }) => {
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': undefined, origin: 'https://evil.example' },
        { 'sec-fetch-site': undefined },
      ]) {
        const cookie = [...browsers.administrator.cookies].map((pair) => pair.join('=')).join('; ');
        const sent = Object.entries(headers).filter(
          (pair): pair is [string, string] => pair[1] !== undefined,
        );
        const answered = await request(method, address, { cookie, ...Object.fromEntries(sent) });
        expect(answered).toMatchObject({ status: 403, json: { code: 'foreign-origin' } });
      }
    },
  );

  test.each(ROUTES)('$route has headers for browsers and the id of the request', async (route) => {
    const { headers } = await request(route.method, route.address);
    expect(headers.get('x-request-id')).toMatch(/^[\w-]+$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });
});

describe('the API key', () => {
  test.each([
    ['none', {}],
    ['the key without its scheme', { authorization: API_KEY }],
    ['another scheme', { authorization: `Basic ${API_KEY}` }],
    ['an empty key', { authorization: 'Bearer ' }],
    ['the key in a query', {}, `?key=${API_KEY}`],
    ['a cookie', { cookie: `key=${API_KEY}` }],
  ])('is not %s', async (_, headers, query = '') => {
    expect((await request('GET', `/api/flows${query}`, headers)).status).toBe(401);
  });

  test('opens HEAD as it opens GET', async () => {
    expect((await api.send('/api/flows', { method: 'HEAD' })).status).toBe(401);
  });

  test('guards addresses written in another way', async () => {
    for (const address of ['/api/flows/', '//api/flows', '/api/./flows', '/api/%66lows', '/API/flows']) {
      const { status, text } = await api.send(address);
      expect([401, 404], address).toContain(status);
      expect(text).not.toContain('"flows"');
    }
  });

  test('does not show in the log, right or wrong', async () => {
    await request('GET', '/api/flows', { authorization: `Bearer ${API_KEY}` });
    await request('GET', '/api/flows', { authorization: 'Bearer wrong-key-1234567890' });
    expect(JSON.stringify(api.logged)).not.toMatch(/a-key-for-tests|wrong-key/);
  });
});

test('wrong keys are told to wait after some tries, while the right one goes on working', async () => {
  const tries: Answered[] = [];
  for (let n = 0; n < 30; n++) {
    tries.push(await request('GET', '/api/flows', { authorization: `Bearer guess-${n}-12345678901` }));
  }
  expect(tries.at(-1)).toMatchObject({ status: 429, json: { code: 'too-many-wrong-keys' } });
  expect(Number(tries.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await api.call('GET', '/api/flows')).status).toBe(200);
});

test('what is not there is a problem with a code, for programs and with a wrong method alike', async () => {
  for (const answered of [
    await api.call('GET', '/api/nothing'),
    await api.call('DELETE', '/api/flows'),
    await api.send('/nothing-here', { method: 'POST' }),
  ]) {
    expect(answered.headers.get('content-type')).toBe('application/problem+json');
    expect(answered).toMatchObject({ status: 404, json: { code: 'not-found', status: 404 } });
    expect(answered.json.requestId).toBe(answered.headers.get('x-request-id'));
  }
});

test('a request leaves a line with its route and no address, which may hold what somebody typed', async () => {
  const { headers } = await api.call('GET', '/api/flows/my-own-words/problems?and=more');
  const id = headers.get('x-request-id');
  const line = api.logged.find(({ requestId }) => requestId === id);
  expect(line).toMatchObject({ method: 'GET', path: '/api/flows/:id/problems', status: 404 });
  expect(JSON.stringify(api.logged)).not.toContain('my-own-words');
});

test('the request’s id is the caller’s own, when it is a sensible one', async () => {
  const own = await api.call('GET', '/api/flows', undefined, { 'x-request-id': 'abc-123' });
  expect(own.headers.get('x-request-id')).toBe('abc-123');
  const silly = await api.call('GET', '/api/flows', undefined, { 'x-request-id': 'a{b}' });
  expect(silly.headers.get('x-request-id')).not.toBe('a{b}');
});

describe('the table of addresses', () => {
  const served = Object.keys(ACCESS).map((route) => {
    const [method = '', path = ''] = route.split(' ');
    return { method, path };
  });

  test('covers what is served', () => {
    expect(() => checkAccess([...served, { method: 'ALL', path: '/api/*' }])).not.toThrow();
  });

  test('stops a start with an address that it does not know', () => {
    const { routes } = new Hono().get('/api/secrets', (c) => c.text('all of them'));
    expect(() => checkAccess([...served, ...routes])).toThrow(
      /without an entry in access.ts: GET \/api\/secrets/,
    );
  });

  test('stops a start with an address that answers every method', () => {
    expect(() => checkAccess([...served, { method: 'ALL', path: '/api/any' }])).toThrow(/ALL \/api\/any/);
  });

  test('stops a start with an entry that nothing serves', () => {
    expect(() => checkAccess(served.slice(1))).toThrow(/entries of access.ts without a route/);
  });
});

test('codes of problems are kebab-case and titles are sentences', () => {
  for (const [code, { title, status }] of Object.entries(PROBLEMS)) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(status).toBeGreaterThanOrEqual(400);
  }
});
