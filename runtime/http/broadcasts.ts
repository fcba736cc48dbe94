import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import {
  type Broadcast,
  type BroadcastDraft,
  cancelBroadcast,
  changeBroadcast,
  listBroadcasts,
  makeBroadcast,
  pauseBroadcast,
  progressOf,
  readBroadcast,
  resumeBroadcast,
  scheduleBroadcast,
} from '../broadcast/broadcasts.ts';
import { Brake, Content, Schedule } from '../broadcast/content.ts';
import { preflight } from '../broadcast/preflight.ts';
import { testSend } from '../broadcast/test-send.ts';
import { listChannels } from '../channel/channels.ts';
import { isStartable } from '../conversation/start-flow.ts';
import type { Database } from '../db/tables.ts';
import type { Work } from '../inbox/enqueue.ts';
import { type AuditAction, audit } from '../people/audit.ts';
import type { Caller } from '../people/caller.ts';
import { Phone, Purpose, QueryJson } from './contact-schemas.ts';
import { answer, body, problems } from './documented.ts';
import { refuse } from './problem.ts';
import { facts } from './session.ts';

export type BroadcastsDeps = {
  db: Kysely<Database>;
  wake: (work: Work[]) => void;
  deliver?: ((lanes: number[]) => void) | undefined;
};

const tags = ['Broadcasts'];
const Params = z.strictObject({ id: z.uuid() });
const Count = z.number().int();
const ContentJson = z
  .custom<Content>((value) => Content.safeParse(value).success, 'must be a template or a flow')
  .openapi({
    type: 'object',
    description:
      '`{kind: template, message}` with values that may name `{{contact.name}}`, `{{contact.first_name}}`, `{{fields.city | your city}}`; or `{kind: flow, flow}`.',
  });
const Given = z.strictObject({
  name: z.string().trim().min(1).max(80),
  numberId: z.uuid(),
  segment: QueryJson,
  content: ContentJson,
  purpose: Purpose,
  overrideReason: z.string().trim().min(10).max(1000).nullable().default(null).openapi({
    description:
      'Why it also goes to people who were never asked for consent: for administrators. Who has withdrawn consent never gets it.',
  }),
  schedule: Schedule,
  brake: Brake.prefault({}),
});
const BroadcastJson = z
  .strictObject({
    id: z.uuid(),
    ...Given.shape,
    overrideReason: z.string().nullable(),
    brake: Brake,
    status: z.enum(['draft', 'scheduled', 'running', 'paused', 'cancelled', 'done']),
    pausedFor: z.string().nullable(),
    isListed: z.boolean().openapi({ description: 'All recipients are known.' }),
    createdAt: z.iso.datetime(),
    startsAt: z.iso.datetime().nullable(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .openapi('Broadcast');
const ProgressJson = z
  .strictObject({
    ...{ recipients: Count, waiting: Count, sending: Count, sent: Count, delivered: Count, read: Count },
    ...{ failed: Count, skipped: Count, started: Count },
    reasons: z.array(
      z.strictObject({
        outcome: z.enum(['skipped', 'failed', 'cancelled']),
        reason: z.string(),
        code: z.number().int().nullable(),
        count: Count,
      }),
    ),
  })
  .openapi('BroadcastProgress');
const PreflightJson = z
  .strictObject({
    recipients: Count,
    reached: Count,
    skipped: z.array(z.strictObject({ reason: z.string(), count: Count })),
    insideWindow: Count,
    usedOfLimit: Count,
    limit: Count.nullable(),
    template: z.strictObject({ status: z.string(), category: z.string(), quality: z.string() }).nullable(),
    example: z.strictObject({ name: z.string(), message: z.unknown() }).nullable(),
  })
  .openapi('BroadcastPreflight');

const one = answer('The broadcast.', BroadcastJson);
const gone = problems('broadcast-not-found', 'broadcast-state-wrong');

const list = createRoute({
  method: 'get',
  path: '/broadcasts',
  tags,
  summary: 'List broadcasts',
  responses: { 200: answer('The newest first.', z.strictObject({ broadcasts: z.array(BroadcastJson) })) },
});
const read = createRoute({
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
const check = createRoute({
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
const make = createRoute({
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
const change = createRoute({
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
const schedule = act('schedule', 'Schedule a broadcast');
const pause = act('pause', 'Pause a broadcast');
const resume = act('resume', 'Go on with a broadcast');
const cancel = act('cancel', 'Cancel a broadcast');
const test = createRoute({
  method: 'post',
  path: '/broadcasts/{id}/test',
  tags,
  summary: 'Send a broadcast to one number as a test',
  request: { params: Params, body: body(z.strictObject({ phone: Phone })) },
  responses: {
    202: answer('It is on its way.', z.strictObject({ done: z.literal(true) })),
    ...problems('broadcast-not-found', 'broadcast-test-refused'),
  },
});

/** One message to many people. */
export function broadcasts({ db, wake, deliver }: BroadcastsDeps) {
  const found = async (id: string) => (await readBroadcast(db, id)) ?? refuse('broadcast-not-found');
  const draftFrom = async (caller: Caller, given: z.infer<typeof Given>): Promise<BroadcastDraft> => {
    const isAdministrator = caller.rights.has('settings:write');
    if (given.overrideReason !== null && !isAdministrator)
      refuse('not-allowed', { detail: 'Only an administrator may send without consent.' });
    const numbers = await listChannels(db);
    if (!numbers.some(({ id }) => id === given.numberId)) refuse('number-not-found');
    if (given.content.kind === 'flow') {
      const startable = await isStartable(db, given.content.flow);
      if (!startable.ok) refuse(startable.reason);
    }
    return given;
  };
  const note = (
    tx: Kysely<Database>,
    c: Context,
    action: AuditAction,
    { id, name }: Broadcast,
    details = {},
  ) => {
    const subject = { kind: 'broadcast', id, name };
    return audit(tx, { who: c.get('caller'), action, subject, details, from: facts(c) });
  };
  /** Does something that the broadcast's state may forbid, and writes it down. */
  const acting = async (
    c: Context,
    id: string,
    action: AuditAction,
    work: (tx: Kysely<Database>, broadcast: Broadcast) => Promise<boolean>,
  ) => {
    const broadcast = await found(id);
    await db.transaction().execute(async (tx) => {
      if (!(await work(tx, broadcast)))
        refuse('broadcast-state-wrong', { detail: `It is ${broadcast.status}.` });
      const { purpose, overrideReason } = broadcast;
      await note(tx, c, action, broadcast, { purpose, overrideReason });
    });
    return broadcastJson(await found(id));
  };

  return new OpenAPIHono()
    .openapi(list, async (c) => c.json({ broadcasts: (await listBroadcasts(db)).map(broadcastJson) }, 200))
    .openapi(check, async (c) => {
      const draft = await draftFrom(c.get('caller'), c.req.valid('json'));
      return c.json(await preflight(db, draft), 200);
    })
    .openapi(make, async (c) => {
      const draft = await draftFrom(c.get('caller'), c.req.valid('json'));
      const id = await makeBroadcast(db, draft, c.get('caller').id);
      return c.json(broadcastJson(await found(id)), 201);
    })
    .openapi(read, async (c) => {
      const broadcast = await found(c.req.valid('param').id);
      const progress = await progressOf(db, broadcast.id);
      return c.json({ broadcast: broadcastJson(broadcast), progress }, 200);
    })
    .openapi(change, async (c) => {
      const { id, status } = await found(c.req.valid('param').id);
      const draft = await draftFrom(c.get('caller'), c.req.valid('json'));
      if (!(await changeBroadcast(db, id, draft)))
        refuse('broadcast-state-wrong', { detail: `It is ${status}.` });
      return c.json(broadcastJson(await found(id)), 200);
    })
    .openapi(schedule, async (c) => {
      const { id } = c.req.valid('param');
      const scheduled = await acting(c, id, 'broadcast-scheduled', (tx, broadcast) =>
        scheduleBroadcast(tx, broadcast, new Date()),
      );
      return c.json(scheduled, 200);
    })
    .openapi(pause, async (c) => {
      const { id } = c.req.valid('param');
      const paused = await acting(c, id, 'broadcast-paused', (tx) => pauseBroadcast(tx, id, 'by-hand'));
      return c.json(paused, 200);
    })
    .openapi(resume, async (c) => {
      const { id } = c.req.valid('param');
      return c.json(await acting(c, id, 'broadcast-resumed', (tx) => resumeBroadcast(tx, id)), 200);
    })
    .openapi(cancel, async (c) => {
      const { id } = c.req.valid('param');
      return c.json(await acting(c, id, 'broadcast-cancelled', (tx) => cancelBroadcast(tx, id)), 200);
    })
    .openapi(test, async (c) => {
      const broadcast = await found(c.req.valid('param').id);
      const tested = await testSend(db, broadcast, c.req.valid('json').phone.replace('+', ''));
      if (!tested.ok) refuse('broadcast-test-refused', { detail: TEST_REFUSED[tested.reason] });
      await note(db, c, 'broadcast-tested', broadcast);
      if (tested.wakes === 'deliver') deliver?.([tested.lane]);
      else wake([{ lane: tested.lane, conversationId: '' }]);
      return c.json({ done: true as const }, 202);
    });
}

const TEST_REFUSED = {
  'opted-out': 'The person at this number has withdrawn their consent.',
  'empty-value': 'A value would be empty for this person, which WhatsApp refuses.',
};

function broadcastJson(broadcast: Broadcast): z.infer<typeof BroadcastJson> {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  const { createdAt, startsAt, startedAt, finishedAt } = broadcast;
  return {
    ...broadcast,
    createdAt: createdAt.toISOString(),
    startsAt: iso(startsAt),
    startedAt: iso(startedAt),
    finishedAt: iso(finishedAt),
  };
}
