import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Kysely, sql } from 'kysely';
import type { FoundConversation } from '../conversation/find-conversation.ts';
import type { Database } from '../db/tables.ts';
import { type BlockDeps, setBlocked } from '../desk/block.ts';
import { refreshOne } from '../desk/cards.ts';
import { listInbox } from '../desk/inbox-list.ts';
import { labelConversation } from '../desk/labels.ts';
import { markRead, readDraft, saveDraft, snooze, snoozeOf } from '../desk/own-marks.ts';
import { readThread } from '../desk/thread.ts';
import { readViewers, tellViewing } from '../desk/viewers.ts';
import { type AgentSent, sendAsAgent } from '../escalation/send-as-agent.ts';
import type { InboxDeps } from './inbox.ts';
import { inboxRowJson } from './inbox-schemas.ts';
import { auditing } from './own-audit.ts';
import { refuse } from './problem.ts';
import * as routes from './thread-routes.ts';
import { nextOfThread, threadItemJson, threadPlaceOf } from './thread-schemas.ts';
import { touched } from './touched.ts';
import { visibleConversation } from './visible-conversation.ts';
import { whoActs } from './who-acts.ts';

export type ThreadDeps = InboxDeps &
  BlockDeps & {
    /** Something waits in the outbox of these lanes. */
    deliver?: (lanes: number[]) => void;
  };

/** One conversation as people see it, and what they do to it beside answering. */
export function thread({ db, desk, deliver, ...more }: ThreadDeps) {
  const found = (c: Context) => visibleConversation(c, db, c.req.param('id') ?? '');
  const show = ({ id }: FoundConversation) => touched(db, desk, [id]);
  const block = async (c: Context, isBlocked: boolean) => {
    const conversation = await found(c);
    const atWhatsApp = await setBlocked({ db, ...more }, conversation, {
      isBlocked,
      by: whoActs(c, undefined),
    });
    await show(conversation);
    return { conversationId: conversation.id, atWhatsApp };
  };

  return new OpenAPIHono()
    .openapi(routes.threadRoute, async (c) => {
      const conversation = await found(c);
      const { next, limit } = c.req.valid('query');
      const caller = c.get('caller');
      const row = await rowOf(db, c, conversation);
      const page = await readThread(db, conversation, { before: threadPlaceOf(next), limit });
      const draft = await readDraft(db, conversation, caller.id);
      const viewers = await viewersOf(db, conversation.id);
      return c.json(
        {
          conversation: inboxRowJson(row),
          items: page.items.map(threadItemJson),
          next: page.next && nextOfThread(page.next),
          draft: draft && { ...draft, savedAt: draft.savedAt.toISOString() },
          viewers,
        },
        200,
      );
    })
    .openapi(routes.readRoute, async (c) => {
      const conversation = await found(c);
      const through = c.req.valid('json')?.through?.slice('in-'.length) ?? null;
      await markRead(db, conversation, { personId: c.get('caller').id, through });
      return c.json({ conversationId: conversation.id }, 200);
    })
    .openapi(routes.labelRoute, async (c) => {
      const conversation = await found(c);
      await labelConversation(db, conversation, c.req.valid('json'), whoActs(c, undefined));
      await show(conversation);
      return c.json({ conversationId: conversation.id }, 200);
    })
    .openapi(routes.snoozeRoute, async (c) => {
      const conversation = await found(c);
      const { until } = c.req.valid('json');
      // One that has just begun may have no card yet.
      await show(conversation);
      await snooze(db, conversation, {
        until: snoozeOf(until),
        by: whoActs(c, undefined),
      });
      await show(conversation);
      return c.json({ conversationId: conversation.id }, 200);
    })
    .openapi(routes.blockRoute, async (c) => c.json(await block(c, true), 200))
    .openapi(routes.unblockRoute, async (c) => c.json(await block(c, false), 200))
    .openapi(routes.draftRoute, async (c) => {
      const conversation = await found(c);
      await saveDraft(db, conversation, c.get('caller').id, c.req.valid('json'));
      return c.json({ conversationId: conversation.id }, 200);
    })
    .openapi(routes.viewingRoute, async (c) => {
      const { id } = await found(c);
      const { state } = c.req.valid('json');
      await tellViewing(db, {
        conversationId: id,
        personId: c.get('caller').id,
        state: state === 'gone' ? null : state,
      });
      return c.json({ viewers: await viewersOf(db, id) }, 200);
    })
    .openapi(routes.reactRoute, async (c) => {
      const conversation = await found(c);
      const { to, emoji, takes, ...given } = c.req.valid('json');
      if (emoji !== '' && !isEmoji(emoji))
        refuse('message-not-sendable', { detail: 'A reaction is one emoji.' });
      const reactsTo = await wamidOf(db, conversation, to);
      if (reactsTo === null) return refuse('message-not-found');
      const sent = await sendAsAgent(
        { db, wake: () => deliver?.([conversation.lane]), audit: auditing(c) },
        {
          ...{ conversationId: conversation.id, takes, by: whoActs(c, given), reactsTo },
          message: { type: 'text', body: emoji },
          idempotencyKey: c.req.valid('header')['idempotency-key'],
        },
      );
      if (!sent.ok) return refuseAs(sent);
      await show(conversation);
      return c.json({ messageId: sent.messageId, isNew: sent.isNew }, 202);
    });
}

function refuseAs(refused: Exclude<AgentSent, { ok: true }>): never {
  if (refused.reason !== 'taken-by') return refuse(refused.reason);
  return refuse('taken-by', { owner: refused.owner, since: refused.since?.toISOString() ?? null });
}

async function rowOf(db: Kysely<Database>, c: Context, conversation: FoundConversation) {
  const read = async () => {
    const filter = { view: 'all' as const, ids: [conversation.id] };
    const page = await listInbox(db, c.get('caller'), filter, { order: 'newest', after: null, limit: 1 });
    return page.conversations[0];
  };
  const known = await read();
  if (known) return known;
  await refreshOne(db, conversation);
  return (await read()) ?? refuse('conversation-not-found');
}

async function viewersOf(db: Kysely<Database>, conversationId: string) {
  const viewers = await readViewers(db, conversationId);
  return viewers.map(({ personId, state }) => ({ personId, state }));
}

/** WhatsApp's name of a message of this conversation; null when it has none, as long as it has not been sent. */
export async function wamidOf(
  db: Kysely<Database>,
  { lane, id }: { lane: number; id: string },
  messageId: string,
): Promise<string | null> {
  const [side, number] = messageId.split('-');
  const table = side === 'in' ? sql`inbox` : sql`outbox`;
  const name = side === 'in' ? sql`source` : sql`wamid`;
  const { rows } = await sql<{ wamid: string | null }>`
    select ${name} as wamid from ${table}
    where lane = ${lane} and id = ${number}::bigint and conversation_id = ${id}
      ${side === 'in' ? sql`and kind = 'message'` : sql``}
  `.execute(db);
  return rows[0]?.wamid ?? null;
}

/** One of what people see as one. */
function isEmoji(text: string): boolean {
  return (
    [...new Intl.Segmenter().segment(text)].length === 1 &&
    /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u.test(text)
  );
}
