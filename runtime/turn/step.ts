import type { Input, PersonInput } from '@parley/flows/input.ts';
import { isOptOut } from '@parley/flows/keywords.ts';
import { isFreeForm } from '@parley/flows/message.ts';
import { optOutAnswer } from '@parley/flows/opt-out-words.ts';
import { matchTrigger } from '@parley/flows/triggers.ts';
import { windowAt } from '@parley/flows/window.ts';
import { z } from 'zod';
import { linkCodeIn } from '../entry/entry-links.ts';
import { timerSource } from '../timers/timer-source.ts';
import { type InboxRow, timerKey } from './batch.ts';
import { byAgent } from './by-agent.ts';
import { byPhone } from './by-phone.ts';
import type { Change, Session } from './change.ts';
import { finished, ignored, kept, type Standing, type Step, stepFrom, type World } from './standing.ts';
import { advance, begin, isWaitingForPerson } from './take.ts';

/** What one event does where the conversation stands. Throws when its turn does. */
export function stepOf(world: World, standing: Standing, event: InboxRow): Step {
  if (event.kind === 'message' && world.conversation.contact.isBlocked)
    return ignored(standing, event, 'the contact is blocked');
  const isOwners = event.kind === 'start' && isAskedByOwner(standing, event);
  if (isFrozen(world, standing) && event.kind !== 'agent' && event.kind !== 'echo' && !isOwners)
    return waitForPerson(standing, event);
  switch (event.kind) {
    case 'message':
      return hear(world, standing, event);
    case 'agent':
      return byAgent(world, standing, event);
    case 'echo':
      return byPhone(standing, event);
    case 'start':
      return startByRequest(world, standing, event);
    case 'timer':
    case 'call':
    case 'send': {
      const { session } = standing;
      const isForAnother = event.session_id !== null && event.session_id !== session?.sessionId;
      if (!session || !event.input || isForAnother) return ignored(standing, event, 'its session has ended');
      if (event.input.type === 'timer')
        return fire(world, { ...standing, session }, event, event.input.timer);
      return finished(advance(world, { ...standing, session }, event, event.input), event);
    }
  }
}

/**
 * A person has the conversation, or is to have it without the flow having asked for one: the session stays where it is. Where the flow
 * asked, it hears of what happens until somebody takes over.
 */
function isFrozen(world: World, standing: Standing): boolean {
  const { held, owner, session } = standing;
  if (!held) return false;
  return owner !== null || !session || !isWaitingForPerson(world, session);
}

/** Messages are the person's to answer. What else happens to the session is kept until the bot has the conversation again. */
function waitForPerson(standing: Standing, event: InboxRow): Step {
  const { session } = standing;
  switch (event.kind) {
    case 'message': {
      const { input } = event;
      if (input?.type === 'text' && isOptOut(input.text)) return optOut(standing, event, input.text);
      return ignored(standing, event, 'held by a person');
    }
    case 'timer':
    case 'call':
    case 'send': {
      const isForAnother = event.session_id !== null && event.session_id !== session?.sessionId;
      if (!session || !event.input || isForAnother) return ignored(standing, event, 'its session has ended');
      return kept(standing, event);
    }
    default:
      return ignored(standing, event, 'held by a person');
  }
}

/** A message of the contact: moves the session, or starts one. The message that starts a session is not an answer in it. */
function hear(world: World, standing: Standing, event: InboxRow): Step {
  const { input } = event;
  if (!input || !isPersonal(input)) return ignored(standing, event, 'nothing that moves a session');
  const { session } = standing;
  if (session) {
    const step = advance(world, { ...standing, session }, event, withOffer(world, session, event, input));
    return finished(step, event);
  }
  if (input.type === 'text' && isOptOut(input.text))
    return answered(world, event, optOut(standing, event, input.text));
  const link = input.type === 'text' ? startingLink(world, input.text) : null;
  if (link) return finished(begin(world, stepFrom(standing), event, link), event);
  const flows = world.shelf.boundTo(world.conversation.channel_id);
  const match = matchTrigger(flows, input, event.referral);
  if (!match) return ignored(standing, event, flows.length === 0 ? 'no flow is bound' : 'no trigger matches');
  return finished(begin(world, stepFrom(standing), event, match), event);
}

/** What somebody starts who came by a link or a code of this number. */
function startingLink({ shelf, conversation }: World, text: string) {
  const code = linkCodeIn(text);
  const link = code === null ? null : shelf.link(code);
  if (code === null || link?.channelId !== conversation.channel_id || !shelf.published(link.flowId))
    return null;
  const startedBy = { trigger: 'link' as const, link: code, via: link.via };
  return { flowId: link.flowId, startedBy, locale: '' };
}

function isPersonal(input: Input): input is PersonInput {
  switch (input.type) {
    case 'timer':
    case 'call.done':
    case 'call.failed':
    case 'agent.resolved':
    case 'agent.absent':
    case 'agent.returned':
    case 'window.closing':
    case 'window.closed':
    case 'send.failed':
      return false;
    default:
      return true;
  }
}

/** Adds which node's message was tapped, when it was one of ours. */
function withOffer({ batch }: World, session: Session, event: InboxRow, input: PersonInput): PersonInput {
  if (input.type !== 'choice' || event.context_id === null) return input;
  const offer = batch.offers.get(event.context_id);
  if (!offer) return input;
  return {
    ...input,
    offeredBy: { node: offer.node, earlierSession: offer.session_id !== session.sessionId },
  };
}

/** With nothing to stop, the wish is still recorded, and starts no flow. */
function optOut(standing: Standing, event: InboxRow, wording: string): Step {
  const consent = { purpose: '*', granted: false, wording, source: event.source, at: event.sent_at };
  return finished({ ...stepFrom(standing), changes: [{ type: 'consent', ...consent }] }, event);
}

/** No flow answers, so Parley does, once: whoever asks for no more messages hears that they were understood. */
function answered({ conversation }: World, event: InboxRow, step: Step): Step {
  const message = { type: 'text' as const, body: optOutAnswer(conversation.contact.locale) };
  const send = {
    type: 'send' as const,
    sessionId: null,
    node: null,
    inboxId: event.id,
    answers: event.source,
  };
  return { ...step, changes: [...step.changes, { ...send, message }] };
}

const StartRequest = z.object({
  flowId: z.string(),
  by: z.string().optional(),
  allowedBecause: z.string().optional(),
});

/** Whoever has the conversation may start a flow in it, and hands it back with that. */
function isAskedByOwner({ owner }: Standing, { raw }: InboxRow): boolean {
  return owner !== null && StartRequest.safeParse(raw).data?.by === owner;
}

function startByRequest(world: World, standing: Standing, event: InboxRow): Step {
  const request = StartRequest.safeParse(event.raw).data;
  if (!request) return ignored(standing, event, 'it names no flow');
  const { flowId, allowedBecause } = request;
  const isOwners = isAskedByOwner(standing, event);
  if (standing.held && !isOwners) return ignored(standing, event, 'held by a person');
  if (!world.shelf.published(flowId))
    return ignored(standing, event, `the flow “${flowId}” is not published`);
  const { session } = standing;
  const replaced: Step = {
    ...stepFrom({ ...standing, session: null, held: false, owner: null }),
    changes: [
      ...(isOwners ? HANDED_BACK : []),
      ...(session ? [{ type: 'session' as const, session, ended: 'replaced' }] : []),
    ],
  };
  const startedBy = { trigger: 'api' as const, ...(allowedBecause !== undefined && { allowedBecause }) };
  const begun = begin(world, replaced, event, { flowId, startedBy, locale: '' });
  if (!isWindowOpen(world) && begun.changes.some(saysFreely))
    return ignored(
      standing,
      event,
      `the 24-hour window is closed, and “${flowId}” begins without a template`,
    );
  return finished(begun, event);
}

const HANDED_BACK: readonly Change[] = [
  { type: 'cases-closed', status: 'resolved' },
  { type: 'held', held: false, owner: null },
  { type: 'thawed' },
];

const isWindowOpen = ({ conversation, batch }: World) =>
  windowAt(conversation.last_inbound_at, batch.now).open;

const saysFreely = (change: Change) => change.type === 'send' && isFreeForm(change.message);

/** A timer counts as long as its row is there: a node entered again has a timer of the same name in a new row. */
function fire(world: World, standing: Standing & { session: Session }, event: InboxRow, timer: string): Step {
  const { sessionId } = standing.session;
  const key = timerKey(sessionId, timer);
  const row = standing.timers.get(key);
  if (row === undefined || event.source !== timerSource(row)) {
    return ignored(standing, event, 'the timer was cancelled');
  }
  const timers = new Map(standing.timers);
  timers.delete(key);
  const step = advance(world, { ...standing, timers }, event, { type: 'timer', timer });
  const spent: Change = { type: 'timer', sessionId, timer, row: null };
  return finished({ ...step, changes: [spent, ...step.changes] }, event);
}
