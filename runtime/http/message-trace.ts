import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import { findConversation } from '../conversation/find-conversation.ts';
import { type MessageTrace, traceLines, traceMessage, traceOutlook } from '../conversation/message-trace.ts';
import type { Database } from '../db/tables.ts';
import { isVisible } from '../escalation/visible.ts';
import { visibleTeams } from '../people/caller.ts';
import { answer, problems } from './documented.ts';
import { refuse } from './problem.ts';

const Instant = z.iso.datetime();

const TraceJson = z
  .strictObject({
    conversationId: z.uuid().nullable(),
    numberId: z.uuid().nullable(),
    story: z
      .array(z.strictObject({ at: Instant, text: z.string() }))
      .openapi({ description: 'What happened, as a person reads it.' }),
    outlook: z
      .array(z.string())
      .openapi({ description: 'What has not come to an end, and what it waits for.' }),
    event: z
      .strictObject({
        id: z.string(),
        lane: z.number().int(),
        source: z.string().openapi({ description: 'The `wamid` of a message of the contact.' }),
        kind: z.string(),
        input: z.string().nullable(),
        sentAt: Instant,
        receivedAt: Instant,
        status: z.enum(['new', 'done', 'ignored', 'parked']),
        failures: z.number().int().openapi({ description: 'Turns that failed.' }),
        error: z.string().nullable(),
        path: z.array(z.strictObject({ node: z.string(), port: z.string() })),
        doneAt: Instant.nullable(),
      })
      .nullable()
      .openapi({ description: 'What came in; null when nothing led to the message.' }),
    session: z
      .strictObject({
        id: z.uuid(),
        flow: z.string(),
        version: z.number().int(),
        startedAt: Instant,
        endedAt: Instant.nullable(),
        endedReason: z.string().nullable(),
      })
      .nullable(),
    messages: z.array(
      z.strictObject({
        id: z.string(),
        lane: z.number().int(),
        wamid: z.string().nullable(),
        node: z.string().nullable(),
        kind: z.string(),
        status: z.string(),
        attempts: z.number().int().openapi({ description: 'Tries that reached the network.' }),
        resent: z.boolean(),
        error: z.looseObject({ code: z.number().optional(), reason: z.string() }).nullable(),
        writtenAt: Instant,
        dueAt: Instant,
        sentAt: Instant.nullable(),
        deliveredAt: Instant.nullable(),
        readAt: Instant.nullable(),
        failedAt: Instant.nullable(),
      }),
    ),
    kept: z
      .array(z.strictObject({ kind: z.string(), reason: z.string().nullable(), receivedAt: Instant }))
      .openapi({ description: 'What WhatsApp told of these messages and nothing acts on.' }),
  })
  .openapi('MessageTrace');

const read = createRoute({
  method: 'get',
  path: '/messages/{id}/trace',
  tags: ['Conversations'],
  summary: 'Follow a message',
  description:
    'When it was accepted, the turn that was taken for it, what was written and sent for it and what became of that; without what was said.',
  request: {
    params: z.strictObject({
      id: z.string().min(1).max(300).openapi({
        description: 'The `wamid` of a message, the contact’s or ours, or its id in the transcript.',
        example: 'in-17',
      }),
    }),
  },
  responses: {
    200: answer('Its way so far.', TraceJson),
    ...problems('message-not-found'),
  },
});

/** The way of one message through Parley, for whoever looks for it. */
export function messageTrace({ db }: { db: Kysely<Database> }) {
  return new OpenAPIHono().openapi(read, async (c) => {
    const trace = (await traceMessage(db, c.req.valid('param').id)) ?? refuse('message-not-found');
    await checkVisible(c, db, trace.conversationId);
    return c.json(traceJson(trace), 200);
  });
}

/** A message of a conversation that the caller may not see is not there; nor is one of no conversation, unless they may see all. */
async function checkVisible(c: Context, db: Kysely<Database>, conversationId: string | null): Promise<void> {
  const caller = c.get('caller');
  if (visibleTeams(caller) === null) return;
  const conversation = conversationId === null ? null : await findConversation(db, conversationId);
  if (!conversation || !(await isVisible(db, conversation, caller))) refuse('message-not-found');
}

function traceJson(trace: MessageTrace): z.infer<typeof TraceJson> {
  const { event, session, messages, kept, ...rest } = trace;
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    ...rest,
    story: traceLines(trace).map(({ at, text }) => ({ at: at.toISOString(), text })),
    outlook: traceOutlook(trace),
    event: event && {
      ...event,
      sentAt: event.sentAt.toISOString(),
      receivedAt: event.receivedAt.toISOString(),
      doneAt: iso(event.doneAt),
    },
    session: session && {
      ...session,
      startedAt: session.startedAt.toISOString(),
      endedAt: iso(session.endedAt),
    },
    messages: messages.map((message) => ({
      ...message,
      writtenAt: message.writtenAt.toISOString(),
      dueAt: message.dueAt.toISOString(),
      sentAt: iso(message.sentAt),
      deliveredAt: iso(message.deliveredAt),
      readAt: iso(message.readAt),
      failedAt: iso(message.failedAt),
    })),
    kept: kept.map((one) => ({ ...one, receivedAt: one.receivedAt.toISOString() })),
  };
}
