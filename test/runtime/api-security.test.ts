import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { createLive } from '@parley/runtime/desk/live.ts';
import { ACCESS } from '@parley/runtime/http/access.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiUnderTest, openInMemory } from './api-under-test.ts';
import { personWith, signedInAs } from './people/people-under-test.ts';

/* What holds for every address at once; docs/security.md names these tests. */

let opened: OpenDatabase;
let api: ReturnType<typeof apiUnderTest>;
beforeAll(async () => {
  opened = await openInMemory();
  api = apiUnderTest(opened);
});
afterAll(() => opened.close());

type Schema = {
  $ref?: string;
  type?: string | string[];
  properties?: { [name: string]: Schema };
  additionalProperties?: boolean | Schema;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
};
type Document = {
  paths: {
    [path: string]: {
      [method: string]: { requestBody?: { content: { [type: string]: { schema: Schema } } } };
    };
  };
  components: { schemas: { [name: string]: Schema } };
};

/** What is read by the language of flows or of templates, which refuse what they do not know themselves, or holds names of one's own. */
const READ_ELSEWHERE = /\.(machine|flow|definition|content|mapping|query|segment)$/;

describe('what somebody sends', () => {
  test('has no members but those that an address takes, wherever they stand', async () => {
    const { json } = await api.call('GET', '/api/openapi.json');
    const document = json as unknown as Document;
    const open: string[] = [];
    const seen = new Set<Schema>();
    const look = (schema: Schema, place: string) => {
      const name = schema.$ref?.split('/').at(-1);
      const known = name === undefined ? schema : document.components.schemas[name];
      if (!known || seen.has(known) || READ_ELSEWHERE.test(place)) return;
      seen.add(known);
      const isObject = known.type === 'object' || known.properties !== undefined;
      const { additionalProperties: others } = known;
      if (isObject && (others === undefined || others === true)) open.push(place);
      if (typeof others === 'object') look(others, `${place}.*`);
      for (const [member, one] of Object.entries(known.properties ?? {})) look(one, `${place}.${member}`);
      if (known.items) look(known.items, `${place}[]`);
      for (const one of [...(known.oneOf ?? []), ...(known.anyOf ?? [])]) look(one, place);
    };
    let bodies = 0;
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, { requestBody }] of Object.entries(methods)) {
        const schema = requestBody?.content['application/json']?.schema;
        if (!schema) continue;
        bodies++;
        look(schema, `${method.toUpperCase()} ${path}`);
      }
    }
    expect(bodies).toBeGreaterThan(50);
    expect(open).toEqual([]);
  });

  test('cannot make somebody more than they are', async () => {
    await personWith(opened, 'viewer');
    const viewer = await signedInAs(api, 'viewer@example.com');
    for (const more of [{ role: 'administrator' }, { id: 'x' }, { isLimitedToTeams: false }, { teams: [] }]) {
      const answered = await viewer.call('PATCH', '/api/profile', { name: 'Vic', ...more });
      expect(answered).toMatchObject({ status: 400, json: { code: 'request-invalid' } });
    }
  });
});

test('no sign-in lasts longer than seven days, not for requests nor for who listens', async () => {
  const personId = await personWith(opened, 'agent');
  const agent = await signedInAs(api, 'agent@example.com');
  const age = (days: number) =>
    sql`update sign_ins set created_at = now() - ${days}::integer * interval '1 day' where person_id = ${personId}`.execute(
      opened.db,
    );
  await age(6);
  expect((await agent.call('GET', '/api/profile')).status).toBe(200);
  const [signIn] = await opened.db
    .selectFrom('sign_ins')
    .select('id')
    .where('person_id', '=', personId)
    .execute();
  const live = createLive({ db: opened.db, log: { warn: () => {} }, pollMs: 10, recheckMs: 10 });
  const stream = await live.listen(
    {
      ...{ kind: 'person', id: personId, name: '', email: '', role: 'agent', signInId: signIn?.id ?? '' },
      ...{ rights: new Set(['conversations:read']), teams: [], isLimitedToTeams: false },
    },
    null,
  );
  await age(8);
  let heard = '';
  for await (const bytes of stream ?? []) heard += new TextDecoder().decode(bytes);
  expect(heard).toContain('event: bye');
  expect((await agent.call('GET', '/api/profile')).status).toBe(401);
  await live.stop();
});

test('what is open to strangers is this and nothing else', () => {
  const open = Object.entries(ACCESS).flatMap(([route, access]) =>
    access === 'anyone' || access === 'signature' ? [route] : [],
  );
  expect(open).toEqual([
    'GET /webhooks/whatsapp',
    'POST /webhooks/whatsapp',
    'GET /healthz',
    'GET /readyz',
    'GET /api/openapi.json',
    'GET /api/docs',
    'GET /api/docs/style.css',
    'GET /api/session',
    'POST /api/session/sign-in',
    'POST /api/session/second-factor',
    'POST /api/session/sign-out',
    'POST /api/session/first-person',
    'POST /api/session/forgotten-password',
    'POST /api/session/new-password',
    'POST /api/session/invitation',
    'POST /api/session/accept-invitation',
    'GET /*',
  ]);
});

test('pages, the API, files and errors have the same headers for browsers, and an error tells nothing of the inside', async () => {
  for (const path of ['/', '/api/session', '/api/docs', '/api/flows', '/api/nothing', '/assets/x.js']) {
    const { headers, text } = await api.send(path);
    expect(Object.fromEntries(headers), path).toMatchObject({
      'strict-transport-security': expect.stringContaining('max-age='),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(headers.get('permissions-policy')).toContain('geolocation=()');
    expect(text).not.toMatch(/\.ts:\d+|node_modules| at \w+ \(/);
  }
});
