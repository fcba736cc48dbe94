import { OpenAPIHono } from '@hono/zod-openapi';
import type { OutboundMessage } from '@parley/flows/message.ts';
import { mapTexts } from '@parley/flows/message-texts.ts';
import { limitOf } from '@parley/flows/text-limit.ts';
import { lengthOf } from '@parley/flows/value.ts';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import { wouldGoOnInVain, wouldSayInVain } from '../conversation/begins-freely.ts';
import { isStartable } from '../conversation/start-flow.ts';
import type { Database } from '../db/tables.ts';
import { openCases } from '../escalation/cases.ts';
import { type How, handBack, restartFlow } from '../escalation/hand-back.ts';
import { readHistory } from '../escalation/history.ts';
import { addNote } from '../escalation/notes.ts';
import { assign, type Refused, release, take } from '../escalation/own.ts';
import { sendAsAgent } from '../escalation/send-as-agent.ts';
import type { Work } from '../inbox/enqueue.ts';
import { seesOnly } from '../people/caller.ts';
import { createMachineCache } from '../turn/machine-cache.ts';
import { toGraphMessage } from '../whatsapp/outbound-message.ts';
import * as routes from './case-routes.ts';
import { caseJson } from './case-schemas.ts';
import { checkOverride } from './override-reason.ts';
import { auditing } from './own-audit.ts';
import { refuse } from './problem.ts';
import { wamidOf } from './thread.ts';
import { visibleConversation } from './visible-conversation.ts';
import { checkAnswers, whoActs } from './who-acts.ts';

export type CasesDeps = {
  db: Kysely<Database>;
  wake: (work: Work[]) => void;
  /** Something waits in the outbox of these lanes: now, instead of when somebody next looks. */
  deliver?: (lanes: number[]) => void;
};

/** Handing over to people: who waits, who has which conversation, what they say, and how the bot gets it back. */
export function cases({ db, wake, deliver }: CasesDeps) {
  const own = { db, wake };
  const machines = createMachineCache(50);
  const found = (c: Context) => visibleConversation(c, db, c.req.param('id') ?? '');
  const refuseAs = async (refused: Refused): Promise<never> => {
    if (refused.reason !== 'taken-by') return refuse(refused.reason);
    const { owner, since } = refused;
    const ownerName = await nameOf(db, owner);
    return refuse('taken-by', {
      detail: `${ownerName ?? owner} has it.`,
      ...{ owner, ownerName, since: since?.toISOString() ?? null },
    });
  };
  const giveBack = async (
    c: Context,
    id: string,
    { by, how, outcome }: { by: string; how: How; outcome: string | undefined },
  ) => {
    const handed = await handBack(
      { ...own, audit: auditing(c) },
      { conversationId: id, by, outcome, ...how },
    );
    if (!handed.ok) refuse(handed.reason);
    return { conversationId: id };
  };

  return new OpenAPIHono()
    .openapi(routes.listCases, async (c) => {
      const { status, team, assignee, priority, number, limit } = c.req.valid('query');
      const whose = assignee === 'me' ? c.get('caller').id : assignee === 'none' ? null : assignee;
      const listed = await openCases(db, limit, {
        ...{ status, teams: team, priority, numberId: number, assignee: whose },
        seenBy: seesOnly(c.get('caller')),
      });
      return c.json({ cases: listed.map(caseJson) }, 200);
    })
    .openapi(routes.takeIt, async (c) => {
      const { id } = await found(c);
      const taken = await take(
        { ...own, audit: auditing(c) },
        { conversationId: id, by: whoActs(c, c.req.valid('json')) },
      );
      if (!taken.ok) return refuseAs(taken);
      return c.json({ conversationId: id, owner: taken.owner, isNew: taken.isNew }, 200);
    })
    .openapi(routes.releaseIt, async (c) => {
      const { id } = await found(c);
      const released = await release(own, { conversationId: id, by: whoActs(c, c.req.valid('json')) });
      if (!released.ok) return refuseAs(released);
      return c.json({ conversationId: id }, 200);
    })
    .openapi(routes.assignIt, async (c) => {
      const { id } = await found(c);
      const { to } = c.req.valid('json');
      await checkAnswers(db, to);
      const assigned = await assign(
        { ...own, audit: auditing(c) },
        { conversationId: id, to, by: whoActs(c, c.req.valid('json')) },
      );
      if (!assigned.ok) return refuseAs(assigned);
      return c.json({ conversationId: id, owner: assigned.owner, isNew: assigned.isNew }, 200);
    })
    .openapi(routes.resolveIt, async (c) => {
      const conversation = await found(c);
      const { id } = conversation;
      const asked = c.req.valid('json');
      if (await wouldGoOnInVain(db, machines, conversation)) refuseInVain(null);
      const by = whoActs(c, asked);
      return c.json(await giveBack(c, id, { by, how: { how: 'exit' }, outcome: asked?.outcome }), 202);
    })
    .openapi(routes.handItBack, async (c) => {
      const conversation = await found(c);
      const { id } = conversation;
      const asked = c.req.valid('json');
      if (asked.how === 'flow') {
        const startable = await isStartable(db, asked.flow);
        if (!startable.ok) refuse(startable.reason);
        if (await wouldSayInVain(db, machines, conversation, asked.flow)) refuseInVain(asked.flow);
      }
      if (asked.how === 'exit' && (await wouldGoOnInVain(db, machines, conversation))) refuseInVain(null);
      const how: How = asked.how === 'flow' ? { how: 'flow', flowId: asked.flow } : { how: asked.how };
      const { outcome } = asked;
      return c.json(await giveBack(c, id, { by: whoActs(c, asked), how, outcome }), 202);
    })
    .openapi(routes.restartIt, async (c) => {
      const { id } = await found(c);
      const by = whoActs(c, c.req.valid('json'));
      const restarted = await restartFlow(
        { ...own, audit: auditing(c) },
        {
          ...{ conversationId: id, by },
          isInVain: (conversation, flowId) => wouldSayInVain(db, machines, conversation, flowId),
        },
      );
      if (!restarted.ok && restarted.reason === 'window-closed') return refuseInVain(restarted.flowId);
      if (!restarted.ok) return refuse(restarted.reason === 'no-flow' ? 'no-flow-yet' : restarted.reason);
      return c.json({ conversationId: id, flow: restarted.flowId }, 202);
    })
    .openapi(routes.sendIt, async (c) => {
      const conversation = await found(c);
      const { id, lane } = conversation;
      const { message, takes, allowedBecause, replyTo: quoted, ...given } = c.req.valid('json');
      checkSendable(message);
      checkOverride(c, allowedBecause);
      const replyTo = quoted === undefined ? null : await wamidOf(db, conversation, quoted);
      if (quoted !== undefined && replyTo === null) refuse('message-not-found');
      const sent = await sendAsAgent(
        { db, wake: () => deliver?.([lane]), audit: auditing(c) },
        {
          ...{ conversationId: id, message, takes, replyTo, allowedBecause, by: whoActs(c, given) },
          idempotencyKey: c.req.valid('header')['idempotency-key'],
        },
      );
      if (!sent.ok) return sent.reason === 'taken-by' ? refuseAs(sent) : refuse(sent.reason);
      return c.json({ messageId: sent.messageId, isNew: sent.isNew }, 202);
    })
    .openapi(routes.noteIt, async (c) => {
      const { id } = await found(c);
      const asked = c.req.valid('json');
      const { text, mentions } = asked;
      await addNote(db, { conversationId: id, by: whoActs(c, asked), text, mentions });
      return c.json({ conversationId: id }, 201);
    })
    .openapi(routes.readEvents, async (c) => {
      const conversation = await found(c);
      const { before = null, limit } = c.req.valid('query');
      const events = await readHistory(db, conversation, { before, limit });
      return c.json({ events: events.map((event) => ({ ...event, at: event.at.toISOString() })) }, 200);
    });
}

/** What the flow says would not arrive, and it names no template that re-opens the window: then somebody has to. */
function refuseInVain(flowId: string | null): never {
  const what = flowId === null ? 'What the flow says next' : `What “${flowId}” begins with`;
  return refuse('window-closed', {
    detail: `${what} is no template, so it would not arrive. Send a template first and wait for the answer, ${
      flowId === null ? 'or end the flow' : 'or choose a flow that begins with one'
    }.`,
    flow: flowId,
  });
}

async function nameOf(db: Kysely<Database>, personId: string): Promise<string | null> {
  const row = await db.selectFrom('people').select('name').where('id', '=', personId).executeTakeFirst();
  return row?.name ?? null;
}

/** What WhatsApp refuses is better refused at once than in the thread. */
function checkSendable(message: OutboundMessage): void {
  const faults: string[] = [];
  mapTexts(message, '', (text, place) => {
    const limit = limitOf(message.type, place);
    if (limit !== undefined && lengthOf(text) > limit)
      faults.push(`“${place.path}” has more than ${limit} characters.`);
    if (place.path === 'body' && text.trim() === '') faults.push('It has no text.');
    return text;
  });
  const made = toGraphMessage(message, { to: '0', callbackData: '', formToken: '', catalogId: '0' });
  if (!made.ok) faults.push(made.reason);
  if (faults.length > 0) refuse('message-not-sendable', { detail: faults[0] });
}
