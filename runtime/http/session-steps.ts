import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { readSession, readSteps } from '../desk/session-steps.ts';
import { answer, problems } from './documented.ts';
import { refuse } from './problem.ts';
import { SessionStepJson, sessionJson, stepJson, WalkedSessionJson } from './session-step-schemas.ts';
import { visibleConversation } from './visible-conversation.ts';

/** So many turns come at once. */
const PAGE = 200;

const read = createRoute({
  method: 'get',
  path: '/conversations/{id}/sessions/{session}/steps',
  tags: ['Inbox'],
  summary: 'Read the way of a session through its flow',
  description:
    'Turn by turn: what came, which ports were taken, which variables changed, what was said and what became of that.',
  request: {
    params: z.strictObject({ id: z.uuid(), session: z.uuid() }),
    query: z.strictObject({
      next: z
        .string()
        .regex(/^\d{1,18}$/, 'must be a `next` that this list gave')
        .default('0'),
    }),
  },
  responses: {
    200: answer(
      'The first turns first; `next` leads to those behind them.',
      z.strictObject({
        session: WalkedSessionJson,
        steps: z.array(SessionStepJson),
        next: z.string().nullable(),
      }),
    ),
    ...problems('conversation-not-found', 'session-not-found'),
  },
});

/** The way that a session took, for the canvas. Whoever may see the conversation may see it. */
export function sessionSteps({ db }: { db: Kysely<Database> }) {
  return new OpenAPIHono().openapi(read, async (c) => {
    const { id, session: sessionId } = c.req.valid('param');
    const conversation = await visibleConversation(c, db, id);
    const session = await readSession(db, conversation, sessionId);
    if (!session) return refuse('session-not-found');
    const page = await readSteps(db, conversation, sessionId, {
      after: c.req.valid('query').next,
      limit: PAGE,
    });
    return c.json({ session: sessionJson(session), steps: page.steps.map(stepJson), next: page.next }, 200);
  });
}
