import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import { listChannels } from '../channel/channels.ts';
import { wouldSayInVain } from '../conversation/begins-freely.ts';
import { listConversations } from '../conversation/conversation-list.ts';
import type { FoundConversation } from '../conversation/find-conversation.ts';
import { Limit, nextWith, placeOf } from '../conversation/place-in-list.ts';
import {
  ensureConversation,
  isStartable,
  knownConversation,
  requestStart,
} from '../conversation/start-flow.ts';
import { readTranscript } from '../conversation/transcript.ts';
import type { Database } from '../db/tables.ts';
import { record } from '../escalation/history.ts';
import { isVisible } from '../escalation/visible.ts';
import type { Work } from '../inbox/enqueue.ts';
import { seesOnly, visibleTeams } from '../people/caller.ts';
import { createMachineCache } from '../turn/machine-cache.ts';
import { ConversationJson, conversationJson, EntryJson, entryJson } from './conversation-schemas.ts';
import { answer, body, problems } from './documented.ts';
import { FlowId } from './flow-schemas.ts';
import { checkOverride, OverrideReason } from './override-reason.ts';
import { auditing } from './own-audit.ts';
import { refuse } from './problem.ts';
import { visibleConversation } from './visible-conversation.ts';
import { whoActs } from './who-acts.ts';

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
    'It starts after whatever waits in the conversation already, and ends the session that is under way. Where a person holds the conversation only they may start one, and hand it back with that. With the 24-hour window closed the flow begins with a template, or names one that re-opens the window.',
  request: {
    params: ConversationParams,
    headers: OnceHeader,
    body: body(z.strictObject({ flow: FlowId, allowedBecause: OverrideReason.optional() })),
  },
  responses: {
    202: answer('It will be started.', StartedJson),
    ...problems(
      'conversation-not-found',
      'flow-not-found',
      'flow-not-published',
      'held-by-a-person',
      'window-closed',
      'not-allowed',
    ),
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
        allowedBecause: OverrideReason.optional(),
      }),
    ),
  },
  responses: {
    202: answer('It will be started.', StartedJson),
    ...problems(
      'number-not-found',
      'flow-not-found',
      'flow-not-published',
      'held-by-a-person',
      'window-closed',
      'not-allowed',
    ),
  },
});

/** What was said with whom, and flows started by hand. */
export function conversations({ db, wake }: ConversationsDeps) {
  const machines = createMachineCache(50);
  const startIn = async (
    c: Context,
    conversation: FoundConversation,
    { flow: flowId, allowedBecause }: { flow: string; allowedBecause?: string | undefined },
    once: string | undefined,
  ) => {
    checkOverride(c, allowedBecause);
    const by = whoActs(c, undefined);
    if (conversation.held && !(await isOwnedBy(db, conversation, by))) refuse('held-by-a-person');
    if (await wouldSayInVain(db, machines, conversation, flowId))
      refuse('window-closed', { detail: `“${flowId}” does not begin with a template.` });
    const work = await requestStart(db, conversation, {
      flowId,
      once,
      by: conversation.held ? by : undefined,
      allowedBecause,
    });
    if (work && allowedBecause !== undefined) {
      const details = { reason: allowedBecause, flow: flowId };
      await auditing(c)(db, 'consent-overridden', conversation.id, details);
    }
    if (work) {
      const { lane, id } = conversation;
      await record(db, lane, [
        { conversationId: id, caseId: null, kind: 'started', who: by, details: { flow: flowId } },
      ]);
      wake([work]);
    }
    return { conversationId: conversation.id, isNew: work !== null };
  };
  /** Who sees only the conversations of their teams begins none that they would not see. */
  const checkReach = async (c: Context, number: string, phone: string) => {
    const caller = c.get('caller');
    if (visibleTeams(caller) === null) return;
    const known = await knownConversation(db, number, phone);
    if (!known || !(await isVisible(db, known, caller)))
      refuse('not-allowed', {
        detail: 'You see only the conversations of your teams, and this is none of them.',
      });
  };
  const checkFlow = async (flowId: string) => {
    const startable = await isStartable(db, flowId);
    if (!startable.ok) refuse(startable.reason);
  };

  return new OpenAPIHono()
    .openapi(list, async (c) => {
      const { number = null, next, limit } = c.req.valid('query');
      const caller = c.get('caller');
      const seenBy = seesOnly(caller);
      const page = await listConversations(db, { numberId: number, after: placeOf(next), limit, seenBy });
      return c.json({ conversations: page.conversations.map(conversationJson), next: page.next }, 200);
    })
    .openapi(begin, async (c) => {
      const { number, phone, ...asked } = c.req.valid('json');
      const known = await listChannels(db);
      if (!known.some(({ id }) => id === number)) refuse('number-not-found');
      await checkFlow(asked.flow);
      const digits = phone.replace('+', '');
      await checkReach(c, number, digits);
      const conversation = await ensureConversation(db, number, digits);
      return c.json(await startIn(c, conversation, asked, c.req.valid('header')['idempotency-key']), 202);
    })
    .openapi(transcript, async (c) => {
      const { next, limit } = c.req.valid('query');
      const conversation = await visibleConversation(c, db, c.req.valid('param').id);
      const page = await readTranscript(db, conversation, { before: placeOf(next), limit });
      const entries = page.entries.map(entryJson);
      return c.json({ conversationId: conversation.id, entries, next: page.next }, 200);
    })
    .openapi(start, async (c) => {
      const conversation = await visibleConversation(c, db, c.req.valid('param').id);
      const asked = c.req.valid('json');
      await checkFlow(asked.flow);
      return c.json(await startIn(c, conversation, asked, c.req.valid('header')['idempotency-key']), 202);
    });
}

async function isOwnedBy(
  db: Kysely<Database>,
  { lane, id }: FoundConversation,
  personId: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('conversations')
    .select('owner')
    .where('lane', '=', lane)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.owner === personId;
}
