import { createRoute, z } from '@hono/zod-openapi';
import { Limit } from '../conversation/place-in-list.ts';
import { answer, body, optionalBody, problems } from './documented.ts';
import { InboxRowJson, LabelId } from './inbox-schemas.ts';
import { PersonId } from './people-schemas.ts';
import { DraftJson, ThreadItemJson, ThreadNext, ViewerJson } from './thread-schemas.ts';

const tags = ['Inbox'];
const params = z.strictObject({ id: z.uuid() });
const DoneJson = z.strictObject({ conversationId: z.uuid() });
const MessageId = z.string().regex(/^(?:in|out)-\d{1,18}$/, 'must be the id of a message of the thread');

export const threadRoute = createRoute({
  method: 'get',
  path: '/conversations/{id}/thread',
  tags,
  summary: 'Read a conversation as people see it',
  description:
    'Messages of both sides with what became of them, notes, what people did, and where sessions began and ended. Reactions stand with their messages.',
  request: { params, query: z.strictObject({ next: ThreadNext, limit: Limit }) },
  responses: {
    200: answer(
      'The newest, oldest first; `next` leads to those before them.',
      z.strictObject({
        conversation: InboxRowJson,
        items: z.array(ThreadItemJson),
        next: z.string().nullable(),
        draft: DraftJson.nullable().openapi({ description: 'What the caller has begun to write.' }),
        viewers: z
          .array(ViewerJson)
          .openapi({ description: 'Who looks at it or writes in it now, the caller included.' }),
      }),
    ),
    ...problems('conversation-not-found'),
  },
});

export const readRoute = createRoute({
  method: 'post',
  path: '/conversations/{id}/read',
  tags,
  summary: 'Say that you have read a conversation',
  request: {
    params,
    body: optionalBody(
      z.strictObject({
        through: z
          .string()
          .regex(/^in-\d{1,18}$/)
          .optional()
          .openapi({ description: 'The last message that was seen; all of them when left out.' }),
      }),
    ),
  },
  responses: {
    200: answer('It counts as read for the caller.', DoneJson),
    ...problems('conversation-not-found'),
  },
});

export const labelRoute = createRoute({
  method: 'put',
  path: '/conversations/{id}/labels',
  tags,
  summary: 'Put labels on a conversation, and take others off',
  request: {
    params,
    body: body(
      z.strictObject({
        add: z.array(LabelId).max(50).default([]),
        remove: z.array(LabelId).max(50).default([]),
      }),
    ),
  },
  responses: { 200: answer('It has them.', DoneJson), ...problems('conversation-not-found') },
});

export const snoozeRoute = createRoute({
  method: 'post',
  path: '/conversations/{id}/snooze',
  tags,
  summary: 'Put a conversation off',
  description: 'For everybody. A message of the contact ends it in any case.',
  request: {
    params,
    body: body(
      z.strictObject({
        until: z.iso
          .datetime()
          .or(z.literal('until-reply'))
          .nullable()
          .openapi({ description: 'Null wakes it.' }),
      }),
    ),
  },
  responses: { 200: answer('It is put off.', DoneJson), ...problems('conversation-not-found') },
});

const BlockedJson = z
  .strictObject({
    conversationId: z.uuid(),
    atWhatsApp: z.boolean().openapi({
      description:
        'Whether WhatsApp does it too. It blocks only whoever wrote within the last 24 hours; Parley ignores the contact in any case.',
    }),
  })
  .openapi('Blocked');

export const blockRoute = createRoute({
  method: 'post',
  path: '/conversations/{id}/block',
  tags,
  summary: 'Block a contact',
  description: 'What they write is kept, and nothing answers it.',
  request: { params },
  responses: { 200: answer('They are blocked.', BlockedJson), ...problems('conversation-not-found') },
});

export const unblockRoute = createRoute({
  method: 'post',
  path: '/conversations/{id}/unblock',
  tags,
  summary: 'Unblock a contact',
  request: { params },
  responses: { 200: answer('They are not blocked.', BlockedJson), ...problems('conversation-not-found') },
});

export const draftRoute = createRoute({
  method: 'put',
  path: '/conversations/{id}/draft',
  tags,
  summary: 'Keep what you have begun to write',
  request: {
    params,
    body: body(
      z.strictObject({
        text: z.string().max(4096).openapi({ description: 'Empty, and without `replyTo`, there is none.' }),
        isNote: z.boolean().default(false),
        replyTo: MessageId.nullable().default(null),
      }),
    ),
  },
  responses: { 200: answer('It is kept.', DoneJson), ...problems('conversation-not-found') },
});

export const viewingRoute = createRoute({
  method: 'post',
  path: '/conversations/{id}/viewing',
  tags,
  summary: 'Say that you look at a conversation, or write in it',
  description: 'To be said again every ten seconds while looking, every three while typing.',
  request: { params, body: body(z.strictObject({ state: z.enum(['viewing', 'typing', 'gone']) })) },
  responses: {
    200: answer('Who is there.', z.strictObject({ viewers: z.array(ViewerJson) })),
    ...problems('conversation-not-found'),
  },
});

export const reactRoute = createRoute({
  method: 'post',
  path: '/conversations/{id}/reactions',
  tags,
  summary: 'React to a message',
  description:
    'As for an answer, the conversation must be the caller’s. Another reaction takes the place of the last one.',
  request: {
    params,
    headers: z.object({ 'idempotency-key': z.string().regex(/^[\w-]{1,64}$/) }),
    body: body(
      z.strictObject({
        to: MessageId,
        emoji: z
          .string()
          .max(32)
          .openapi({ description: 'One emoji; an empty text takes the reaction back.' }),
        takes: z.boolean().default(false),
        by: PersonId.optional(),
      }),
    ),
  },
  responses: {
    202: answer('It is on its way.', z.strictObject({ messageId: z.string(), isNew: z.boolean() })),
    ...problems(
      'conversation-not-found',
      'message-not-found',
      'message-not-sendable',
      'nobody-holds-it',
      'taken-by',
      'window-closed',
    ),
  },
});
