import type { Input, PersonInput } from '@parley/flows/input.ts';
import { isOptOut } from '@parley/flows/keywords.ts';
import { matchTrigger } from '@parley/flows/triggers.ts';
import { z } from 'zod';
import { timerSource } from '../timers/timer-source.ts';
import { type InboxRow, timerKey } from './batch.ts';
import type { Change, Session } from './change.ts';
import { finished, ignored, type Standing, type Step, stepFrom, type World } from './standing.ts';
import { advance, begin } from './take.ts';

/** What one event does where the conversation stands. Throws when its turn does. */
export function stepOf(world: World, standing: Standing, event: InboxRow): Step {
  switch (event.kind) {
    case 'message':
      return hear(world, standing, event);
    case 'agent':
      return handBack(world, standing, event);
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

/** A message of the contact: moves the session, or starts one. The message that starts a session is not an answer in it. */
function hear(world: World, standing: Standing, event: InboxRow): Step {
  const { input } = event;
  if (!input || !isPersonal(input)) return ignored(standing, event, 'nothing that moves a session');
  const { session } = standing;
  if (session) {
    const step = advance(world, { ...standing, session }, event, withOffer(world, session, event, input));
    // Somebody took the conversation over without the flow's doing: the message is theirs to answer, the session stays where it is.
    if (standing.held && !step.standing.held) return ignored(standing, event, 'held by a person');
    return finished(step, event);
  }
  if (input.type === 'text' && isOptOut(input.text)) return optOut(standing, event, input.text);
  if (standing.held) return ignored(standing, event, 'held by a person');
  const flows = world.shelf.boundTo(world.conversation.channel_id);
  const match = matchTrigger(flows, input, event.referral);
  if (!match) return ignored(standing, event, flows.length === 0 ? 'no flow is bound' : 'no trigger matches');
  return finished(begin(world, stepFrom(standing), event, match), event);
}

function isPersonal(input: Input): input is PersonInput {
  switch (input.type) {
    case 'timer':
    case 'call.done':
    case 'call.failed':
    case 'agent.resolved':
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

/** An agent is done. Cases close and the conversation is free again, whether or not a session still waits for it. */
function handBack(world: World, standing: Standing, event: InboxRow): Step {
  const { session } = standing;
  const resolved: Change = { type: 'cases-resolved' };
  if (session && event.input) {
    const step = advance(world, { ...standing, session }, event, event.input);
    return finished({ ...step, changes: [resolved, ...step.changes] }, event);
  }
  const freed: Change[] = standing.held ? [{ type: 'held', held: false }] : [];
  return finished({ ...stepFrom({ ...standing, held: false }), changes: [resolved, ...freed] }, event);
}

const StartRequest = z.object({ flowId: z.string() });

function startByRequest(world: World, standing: Standing, event: InboxRow): Step {
  const request = StartRequest.safeParse(event.raw).data;
  if (!request) return ignored(standing, event, 'it names no flow');
  const { flowId } = request;
  if (standing.held) return ignored(standing, event, 'held by a person');
  if (!world.shelf.published(flowId))
    return ignored(standing, event, `the flow “${flowId}” is not published`);
  const { session } = standing;
  const replaced: Step = {
    ...stepFrom({ ...standing, session: null }),
    changes: session ? [{ type: 'session', session, ended: 'replaced' }] : [],
  };
  return finished(
    begin(world, replaced, event, { flowId, startedBy: { trigger: 'api' }, locale: '' }),
    event,
  );
}

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
