import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { type ApiKey, listKeys, makeKey, revokeKey } from '../people/api-keys.ts';
import { audit } from '../people/audit.ts';
import { answer, body, problems } from './documented.ts';
import { RightJson, ScopeJson } from './people-schemas.ts';
import { refuse } from './problem.ts';
import { facts } from './session.ts';

const tags = ['API keys'];
const Instant = z.iso.datetime();
const KeyJson = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    startsWith: z.string().openapi({ description: 'The first characters of the key.' }),
    scopes: z.array(RightJson),
    createdBy: z.string(),
    createdAt: Instant,
    lastUsedAt: Instant.nullable().openapi({ description: 'To within a minute.' }),
    expiresAt: Instant.nullable(),
    revokedAt: Instant.nullable(),
  })
  .openapi('ApiKey');

const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'List API keys',
  responses: { 200: answer('The newest first.', z.strictObject({ keys: z.array(KeyJson) })) },
});

const make = createRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Make an API key',
  request: {
    body: body(
      z.strictObject({
        name: z.string().trim().min(1).max(80),
        scopes: z.array(ScopeJson).min(1),
        expiresAt: Instant.nullable().default(null),
      }),
    ),
  },
  responses: {
    201: answer(
      'The key is only in this answer; a hash of it is kept.',
      z.strictObject({ key: z.string().openapi({ format: 'password' }), made: KeyJson }),
    ),
  },
});

const revoke = createRoute({
  method: 'delete',
  path: '/{id}',
  tags,
  summary: 'Revoke an API key',
  request: { params: z.strictObject({ id: z.string().max(64) }) },
  responses: { 200: answer('It opens nothing any more.', KeyJson), ...problems('api-key-not-found') },
});

/** Keys for programs. */
export function keys({ db }: { db: Kysely<Database> }) {
  return new OpenAPIHono()
    .openapi(list, async (c) => c.json({ keys: (await listKeys(db)).map(keyJson) }, 200))
    .openapi(make, async (c) => {
      const { name, scopes, expiresAt } = c.req.valid('json');
      const who = c.get('caller');
      const { key, made } = await db.transaction().execute(async (tx) => {
        const until = expiresAt === null ? null : new Date(expiresAt);
        const result = await makeKey(tx, { name, scopes, expiresAt: until, by: who.name });
        const subject = { kind: 'key', id: result.made.id, name };
        await audit(tx, { who, action: 'key-made', subject, details: { scopes, expiresAt }, from: facts(c) });
        return result;
      });
      return c.json({ key, made: keyJson(made) }, 201);
    })
    .openapi(revoke, async (c) => {
      const revoked = await db.transaction().execute(async (tx) => {
        const found = (await revokeKey(tx, c.req.valid('param').id)) ?? refuse('api-key-not-found');
        const subject = { kind: 'key', id: found.id, name: found.name };
        await audit(tx, { who: c.get('caller'), action: 'key-revoked', subject, from: facts(c) });
        return found;
      });
      return c.json(keyJson(revoked), 200);
    });
}

function keyJson(key: ApiKey): z.infer<typeof KeyJson> {
  const { createdAt, lastUsedAt, expiresAt, revokedAt, ...rest } = key;
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
