import { storableText } from '../whatsapp/storable-json.ts';
import { callKey, type InboxRow } from './batch.ts';
import type { Change } from './change.ts';
import { NotOnShelf } from './flow-shelf.ts';
import { type Standing, type Step, standingOf, type World } from './standing.ts';
import { stepOf } from './step.ts';

/** How often an event is tried before it is set aside, so that the contact can go on. */
const MAX_TRIES = 3;

/**
 * All turns of one conversation, in memory: what is to be written for them. An event whose turn throws is counted and stops the
 * conversation here, or, after the last try, is parked and ends its session; what was decided before it stands.
 * Throws `NotOnShelf` when a flow has to be fetched first. With `first` it stops after one event.
 */
export function decide(world: World, steps: 'all' | 'first' = 'all'): Change[] {
  const changes: Change[] = [];
  let standing = standingOf(world.conversation);
  const events = [...world.conversation.events];
  let waiting: InboxRow[] = [];
  for (let event = events.shift(); event; event = events.shift()) {
    // What a person writes while the session waits for the answer to a call is for whoever asks next.
    if (event.kind === 'message' && isCalling(world, standing)) {
      waiting.push(event);
      continue;
    }
    try {
      const step = stepOf(world, standing, event);
      standing = step.standing;
      changes.push(...step.changes);
    } catch (error) {
      if (error instanceof NotOnShelf) throw error;
      const failed = failureOf(event, error);
      changes.push(failed);
      if (!failed.parked) break;
      const ended = endInError(standing, event);
      standing = ended.standing;
      changes.push(...ended.changes);
    }
    if (steps === 'first') break;
    if (!isCalling(world, standing)) {
      events.unshift(...waiting);
      waiting = [];
    }
  }
  return changes;
}

/** Whether an answer is still to come: the call's row is there, its answer is among the events, or it was asked for just now. */
function isCalling({ conversation, batch }: World, { session }: Standing): boolean {
  const call = session?.state.call ?? null;
  if (!session || call === null) return false;
  const isNew = call !== conversation.session?.state.call || session.sessionId !== conversation.session.id;
  return (
    isNew ||
    batch.unanswered.has(callKey(session.sessionId, call)) ||
    conversation.events.some(
      ({ kind, input }) => kind === 'call' && input && 'call' in input && input.call === call,
    )
  );
}

/** The same verdict on the first event for one whose turn could be decided but not written down. */
export function giveUp(world: World, error: unknown): Change[] {
  const standing = standingOf(world.conversation);
  const isWaiting = isCalling(world, standing);
  const event = world.conversation.events.find(({ kind }) => !(kind === 'message' && isWaiting));
  if (!event) return [];
  const failed = failureOf(event, error);
  return failed.parked ? [failed, ...endInError(standing, event).changes] : [failed];
}

function failureOf(event: InboxRow, error: unknown): Extract<Change, { type: 'failed' }> {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  const message = error instanceof Error ? error.message + cause : String(error);
  return {
    type: 'failed',
    inboxId: event.id,
    parked: event.attempts + 1 >= MAX_TRIES,
    error: storableText(message.slice(0, 1000)),
  };
}

/** Ends the session that cannot go on. A person who holds the conversation keeps it, unless it was their handing back that failed. */
function endInError(standing: Standing, event: InboxRow): Pick<Step, 'standing' | 'changes'> {
  const held = standing.held && event.kind !== 'agent';
  const { session } = standing;
  const owner = held ? standing.owner : null;
  return {
    standing: { ...standing, session: null, held, owner },
    changes: [
      ...(session ? [{ type: 'session' as const, session, ended: 'error' }] : []),
      ...(held === standing.held ? [] : [{ type: 'held' as const, held, owner }]),
    ],
  };
}
