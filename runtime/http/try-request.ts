import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { callInput } from '../calls/call-answer.ts';
import { guardedFetch, type Opened } from '../calls/guarded-fetch.ts';
import { answer, body, problems } from './documented.ts';
import { refuse } from './problem.ts';

export type TryRequestDeps = {
  /** What the operator opened to flows, as for the real calls. */
  opened?: Opened;
};

/** Requests a minute that all designers together may try; a request of a flow under way takes none of them. */
const MAX_A_MINUTE = 60;
const MINUTE_MS = 60_000;

const Request = z
  .strictObject({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    url: z.string().max(8192),
    headers: z.record(z.string().max(200), z.string().max(8192)),
    body: z.string().max(200_000).nullable(),
    timeoutMs: z.number().int().min(1).max(30_000),
  })
  .openapi('TriedRequest');

const AnswerJson = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('call.done'), status: z.number().int(), body: z.unknown() }),
    z.strictObject({ type: z.literal('call.failed'), reason: z.string() }),
  ])
  .openapi('TriedAnswer');

const attempt = createRoute({
  method: 'post',
  path: '/requests/try',
  tags: ['Flows'],
  summary: 'Make a request as a flow would',
  description:
    'Makes the request really, from the server and under the rules for requests of flows (public addresses only, limits on size and time), and says what the flow would hear. Nothing of it is stored or logged.',
  request: { body: body(Request) },
  responses: { 200: answer('What the flow would hear.', AnswerJson), ...problems('too-many-tries') },
});

/** Requests of a flow that somebody tries in the simulator. */
export function tryRequest({ opened }: TryRequestDeps) {
  const isTooMany = countAMinute(() => performance.now());
  return new OpenAPIHono().openapi(attempt, async (c) => {
    if (isTooMany()) {
      refuse('too-many-tries', {
        detail: `No more than ${MAX_A_MINUTE} requests a minute are tried.`,
        headers: { 'retry-after': '60' },
      });
    }
    const { call: _, ...heard } = callInput('', await guardedFetch(c.req.valid('json'), opened));
    return c.json(heard, 200);
  });
}

function countAMinute(now: () => number): () => boolean {
  let since = Number.NEGATIVE_INFINITY;
  let count = 0;
  return () => {
    if (now() - since >= MINUTE_MS) {
      since = now();
      count = 0;
    }
    count += 1;
    return count > MAX_A_MINUTE;
  };
}
