import { createRoute, z } from '@hono/zod-openapi';
import { OutboundMessage } from '@parley/flows/message.ts';
import { Limit } from '../conversation/place-in-list.ts';
import { CASE_STATUSES, CaseJson } from './case-schemas.ts';
import { answer, body, optionalBody, problems } from './documented.ts';
import { FlowId } from './flow-schemas.ts';
import { OverrideReason } from './override-reason.ts';
import { PersonId } from './people-schemas.ts';

const tags = ['Hand-over'];
const params = z.strictObject({ id: z.uuid() });
const Instant = z.iso.datetime();

/** People who have signed in act as themselves. */
const By = z
  .string()
  .regex(/^[\w.@-]{1,80}$/)
  .optional()
  .openapi({ description: 'For whom a program acts; of a person who has signed in it is ignored.' });
const Outcome = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .optional()
  .openapi({ description: 'What came of it; the flow can branch on it.' });

const OwnedJson = z
  .strictObject({
    conversationId: z.uuid(),
    owner: z.string(),
    isNew: z.boolean().openapi({ description: 'False when they had it before.' }),
  })
  .openapi('OwnedConversation');
const DoneJson = z.strictObject({ conversationId: z.uuid() });

/** What a list of values looks like in an address: `a,b`. */
const listOf = <Schema extends z.ZodType<string, string>>(schema: Schema) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(schema).max(50));

export const listCases = createRoute({
  method: 'get',
  path: '/cases',
  tags,
  summary: 'List people who wait for a person',
  request: {
    query: z.strictObject({
      status: listOf(z.enum(CASE_STATUSES))
        .optional()
        .openapi({ description: 'Separated by commas; unless told requested, assigned and answered.' }),
      team: listOf(z.string().max(80))
        .optional()
        .openapi({ description: 'Ids of teams, separated by commas; an empty one for cases of no team.' }),
      assignee: z
        .string()
        .max(80)
        .optional()
        .openapi({ description: 'A person’s id, `me`, or `none` for cases that nobody has.' }),
      priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
      number: z.uuid().optional(),
      limit: Limit,
    }),
  },
  responses: {
    200: answer(
      'Those without an answer come first, and among them those who wait longest.',
      z.strictObject({ cases: z.array(CaseJson) }),
    ),
  },
});

export const takeIt = createRoute({
  method: 'post',
  path: '/conversations/{id}/take',
  tags,
  summary: 'Take a conversation',
  description:
    'From the bot in the middle of a flow, or from those that wait. The bot is silent until the conversation is handed back. When several take it at once one gets it; the others are refused with `taken-by`, with the members `owner`, `ownerName` and `since`.',
  request: { params, body: optionalBody(z.strictObject({ by: By })) },
  responses: {
    200: answer('It is the caller’s.', OwnedJson),
    ...problems('conversation-not-found', 'taken-by'),
  },
});

export const releaseIt = createRoute({
  method: 'post',
  path: '/conversations/{id}/release',
  tags,
  summary: 'Give a conversation up',
  description: 'It waits for another person; the bot stays silent.',
  request: { params, body: optionalBody(z.strictObject({ by: By })) },
  responses: {
    200: answer('It waits.', DoneJson),
    ...problems('conversation-not-found', 'nobody-holds-it', 'taken-by'),
  },
});

export const assignIt = createRoute({
  method: 'post',
  path: '/conversations/{id}/assign',
  tags,
  summary: 'Give a conversation to somebody',
  description: 'Whoever had it before.',
  request: { params, body: body(z.strictObject({ to: PersonId, by: By })) },
  responses: {
    200: answer('It is theirs.', OwnedJson),
    ...problems('conversation-not-found', 'person-not-found'),
  },
});

export const resolveIt = createRoute({
  method: 'post',
  path: '/conversations/{id}/resolve',
  tags,
  summary: 'Hand a conversation back to the bot',
  description: 'The flow goes on where it asked for a person. The same as handing back by `exit`.',
  request: { params, body: optionalBody(z.strictObject({ outcome: Outcome, by: By })) },
  responses: {
    202: answer('The flow goes on.', DoneJson),
    ...problems('conversation-not-found', 'nobody-holds-it', 'window-closed'),
  },
});

export const handItBack = createRoute({
  method: 'post',
  path: '/conversations/{id}/hand-back',
  tags,
  summary: 'Hand a conversation back, and say how the bot goes on',
  request: {
    params,
    body: body(
      z.discriminatedUnion('how', [
        z.strictObject({ how: z.literal('exit'), outcome: Outcome, by: By }).openapi({
          description: 'Where the flow stands: behind its hand-over, or with its last question.',
        }),
        z
          .strictObject({ how: z.literal('flow'), flow: FlowId, outcome: Outcome, by: By })
          .openapi({ description: 'With another flow.' }),
        z
          .strictObject({ how: z.literal('end'), outcome: Outcome, by: By })
          .openapi({ description: 'Not at all: the contact’s next message starts what it starts.' }),
      ]),
    ),
  },
  responses: {
    202: answer('The bot has it.', DoneJson),
    ...problems(
      'conversation-not-found',
      'flow-not-found',
      'flow-not-published',
      'nobody-holds-it',
      'window-closed',
    ),
  },
});

export const restartIt = createRoute({
  method: 'post',
  path: '/conversations/{id}/restart',
  tags,
  summary: 'Begin the conversation’s flow again',
  description: 'The one that runs, else the one that ran last, on its newest version.',
  request: { params, body: optionalBody(z.strictObject({ by: By })) },
  responses: {
    202: answer('It begins.', z.strictObject({ conversationId: z.uuid(), flow: z.string() })),
    ...problems('conversation-not-found', 'no-flow-yet', 'flow-not-published', 'window-closed'),
  },
});

export const sendIt = createRoute({
  method: 'post',
  path: '/conversations/{id}/messages',
  tags,
  summary: 'Answer as a person',
  description:
    'Only whoever has the conversation may; with `takes` it is taken with the message when nobody has it. After the 24-hour window only a template is sent. With the same idempotency key it is sent once.',
  request: {
    params,
    headers: z.object({
      'idempotency-key': z
        .string()
        .regex(/^[\w-]{1,64}$/)
        .openapi({ description: 'New for every message; the same when it is sent again.' }),
    }),
    body: body(
      z.strictObject({
        message: z
          .looseObject({ type: z.string() })
          .openapi({ description: 'In the words of the flow language: `{"type": "text", "body": "Hello"}`.' })
          .pipe(OutboundMessage),
        replyTo: z
          .string()
          .regex(/^(?:in|out)-\d{1,18}$/, 'must be the id of a message of the thread')
          .optional()
          .openapi({ description: 'The message of the thread that is quoted.' }),
        takes: z.boolean().default(false),
        allowedBecause: OverrideReason.optional(),
        by: By,
      }),
    ),
  },
  responses: {
    202: answer(
      'It is on its way.',
      z.strictObject({
        messageId: z.string().openapi({ description: 'Of the message trace.' }),
        isNew: z.boolean().openapi({ description: 'False when it was sent before with the same key.' }),
      }),
    ),
    ...problems(
      'conversation-not-found',
      'message-not-found',
      'nobody-holds-it',
      'taken-by',
      'window-closed',
      'no-consent',
      'opted-out',
      'not-allowed',
      'message-not-sendable',
    ),
  },
});

export const noteIt = createRoute({
  method: 'post',
  path: '/conversations/{id}/notes',
  tags,
  summary: 'Leave a note for colleagues',
  request: {
    params,
    body: body(
      z.strictObject({
        text: z.string().trim().min(1).max(4096),
        mentions: z
          .array(PersonId)
          .max(50)
          .optional()
          .openapi({ description: 'Ids of people whom it is meant for.' }),
        by: By,
      }),
    ),
  },
  responses: { 201: answer('It stands in the history.', DoneJson), ...problems('conversation-not-found') },
});

export const readEvents = createRoute({
  method: 'get',
  path: '/conversations/{id}/history',
  tags,
  summary: 'Read what happened in a conversation beside its messages',
  request: {
    params,
    query: z.strictObject({
      before: z
        .string()
        .regex(/^\d{1,18}$/)
        .optional()
        .openapi({ description: 'Only what came before the event with this id.' }),
      limit: Limit,
    }),
  },
  responses: {
    200: answer(
      'The newest, oldest first.',
      z.strictObject({
        events: z.array(
          z
            .strictObject({
              id: z.string(),
              kind: z.string().openapi({
                description:
                  'opened, offered, assigned, taken, released, answered, resolved, expired, restarted, started, alarm, noticed, window-closing, window-closed, note, labelled, snoozed, woken, blocked, unblocked, merged or template-sent.',
              }),
              at: Instant,
              who: z.string().openapi({
                description: 'A person’s id, `bot`, `phone` (the WhatsApp Business app) or `system`.',
              }),
              caseId: z.string().nullable(),
              details: z.record(z.string(), z.unknown()),
            })
            .openapi('ConversationEvent'),
        ),
      }),
    ),
    ...problems('conversation-not-found'),
  },
});
