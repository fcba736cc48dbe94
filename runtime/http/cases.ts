import { OpenAPIHono } from '@hono/zod-openapi';
import type { OutboundMessage } from '@parley/flows/message.ts';
import { mapTexts } from '@parley/flows/message-texts.ts';
import { limitOf } from '@parley/flows/text-limit.ts';
import { lengthOf } from '@parley/flows/value.ts';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import { wouldSayInVain } from '../conversation/begins-freely.ts';
import { type FoundConversation, findConversation } from '../conversation/find-conversation.ts';
import { isStartable } from '../conversation/start-flow.ts';
import type { Database } from '../db/tables.ts';
import { openCases } from '../escalation/cases.ts';
import { type How, handBack, restartFlow } from '../escalation/hand-back.ts';
import { readHistory } from '../escalation/history.ts';
import { addNote } from '../escalation/notes.ts';
import { assign, type Refused, release, take } from '../escalation/own.ts';
import { sendAsAgent } from '../escalation/send-as-agent.ts';
import { isVisible } from '../escalation/visible.ts';
import type { Work } from '../inbox/enqueue.ts';
import { visibleTeams } from '../people/caller.ts';
import { createMachineCache } from '../turn/machine-cache.ts';
import { toGraphMessage } from '../whatsapp/outbound-message.ts';
import * as routes from './case-routes.ts';
import { caseJson } from './case-schemas.ts';
import { auditing } from './own-audit.ts';
import { refuse } from './problem.ts';
import { wamidOf } from './thread.ts';

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
      const visible = visibleTeams(c.get('caller'));
      const teams = visible === null ? team : (team?.filter((one) => visible.includes(one)) ?? visible);
      const whose = assignee === 'me' ? c.get('caller').id : assignee === 'none' ? null : assignee;
      const found = await openCases(db, limit, {
        ...{ status, teams, priority, numberId: number },
        assignee: whose,
      });
      return c.json({ cases: found.map(caseJson) }, 200);
    })
    .openapi(routes.takeIt, async (c) => {
      const { id } = await found(c, db);
      const taken = await take(
        { ...own, audit: auditing(c) },
        { conversationId: id, by: whoActs(c, c.req.valid('json')) },
      );
      if (!taken.ok) return refuseAs(taken);
      return c.json({ conversationId: id, owner: taken.owner, isNew: taken.isNew }, 200);
    })
    .openapi(routes.releaseIt, async (c) => {
      const { id } = await found(c, db);
      const released = await release(own, { conversationId: id, by: whoActs(c, c.req.valid('json')) });
      if (!released.ok) return refuseAs(released);
      return c.json({ conversationId: id }, 200);
    })
    .openapi(routes.assignIt, async (c) => {
      const { id } = await found(c, db);
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
      const { id } = await found(c, db);
      const asked = c.req.valid('json');
      const by = whoActs(c, asked);
      return c.json(await giveBack(c, id, { by, how: { how: 'exit' }, outcome: asked?.outcome }), 202);
    })
    .openapi(routes.handItBack, async (c) => {
      const conversation = await found(c, db);
      const { id } = conversation;
      const asked = c.req.valid('json');
      if (asked.how === 'flow') {
        const startable = await isStartable(db, asked.flow);
        if (!startable.ok) refuse(startable.reason);
        if (await wouldSayInVain(db, machines, conversation, asked.flow))
          refuse('window-closed', { detail: `“${asked.flow}” does not begin with a template.` });
      }
      const how: How = asked.how === 'flow' ? { how: 'flow', flowId: asked.flow } : { how: asked.how };
      const { outcome } = asked;
      return c.json(await giveBack(c, id, { by: whoActs(c, asked), how, outcome }), 202);
    })
    .openapi(routes.restartIt, async (c) => {
      const { id } = await found(c, db);
      const by = whoActs(c, c.req.valid('json'));
      const restarted = await restartFlow({ ...own, audit: auditing(c) }, { conversationId: id, by });
      if (!restarted.ok) return refuse(restarted.reason === 'no-flow' ? 'no-flow-yet' : restarted.reason);
      return c.json({ conversationId: id, flow: restarted.flowId }, 202);
    })
    .openapi(routes.sendIt, async (c) => {
      const conversation = await found(c, db);
      const { id, lane } = conversation;
      const { message, takes, replyTo: quoted, ...given } = c.req.valid('json');
      checkSendable(message);
      const replyTo = quoted === undefined ? null : await wamidOf(db, conversation, quoted);
      if (quoted !== undefined && replyTo === null) refuse('message-not-found');
      const sent = await sendAsAgent(
        { db, wake: () => deliver?.([lane]), audit: auditing(c) },
        {
          ...{ conversationId: id, message, takes, replyTo, by: whoActs(c, given) },
          idempotencyKey: c.req.valid('header')['idempotency-key'],
        },
      );
      if (!sent.ok) return sent.reason === 'window-closed' ? refuse('window-closed') : refuseAs(sent);
      return c.json({ messageId: sent.messageId, isNew: sent.isNew }, 202);
    })
    .openapi(routes.noteIt, async (c) => {
      const { id } = await found(c, db);
      const asked = c.req.valid('json');
      const { text, mentions } = asked;
      await addNote(db, { conversationId: id, by: whoActs(c, asked), text, mentions });
      return c.json({ conversationId: id }, 201);
    })
    .openapi(routes.readEvents, async (c) => {
      const conversation = await found(c, db);
      const { before = null, limit } = c.req.valid('query');
      const events = await readHistory(db, conversation, { before, limit });
      return c.json({ events: events.map((event) => ({ ...event, at: event.at.toISOString() })) }, 200);
    });
}

/** Whose doing a request is: of whoever has signed in, else of whom a program acts for, else of its key. */
function whoActs(c: Context, given: { by?: string | undefined } | undefined): string {
  const caller = c.get('caller');
  return caller.kind === 'person' ? caller.id : (given?.by ?? `key:${caller.id}`);
}

async function found(c: Context, db: Kysely<Database>): Promise<FoundConversation> {
  const conversation = await findConversation(db, c.req.param('id') ?? '');
  if (!conversation) return refuse('conversation-not-found');
  return (await isVisible(db, conversation, c.get('caller')))
    ? conversation
    : refuse('conversation-not-found');
}

async function nameOf(db: Kysely<Database>, personId: string): Promise<string | null> {
  const row = await db.selectFrom('people').select('name').where('id', '=', personId).executeTakeFirst();
  return row?.name ?? null;
}

/** A conversation is only given to somebody who may answer it. */
async function checkAnswers(db: Kysely<Database>, personId: string): Promise<void> {
  const person = await db
    .selectFrom('people')
    .select('role')
    .where('id', '=', personId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (person?.role !== 'agent' && person?.role !== 'administrator') refuse('person-not-found');
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
