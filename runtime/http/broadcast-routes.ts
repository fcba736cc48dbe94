import { createRoute, z } from '@hono/zod-openapi';
import { BroadcastJson, Given, Params, PreflightJson, ProgressJson, TestJson } from './broadcast-schemas.ts';
import { answer, body, problems } from './documented.ts';
import { CostLineJson } from './price-schemas.ts';

const tags = ['Broadcasts'];
const one = answer('The broadcast.', BroadcastJson);
const gone = problems('broadcast-not-found', 'broadcast-state-wrong');

export const list = createRoute({
  method: 'get',
  path: '/broadcasts',
  tags,
  summary: 'List broadcasts',
  responses: { 200: answer('The newest first.', z.strictObject({ broadcasts: z.array(BroadcastJson) })) },
});
export const read = createRoute({
  method: 'get',
  path: '/broadcasts/{id}',
  tags,
  summary: 'Read a broadcast and how far it is',
  request: { params: Params },
  responses: {
    200: answer('With its progress.', z.strictObject({ broadcast: BroadcastJson, progress: ProgressJson })),
    ...problems('broadcast-not-found'),
  },
});
export const check = createRoute({
  method: 'post',
  path: '/broadcasts/preflight',
  tags,
  summary: 'What a broadcast would do',
  request: { body: body(Given) },
  responses: {
    200: answer('Nothing is sent.', PreflightJson),
    ...problems('number-not-found', 'not-allowed'),
  },
});
export const make = createRoute({
  method: 'post',
  path: '/broadcasts',
  tags,
  summary: 'Make a broadcast',
  request: { body: body(Given) },
  responses: {
    201: one,
    ...problems('number-not-found', 'flow-not-found', 'flow-not-published', 'not-allowed'),
  },
});
export const change = createRoute({
  method: 'put',
  path: '/broadcasts/{id}',
  tags,
  summary: 'Change a broadcast that has not begun',
  request: { params: Params, body: body(Given) },
  responses: {
    200: one,
    ...problems('number-not-found', 'flow-not-found', 'flow-not-published', 'not-allowed'),
    ...gone,
  },
});
const act = (name: 'schedule' | 'pause' | 'resume' | 'cancel', summary: string) =>
  createRoute({
    method: 'post',
    path: `/broadcasts/{id}/${name}` as const,
    tags,
    summary,
    request: { params: Params },
    responses: { 200: one, ...gone },
  });
export const schedule = act('schedule', 'Schedule a broadcast');
export const pause = act('pause', 'Pause a broadcast');
export const resume = act('resume', 'Go on with a broadcast');
export const cancel = act('cancel', 'Cancel a broadcast');
export const test = createRoute({
  method: 'post',
  path: '/broadcasts/{id}/test',
  tags,
  summary: 'Send a broadcast to one number as a test',
  request: { params: Params, body: body(TestJson) },
  responses: {
    202: answer('It is on its way.', z.strictObject({ done: z.literal(true) })),
    ...problems('broadcast-not-found', 'broadcast-test-refused'),
  },
});
export const cost = createRoute({
  method: 'get',
  path: '/broadcasts/{id}/cost',
  tags,
  summary: 'What a broadcast has cost until now',
  request: { params: Params },
  responses: {
    200: answer(
      'Of what arrived; of a flow, what its first turn said. A line for each currency.',
      z.strictObject({ lines: z.array(CostLineJson) }),
    ),
    ...problems('broadcast-not-found'),
  },
});
