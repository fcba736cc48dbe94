import { OpenAPIHono, type z } from '@hono/zod-openapi';
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
import { preflight } from '../broadcast/preflight.ts';
import { testSend } from '../broadcast/test-send.ts';
import { listChannels } from '../channel/channels.ts';
import { isStartable } from '../conversation/start-flow.ts';
import type { Database } from '../db/tables.ts';
import type { Work } from '../inbox/enqueue.ts';
import { type AuditAction, audit } from '../people/audit.ts';
import type { Caller } from '../people/caller.ts';
import { broadcastCost } from '../prices/broadcast-cost.ts';
import * as route from './broadcast-routes.ts';
import { broadcastJson, type Given } from './broadcast-schemas.ts';
import { refuse } from './problem.ts';
import { facts } from './session.ts';

export type BroadcastsDeps = {
  db: Kysely<Database>;
  wake: (work: Work[]) => void;
  deliver?: ((lanes: number[]) => void) | undefined;
};

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
    .openapi(route.list, async (c) =>
      c.json({ broadcasts: (await listBroadcasts(db)).map(broadcastJson) }, 200),
    )
    .openapi(route.check, async (c) => {
      const draft = await draftFrom(c.get('caller'), c.req.valid('json'));
      return c.json(await preflight(db, draft), 200);
    })
    .openapi(route.make, async (c) => {
      const draft = await draftFrom(c.get('caller'), c.req.valid('json'));
      const id = await makeBroadcast(db, draft, c.get('caller').id);
      return c.json(broadcastJson(await found(id)), 201);
    })
    .openapi(route.read, async (c) => {
      const broadcast = await found(c.req.valid('param').id);
      const progress = await progressOf(db, broadcast.id);
      return c.json({ broadcast: broadcastJson(broadcast), progress }, 200);
    })
    .openapi(route.change, async (c) => {
      const { id, status } = await found(c.req.valid('param').id);
      const draft = await draftFrom(c.get('caller'), c.req.valid('json'));
      if (!(await changeBroadcast(db, id, draft)))
        refuse('broadcast-state-wrong', { detail: `It is ${status}.` });
      return c.json(broadcastJson(await found(id)), 200);
    })
    .openapi(route.schedule, async (c) => {
      const { id } = c.req.valid('param');
      const scheduled = await acting(c, id, 'broadcast-scheduled', (tx, broadcast) =>
        scheduleBroadcast(tx, broadcast, new Date()),
      );
      return c.json(scheduled, 200);
    })
    .openapi(route.pause, async (c) => {
      const { id } = c.req.valid('param');
      const paused = await acting(c, id, 'broadcast-paused', (tx) => pauseBroadcast(tx, id, 'by-hand'));
      return c.json(paused, 200);
    })
    .openapi(route.resume, async (c) => {
      const { id } = c.req.valid('param');
      return c.json(await acting(c, id, 'broadcast-resumed', (tx) => resumeBroadcast(tx, id)), 200);
    })
    .openapi(route.cancel, async (c) => {
      const { id } = c.req.valid('param');
      return c.json(await acting(c, id, 'broadcast-cancelled', (tx) => cancelBroadcast(tx, id)), 200);
    })
    .openapi(route.cost, async (c) => {
      const lines = await broadcastCost(db, await found(c.req.valid('param').id), new Date());
      return c.json({ lines: lines.map((line) => ({ ...line, name: null })) }, 200);
    })
    .openapi(route.test, async (c) => {
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
