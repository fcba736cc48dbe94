import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import { listChannels } from '../channel/channels.ts';
import { listConversations } from '../conversation/conversation-list.ts';
import { type FoundConversation, findConversation } from '../conversation/find-conversation.ts';
import { Limit, nextWith, placeOf } from '../conversation/place-in-list.ts';
import { ensureConversation, isStartable, requestStart } from '../conversation/start-flow.ts';
import { readTranscript } from '../conversation/transcript.ts';
import type { Database } from '../db/tables.ts';
import { openCases, resolveCase } from '../escalation/cases.ts';
import type { Work } from '../inbox/enqueue.ts';
import {
  CaseJson,
  ConversationJson,
  caseJson,
  conversationJson,
  EntryJson,
  entryJson,
} from './conversation-schemas.ts';
import { answer, body, optionalBody, problems } from './documented.ts';
import { FlowId } from './flow-schemas.ts';
import { refuse } from './problem.ts';

export type ConversationsDeps = {
  db: Kysely<Database>;
  /** These conversations have something to do: now, instead of when somebody next looks. */
  wake: (work: Work[]) => void;
};

const tags = ['Conversations'];
const ConversationParams = z.strictObject({ id: z.uuid() });
const NextJson = z
  .string()
  .nullable()
  .openapi({ description: 'For the page after this one; null at the end.' });

/** A start that is asked for twice because the answer got lost must not send a paid template twice. */
const OnceHeader = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional()
    .openapi({ description: 'Asking again with the same key starts nothing a second time.' }),
});
const StartedJson = z
  .strictObject({
    conversationId: z.uuid(),
    isNew: z.boolean().openapi({ description: 'False when it was asked for before with the same key.' }),
  })
  .openapi('Started');

const list = createRoute({
  method: 'get',
  path: '/conversations',
  tags,
  summary: 'List conversations',
  request: {
    query: z.strictObject({
      number: z.uuid().optional().openapi({ description: 'Only those of this number.' }),
      next: nextWith(/[0-9a-f-]{36}/),
      limit: Limit,
    }),
  },
  responses: {
    200: answer(
      'The one that was last written in comes first.',
      z.strictObject({ conversations: z.array(ConversationJson), next: NextJson }),
    ),
  },
});

const transcript = createRoute({
  method: 'get',
  path: '/conversations/{id}/transcript',
  tags,
  summary: 'Read a conversation',
  request: {
    params: ConversationParams,
    query: z.strictObject({ next: nextWith(/(?:in|out)-\d{1,18}/), limit: Limit }),
  },
  responses: {
    200: answer(
      'The newest entries, oldest first; `next` leads to those before them.',
      z.strictObject({ conversationId: z.uuid(), entries: z.array(EntryJson), next: NextJson }),
    ),
    ...problems('conversation-not-found'),
  },
});

const start = createRoute({
  method: 'post',
  path: '/conversations/{id}/start',
  tags,
  summary: 'Start a flow in a conversation',
  description:
    'It starts after whatever waits in the conversation already, and ends the session that is under way. Where a person holds the conversation nothing is started.',
  request: {
    params: ConversationParams,
    headers: OnceHeader,
    body: body(z.strictObject({ flow: FlowId })),
  },
  responses: {
    202: answer('It will be started.', StartedJson),
    ...problems('conversation-not-found', 'flow-not-found', 'flow-not-published', 'held-by-a-person'),
  },
});

const begin = createRoute({
  method: 'post',
  path: '/conversations',
  tags,
  summary: 'Start a flow for a person',
  description:
    'Also for somebody who has never written. Then only a template may be sent, so the flow must begin with one.',
  request: {
    headers: OnceHeader,
    body: body(
      z.strictObject({
        number: z.uuid(),
        phone: z
          .string()
          .regex(/^\+?[1-9]\d{6,14}$/, 'must be an international number')
          .openapi({ example: '+4915112345678' }),
        flow: FlowId,
      }),
    ),
  },
  responses: {
    202: answer('It will be started.', StartedJson),
    ...problems('number-not-found', 'flow-not-found', 'flow-not-published', 'held-by-a-person'),
  },
});

const resolve = createRoute({
  method: 'post',
  path: '/conversations/{id}/resolve',
  tags,
  summary: 'Hand a conversation back to the bot',
  request: {
    params: ConversationParams,
    body: optionalBody(
      z.strictObject({
        outcome: z
          .string()
          .trim()
          .min(1)
          .max(200)
          .optional()
          .openapi({ description: 'What came of it; the flow can branch on it.' }),
      }),
    ),
  },
  responses: {
    202: answer('The flow goes on.', z.strictObject({ conversationId: z.uuid() })),
    ...problems('conversation-not-found', 'nobody-holds-it'),
  },
});

const cases = createRoute({
  method: 'get',
  path: '/cases',
  tags,
  summary: 'List people who wait for a person',
  request: { query: z.strictObject({ limit: Limit }) },
  responses: {
    200: answer('Those who wait longest come first.', z.strictObject({ cases: z.array(CaseJson) })),
  },
});

/** What was said with whom, flows started by hand, and people who wait for a person. */
export function conversations({ db, wake }: ConversationsDeps) {
  const startIn = async (conversation: FoundConversation, flowId: string, once: string | undefined) => {
    if (conversation.held) refuse('held-by-a-person');
    const work = await requestStart(db, conversation, { flowId, once });
    if (work) wake([work]);
    return { conversationId: conversation.id, isNew: work !== null };
  };
  const checkFlow = async (flowId: string) => {
    const startable = await isStartable(db, flowId);
    if (!startable.ok) refuse(startable.reason);
  };

  return new OpenAPIHono()
    .openapi(list, async (c) => {
      const { number = null, next, limit } = c.req.valid('query');
      const page = await listConversations(db, { numberId: number, after: placeOf(next), limit });
      return c.json({ conversations: page.conversations.map(conversationJson), next: page.next }, 200);
    })
    .openapi(begin, async (c) => {
      const { number, phone, flow } = c.req.valid('json');
      const known = await listChannels(db);
      if (!known.some(({ id }) => id === number)) refuse('number-not-found');
      await checkFlow(flow);
      const conversation = await ensureConversation(db, number, phone.replace('+', ''));
      return c.json(await startIn(conversation, flow, c.req.valid('header')['idempotency-key']), 202);
    })
    .openapi(transcript, async (c) => {
      const { next, limit } = c.req.valid('query');
      const conversation = await found(db, c.req.valid('param').id);
      const page = await readTranscript(db, conversation, { before: placeOf(next), limit });
      const entries = page.entries.map(entryJson);
      return c.json({ conversationId: conversation.id, entries, next: page.next }, 200);
    })
    .openapi(start, async (c) => {
      const conversation = await found(db, c.req.valid('param').id);
      const { flow } = c.req.valid('json');
      await checkFlow(flow);
      return c.json(await startIn(conversation, flow, c.req.valid('header')['idempotency-key']), 202);
    })
    .openapi(resolve, async (c) => {
      const conversation = await found(db, c.req.valid('param').id);
      const { outcome } = c.req.valid('json');
      const { id: conversationId } = conversation;
      const onResolved = (lane: number) => wake([{ lane, conversationId }]);
      const isResolved = await resolveCase({ db, onResolved }, conversationId, outcome);
      if (!isResolved) refuse('nobody-holds-it');
      return c.json({ conversationId }, 202);
    })
    .openapi(cases, async (c) => {
      const open = await openCases(db, c.req.valid('query').limit);
      return c.json({ cases: open.map(caseJson) }, 200);
    });
}

async function found(db: Kysely<Database>, id: string): Promise<FoundConversation> {
  return (await findConversation(db, id)) ?? refuse('conversation-not-found');
}
