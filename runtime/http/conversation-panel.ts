import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { openCases } from '../escalation/cases.ts';
import { CASE_STATUSES, CaseJson, caseJson } from './case-schemas.ts';
import { answer, problems } from './documented.ts';
import { PastSessionJson } from './session-step-schemas.ts';
import { visibleConversation } from './visible-conversation.ts';

/** So many sessions and cases of one conversation are shown beside it. */
const MOST = 20;

const read = createRoute({
  method: 'get',
  path: '/conversations/{id}',
  tags: ['Inbox'],
  summary: 'Read what stands beside a conversation',
  description: 'Its newest case with what the flow knew and the way it had gone, and which flows ran.',
  request: { params: z.strictObject({ id: z.uuid() }) },
  responses: {
    200: answer(
      'The newest first.',
      z.strictObject({ case: CaseJson.nullable(), sessions: z.array(PastSessionJson) }),
    ),
    ...problems('conversation-not-found'),
  },
});

/** What is shown beside a conversation, other than its contact. */
export function conversationPanel({ db }: { db: Kysely<Database> }) {
  return new OpenAPIHono().openapi(read, async (c) => {
    const { lane, id } = await visibleConversation(c, db, c.req.valid('param').id);
    const cases = await openCases(db, MOST, { status: CASE_STATUSES, conversation: { lane, id } });
    const newest = cases.toSorted((one, other) => other.openedAt.getTime() - one.openedAt.getTime())[0];
    const sessions = await db
      .selectFrom('sessions as s')
      .innerJoin('flows as f', 'f.id', 's.flow_id')
      .select(['s.id', 's.flow_id', 'f.name', 's.version', 's.started_at', 's.ended_at', 's.ended_reason'])
      .where('s.lane', '=', lane)
      .where('s.conversation_id', '=', id)
      .orderBy('s.started_at', 'desc')
      .orderBy('s.id')
      .limit(MOST)
      .execute();
    return c.json(
      {
        case: newest ? caseJson(newest) : null,
        sessions: sessions.map((session) => ({
          id: session.id,
          flow: session.flow_id,
          flowName: session.name,
          version: session.version,
          startedAt: session.started_at.toISOString(),
          endedAt: session.ended_at?.toISOString() ?? null,
          reason: session.ended_reason,
        })),
      },
      200,
    );
  });
}
