import { createHmac } from 'node:crypto';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { makeKey } from '@parley/runtime/people/api-keys.ts';
import { setupToken } from '@parley/runtime/people/one-time-token.ts';
import { isAnybodyThere } from '@parley/runtime/people/people.ts';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { apiUnderTest } from '../api-under-test.ts';
import { browserOf, PASSWORD, personWith, signedInAs } from './people-under-test.ts';

forEachDatabase((_name, open) => {
  let database: OpenDatabase;
  let api: ReturnType<typeof apiUnderTest>;
  beforeAll(async () => {
    database = await open();
    api = apiUnderTest(database);
  });
  const signIn = (email: string, password = PASSWORD) =>
    browserOf(api).call('POST', '/api/session/sign-in', { email, password });
  const auditOf = async (action: string) =>
    (await api.call('GET', `/api/audit?action=${action}`)).json.lines as {
      actor: { name: string };
      subject: { name: string };
    }[];

  // First, while nobody is there.
  test('of two who create the first administrator at once one does, and only with the link of the start', async () => {
    const first = (token: string, email: string) =>
      browserOf(api).call('POST', '/api/session/first-person', {
        token,
        name: 'Ada',
        email,
        password: PASSWORD,
      });
    expect((await browserOf(api).call('GET', '/api/session')).json).toMatchObject({ needsFirstPerson: true });
    expect(await first('x'.repeat(32), 'eve@example.com')).toMatchObject({
      json: { code: 'link-not-valid' },
    });
    expect(await isAnybodyThere(database.db)).toBe(false);

    const token = setupToken(api.key);
    const both = await Promise.all([first(token, 'Ada@Example.com'), first(token, 'bob@example.com')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect((await browserOf(api).call('GET', '/api/session')).json).toMatchObject({
      needsFirstPerson: false,
    });
    expect(await first(token, 'late@example.com')).toMatchObject({ json: { code: 'link-not-valid' } });
  });

  test('a sign-in opens what the role may see, until it ends', async () => {
    await personWith(database, 'viewer');
    const browser = await signedInAs(api, 'VIEWER@example.com');
    expect((await browser.call('GET', '/api/session')).json).toMatchObject({
      caller: { kind: 'person', name: 'The viewer', role: 'viewer' },
    });
    expect((await browser.call('GET', '/api/flows')).status).toBe(200);
    const stolen = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
    await browser.call('POST', '/api/session/sign-out', {});
    expect((await api.send('/api/flows', { headers: { cookie: stolen } })).status).toBe(401);
  });

  test('the cookie is for our pages alone, and nothing of it works changed', async () => {
    const entered = await signIn('viewer@example.com');
    const [cookie = ''] = entered.headers.getSetCookie();
    expect(cookie).toMatch(/^parley\.session_token=.*HttpOnly.*SameSite=Lax/i);
    const [pair = ''] = cookie.split(';');
    const forged = `${pair.slice(0, -6)}${pair.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA'}`;
    expect((await api.send('/api/flows', { headers: { cookie: forged } })).status).toBe(401);
  });

  test('a wrong password and an unknown address are answered alike, and after ten tries even the right one waits', async () => {
    await personWith(database, 'agent', { email: 'tried@example.com' });
    const wrong = await signIn('tried@example.com', 'not the password');
    const unknown = await signIn('nobody@example.com', 'not the password');
    expect({ ...wrong.json, requestId: '' }).toEqual({ ...unknown.json, requestId: '' });
    expect(wrong).toMatchObject({ status: 401, json: { code: 'sign-in-refused' } });
    for (let n = 0; n < 9; n++) await signIn('tried@example.com', `guess ${n}`);
    expect(await signIn('tried@example.com')).toMatchObject({
      status: 429,
      json: { code: 'too-many-tries' },
    });
    expect((await signIn('viewer@example.com')).status).toBe(200);
    await sql`update attempts set since = now() - interval '1 hour'`.execute(database.db);
    expect((await signIn('tried@example.com')).status).toBe(200);
  });

  test('an administrator’s link sets a new password once, and ends all sign-ins of the person', async () => {
    const id = await personWith(database, 'agent', { email: 'forgetful@example.com' });
    const before = await signedInAs(api, 'forgetful@example.com');
    const linkOf = async () => String((await api.call('POST', `/api/people/${id}/reset-link`)).json.path);
    const [older, newer] = [await linkOf(), await linkOf()];
    const use = (path: string, password: string) =>
      browserOf(api).call('POST', '/api/session/new-password', { token: path.split('=')[1], password });
    expect(await use(older, 'another password')).toMatchObject({ json: { code: 'link-not-valid' } });
    expect((await use(newer, 'another password')).status).toBe(200);
    expect(await use(newer, 'yet another one')).toMatchObject({ json: { code: 'link-not-valid' } });
    expect((await before.call('GET', '/api/flows')).status).toBe(401);
    expect((await signIn('forgetful@example.com')).status).toBe(401);
    expect((await signIn('forgetful@example.com', 'another password')).status).toBe(200);
    expect((await auditOf('password-changed')).map(({ subject }) => subject.name)).toContain('The agent');
  });

  test('an invitation adds one person, with the role and the teams that it names', async () => {
    await api.call('POST', '/api/teams', { id: 'parcels', name: 'Parcels' });
    const wanted = { email: 'New@Example.com', role: 'agent', teams: ['parcels'], isLimitedToTeams: true };
    const first = await api.call('POST', '/api/invitations', wanted);
    const second = await api.call('POST', '/api/invitations', wanted);
    const accept = (path: unknown) =>
      browserOf(api).call('POST', '/api/session/accept-invitation', {
        token: String(path).split('=')[1],
        name: 'New one',
        password: PASSWORD,
      });
    expect(await accept(first.json.path)).toMatchObject({ json: { code: 'link-not-valid' } });
    const both = await Promise.all([accept(second.json.path), accept(second.json.path)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    const browser = await signedInAs(api, 'new@example.com');
    expect((await browser.call('GET', '/api/session')).json.caller).toMatchObject({
      role: 'agent',
      teams: ['parcels'],
      isLimitedToTeams: true,
    });
    expect(await api.call('POST', '/api/invitations', wanted)).toMatchObject({
      json: { code: 'person-exists' },
    });
  });

  test('a second factor is asked for once it is confirmed; a spare code opens once', async () => {
    const id = await personWith(database, 'designer', { email: 'careful@example.com' });
    const browser = await signedInAs(api, 'careful@example.com');
    expect(
      await browser.call('POST', '/api/profile/second-factor', { password: 'wrong password' }),
    ).toMatchObject({
      json: { code: 'password-wrong' },
    });
    const begun = await browser.call('POST', '/api/profile/second-factor', { password: PASSWORD });
    expect((await signIn('careful@example.com')).json).toEqual({ needsCode: false });
    const secret = new URL(String(begun.json.uri)).searchParams.get('secret') ?? '';
    expect(
      await browser.call('POST', '/api/profile/second-factor/confirm', { code: codeOf(secret) }),
    ).toMatchObject({
      status: 200,
    });

    const spare = (begun.json.spareCodes as string[])[0];
    const enter = async (code: unknown) => {
      const other = browserOf(api);
      const asked = await other.call('POST', '/api/session/sign-in', {
        email: 'careful@example.com',
        password: PASSWORD,
      });
      expect(asked.json).toEqual({ needsCode: true });
      expect((await other.call('GET', '/api/flows')).status).toBe(401);
      await other.call('POST', '/api/session/second-factor', { code });
      return (await other.call('GET', '/api/flows')).status;
    };
    expect(await enter('000000')).toBe(401);
    expect(await enter(codeOf(secret))).toBe(200);
    expect(await enter(spare)).toBe(200);
    expect(await enter(spare)).toBe(401);
    await api.call('PATCH', `/api/people/${id}`, { hasSecondFactor: false });
    expect((await signIn('careful@example.com')).json).toEqual({ needsCode: false });
  });

  test('a lowered role and a disabled person are felt at the next request; the last administrator stays', async () => {
    const id = await personWith(database, 'designer', { email: 'lowered@example.com' });
    const browser = await signedInAs(api, 'lowered@example.com');
    const create = () => browser.call('POST', '/api/flows', { machine: {} });
    expect((await create()).status).toBe(422);
    await api.call('PATCH', `/api/people/${id}`, { role: 'viewer' });
    expect(await create()).toMatchObject({ status: 403, json: { code: 'not-allowed' } });
    await api.call('PATCH', `/api/people/${id}`, { isDisabled: true });
    expect((await browser.call('GET', '/api/flows')).status).toBe(401);
    expect((await signIn('lowered@example.com')).status).toBe(401);

    const { people } = (await api.call('GET', '/api/people')).json as {
      people: { id: string; role: string }[];
    };
    const administrators = people.filter(({ role }) => role === 'administrator');
    expect(administrators).toHaveLength(1);
    expect(
      await api.call('PATCH', `/api/people/${administrators[0]?.id}`, { isDisabled: true }),
    ).toMatchObject({
      json: { code: 'last-administrator' },
    });
  });

  test('a person chooses which letters they get, for themselves alone', async () => {
    await personWith(database, 'agent', { email: 'reader@example.com' });
    const reader = await signedInAs(api, 'reader@example.com');
    const usual = { alarms: null, language: null };
    expect((await reader.call('GET', '/api/profile/letters')).json).toEqual({ ...usual, areSent: false });
    const wish = { alarms: 'never', language: 'ru' };
    expect(await reader.call('PUT', '/api/profile/letters', wish)).toMatchObject({ status: 200, json: wish });
    expect((await reader.call('GET', '/api/profile/letters')).json).toMatchObject(wish);
    const wrong = { alarms: 'sometimes', language: 'ru' };
    expect((await reader.call('PUT', '/api/profile/letters', wrong)).status).toBe(400);
    const other = await signedInAs(api, 'viewer@example.com');
    expect((await other.call('GET', '/api/profile/letters')).json).toMatchObject(usual);
  });

  test('another sign-in can be ended, but nobody else’s', async () => {
    await personWith(database, 'viewer', { email: 'two@example.com' });
    const [here, there] = [
      await signedInAs(api, 'two@example.com'),
      await signedInAs(api, 'two@example.com'),
    ];
    const stranger = await signedInAs(api, 'viewer@example.com');
    const { signIns } = (await here.call('GET', '/api/profile')).json as {
      signIns: { id: string; isThisOne: boolean }[];
    };
    const other = signIns.find(({ isThisOne }) => !isThisOne)?.id;
    expect(await stranger.call('DELETE', `/api/profile/sign-ins/${other}`)).toMatchObject({ status: 404 });
    expect((await there.call('GET', '/api/flows')).status).toBe(200);
    expect((await here.call('DELETE', `/api/profile/sign-ins/${other}`)).status).toBe(200);
    expect((await there.call('GET', '/api/flows')).status).toBe(401);
  });

  test('a key is kept as a hash, notes its use, and opens nothing once revoked or run out', async () => {
    const { json } = await api.call('POST', '/api/keys', { name: 'Shop', scopes: ['flows:read'] });
    const key = String(json.key);
    const made = json.made as { id: string };
    const withKey = (given: string) =>
      api.send('/api/flows', { headers: { authorization: `Bearer ${given}` } });
    expect((await withKey(key)).status).toBe(200);
    const stored = await sql<{ row: string }>`select to_json(k)::text as row from api_keys k`.execute(
      database.db,
    );
    expect(JSON.stringify(stored.rows)).not.toContain(key.slice(14));
    expect((await api.call('GET', '/api/keys')).json.keys).toMatchObject([
      { lastUsedAt: expect.any(String) },
    ]);
    await api.call('DELETE', `/api/keys/${made.id}`);
    expect((await withKey(key)).status).toBe(401);
    const over = { name: 'Over', scopes: ['flows:read'], expiresAt: new Date(0), by: 'a test' } as const;
    expect((await withKey((await makeKey(database.db, over)).key)).status).toBe(401);
    expect(await api.call('POST', '/api/keys', { name: 'All', scopes: ['keys:manage'] })).toMatchObject({
      status: 400,
    });
  });

  describe('the audit log', () => {
    test.each(['update audit_log set actor_name = 1', 'delete from audit_log', 'truncate audit_log'])(
      'refuses “%s”',
      async (statement) => {
        await expect(sql.raw(statement).execute(database.db)).rejects.toThrow('audit_log is only added to');
      },
    );

    test('says who signed in and who failed to, and keeps neither passwords nor what strangers typed', async () => {
      await signIn('my-secret-pass-phrase@example.com', 'a wrong password');
      expect((await auditOf('signed-in')).length).toBeGreaterThan(0);
      expect((await auditOf('sign-in-failed')).length).toBeGreaterThan(0);
      const all = await sql<{ row: string }>`select to_json(a)::text as row from audit_log a`.execute(
        database.db,
      );
      const text = JSON.stringify(all.rows);
      expect(text).not.toContain('my-secret-pass-phrase');
      for (const secret of [PASSWORD, 'another password', 'parley_']) expect(text).not.toContain(secret);
    });

    test('is read page by page', async () => {
      const page = await api.call('GET', '/api/audit?limit=2');
      const next = await api.call('GET', `/api/audit?limit=2&next=${page.json.next}`);
      const ids = [page, next].flatMap(({ json }) =>
        (json.lines as { id: string }[]).map(({ id }) => Number(id)),
      );
      expect(ids).toHaveLength(4);
      expect(ids).toEqual([...ids].sort((a, b) => b - a));
    });
  });
});

/** What an app shows for this secret now. Source: RFC 6238, RFC 4648 for the secret's letters. */
function codeOf(secret: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/=+$/, '')].map((letter) =>
    letters.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = (bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', Buffer.from(bytes)).update(counter).digest();
  const at = (mac.at(-1) ?? 0) & 0xf;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
