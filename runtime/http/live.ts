import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { changesSince, maySee, toldOf } from '../desk/feed.ts';
import { type Live, viewerOf } from '../desk/live.ts';
import { answer, problems } from './documented.ts';
import { ChangeJson, Version } from './live-schemas.ts';
import { refuse } from './problem.ts';

export type LiveRouteDeps = { db: Kysely<Database>; live: Live };

const tags = ['Inbox'];
const listen = createRoute({
  method: 'get',
  path: '/live',
  tags,
  summary: 'Listen to what happens in the inbox',
  description:
    'Server-sent events. `hello` first, with the version that it begins at. `changes`: conversations that have changed, each as it is now (`InboxChange`); `hasHidden` when there were others that the caller may not see, or no longer. `viewers`: who looks at a conversation or writes in it. `reset`: too much has happened, read the lists again. `rights`: the caller’s role or teams have changed. `bye`: the caller may no longer listen. With `Last-Event-ID`, or `since`, it goes on where it ended: nothing is left out, and nothing told twice.',
  request: {
    headers: z.object({ 'last-event-id': Version.optional() }),
    query: z.strictObject({ since: Version.optional() }),
  },
  responses: {
    200: {
      description: 'Events, until somebody ends it.',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    ...problems('too-many-listeners'),
  },
});

const poll = createRoute({
  method: 'get',
  path: '/changes',
  tags,
  summary: 'Ask what has happened in the inbox',
  description: 'The same as `/api/live`, for who cannot listen.',
  request: { query: z.strictObject({ since: Version.default('0') }) },
  responses: {
    200: answer(
      'Each conversation once, as it is now.',
      z
        .strictObject({
          changes: z.array(ChangeJson),
          version: Version.openapi({ description: 'What to ask with the next time.' }),
          hasHidden: z.boolean(),
          isReset: z.boolean().openapi({ description: 'Too much has happened: read the lists again.' }),
        })
        .openapi('InboxChanges'),
    ),
  },
});

/** What happens in the inbox, as it happens. */
export function liveRoutes({ db, live }: LiveRouteDeps) {
  return new OpenAPIHono()
    .openapi(listen, async (c) => {
      const since = c.req.valid('header')['last-event-id'] ?? c.req.valid('query').since ?? null;
      const stream = await live.listen(c.get('caller'), since);
      if (!stream) return refuse('too-many-listeners', { headers: { 'retry-after': '5' } });
      return c.body(stream, 200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        // Some proxies collect an answer before they pass it on.
        'x-accel-buffering': 'no',
      });
    })
    .openapi(poll, async (c) => {
      const { changes, upTo, isTooMuch } = await changesSince(db, c.req.valid('query').since);
      const viewer = viewerOf(c.get('caller'));
      const visible = changes.filter((change) => maySee(change, viewer));
      const hasHidden = visible.length < changes.length;
      return c.json({ changes: visible.map(toldOf), version: upTo, hasHidden, isReset: isTooMuch }, 200);
    });
}
