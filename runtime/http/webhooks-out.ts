import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import {
  listSubscriptions,
  replay,
  type Subscription,
  subscribe,
  unsubscribe,
} from '../notices/subscriptions.ts';
import { audit } from '../people/audit.ts';
import type { SecretKey } from '../secrets.ts';
import { answer, body, problems } from './documented.ts';
import { refuse } from './problem.ts';
import { facts } from './session.ts';

const tags = ['Notices'];
const Least = z
  .enum(['info', 'warning', 'error'])
  .openapi({ description: 'Notices at least as bad as this.' });
const Params = z.strictObject({ id: z.uuid() });
const Url = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .refine((url) => URL.parse(url)?.username === '', 'must hold no password');

const SubscriptionJson = z
  .strictObject({
    id: z.uuid(),
    way: z.enum(['webhook', 'email']),
    target: z.string(),
    least: Least,
    createdAt: z.iso.datetime(),
    waiting: z.number().int(),
    failed: z.number().int().openapi({ description: 'Given up after eight tries over a day.' }),
    lastAnswer: z.string().nullable(),
    lastAt: z.iso.datetime().nullable(),
  })
  .openapi('NoticeSubscription');

const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'List who is told of notices',
  responses: {
    200: answer('The oldest first.', z.strictObject({ subscriptions: z.array(SubscriptionJson) })),
  },
});

const add = createRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Tell somebody of notices',
  description:
    'A webhook is posted to with the headers `webhook-id`, `webhook-timestamp` and `webhook-signature` of Standard Webhooks; only public addresses are reached. What is not answered with 2xx is sent again, up to eight times within a day, under the same id.',
  request: {
    body: body(
      z.discriminatedUnion('way', [
        z.strictObject({ way: z.literal('webhook'), target: Url, least: Least.default('info') }),
        z.strictObject({ way: z.literal('email'), target: z.email().max(200), least: Least.default('info') }),
      ]),
    ),
  },
  responses: {
    201: answer(
      'Told from now on.',
      z.strictObject({
        id: z.uuid(),
        secret: z
          .string()
          .nullable()
          .openapi({ description: 'What it is signed with. Shown only now; null for letters.' }),
      }),
    ),
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/{id}',
  tags,
  summary: 'Tell somebody no more of notices',
  request: { params: Params },
  responses: {
    200: answer('It is gone.', z.strictObject({ done: z.literal(true) })),
    ...problems('subscription-not-found'),
  },
});

const again = createRoute({
  method: 'post',
  path: '/{id}/replay',
  tags,
  summary: 'Tell notices again',
  description: 'Those that were given up, or with `since` all from then on.',
  request: { params: Params, body: body(z.strictObject({ since: z.iso.datetime().optional() })) },
  responses: {
    200: answer('How many.', z.strictObject({ replayed: z.number().int() })),
    ...problems('subscription-not-found'),
  },
});

/** Who is told of notices outside the web app: webhooks and letters. */
export function webhooksOut({ db, key }: { db: Kysely<Database>; key: SecretKey }) {
  const note = (tx: Kysely<Database>, c: Context, details: { [member: string]: unknown }) => {
    const subject = { kind: 'settings', id: 'notice-subscriptions' };
    return audit(tx, { who: c.get('caller'), action: 'settings-changed', subject, details, from: facts(c) });
  };
  return new OpenAPIHono()
    .openapi(list, async (c) =>
      c.json({ subscriptions: (await listSubscriptions(db)).map(subscriptionJson) }, 200),
    )
    .openapi(add, async (c) => {
      const given = c.req.valid('json');
      const made = await db.transaction().execute(async (tx) => {
        await note(tx, c, { added: given.way, target: given.target });
        return subscribe(tx, key, { ...given, by: c.get('caller').id });
      });
      return c.json(made, 201);
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid('param');
      await db.transaction().execute(async (tx) => {
        if (!(await unsubscribe(tx, id))) refuse('subscription-not-found');
        await note(tx, c, { removed: id });
      });
      return c.json({ done: true as const }, 200);
    })
    .openapi(again, async (c) => {
      const { since } = c.req.valid('json');
      const replayed = await replay(
        db,
        c.req.valid('param').id,
        since === undefined ? null : new Date(since),
      );
      return c.json({ replayed: replayed ?? refuse('subscription-not-found') }, 200);
    });
}

function subscriptionJson({ createdAt, lastAt, ...rest }: Subscription): z.infer<typeof SubscriptionJson> {
  return { ...rest, createdAt: createdAt.toISOString(), lastAt: lastAt?.toISOString() ?? null };
}
