import { many } from '../machine.ts';
import type { EventName, FlowMachine, Guard, Transition } from '../machine-schema.ts';
import { takeable } from './candidates.ts';
import { onEvent, type Place, timers } from './place.ts';
import { type Labels, wordsForDecision, wordsForEvent, wordsForTimer } from './step-words.ts';

/** A transition that may be taken, and what sets it off, for people; null when they would not notice. */
export type Happening = {
  transition: Transition;
  words: string | null;
  cause: 'decision' | 'answer' | 'event';
  /** The event itself, `after` and the key of a timer, or null within a turn. */
  by: EventName | `after ${string}` | null;
};

type Holds = (guard: Guard) => boolean | undefined;

/** Titles first and "any text" next: of several things that lead to the same place, the first is the one that people read. */
const EVENTS: readonly EventName[] = [
  'choice',
  'text',
  'order',
  'location',
  'form',
  'media',
  'contact-card',
  'unsupported',
  'again',
  'call.done',
  'call.failed',
  'agent.resolved',
  'agent.absent',
];
const OF_THE_PLATFORM: readonly EventName[] = ['window.closing', 'window.closed', 'send.failed'];

/** What a place that a turn does not end at may do; `rests` when possibly nothing. */
export function decisionsAt(place: Place, candidates: readonly Transition[], holds: Holds, labels: Labels) {
  const possible = takeable(candidates, holds);
  const happenings = possible.flatMap((transition): Happening[] => {
    const words =
      transition &&
      wordsForDecision(transition, { isOnlyOne: candidates.length === 1, node: place.node, labels });
    return transition ? [{ transition, words, cause: 'decision', by: null }] : [];
  });
  return { happenings, rests: possible.includes(null) };
}

/** What can happen to a session that rests at a place, as far as the place itself reacts. */
export function eventsAt(place: Place, holds: Holds, labels: Labels, flow: FlowMachine): Happening[] {
  const said = EVENTS.flatMap((event) =>
    takeable(onEvent(place, event), holds).flatMap((transition) =>
      transition ? [{ event, transition }] : [],
    ),
  );
  const isAnyTap = ({ event, transition }: (typeof said)[number]) =>
    event === 'choice' && transition.guard?.type !== 'chose';
  const sorted = [...said.filter((one) => !isAnyTap(one)), ...said.filter(isAnyTap)];
  const happenings = sorted.map(
    ({ event, transition }): Happening => ({
      transition,
      words: wordsForEvent(event, transition, { node: place.node, labels, settings: flow.meta.flow }),
      cause: event.startsWith('call.') ? 'answer' : 'event',
      by: event,
    }),
  );
  const overTime = timers(place).flatMap(([delay, candidates]) =>
    takeable(candidates, holds).flatMap((transition): Happening[] =>
      transition ? [{ transition, words: wordsForTimer(delay), cause: 'event', by: `after ${delay}` }] : [],
    ),
  );
  return [...happenings, ...overTime];
}

/** What the flow itself reacts to wherever a session rests. While a person holds it, only a message that could not be sent. */
export function eventsAnywhere(flow: FlowMachine, kind: Place['kind'], labels: Labels): Happening[] {
  const events: readonly EventName[] =
    kind === 'held'
      ? ['send.failed']
      : kind === 'calls'
        ? OF_THE_PLATFORM
        : ['keyword', 'late', ...OF_THE_PLATFORM];
  return events.flatMap((event) =>
    many(flow.on?.[event]).map((transition) => ({
      cause: 'event',
      by: event,
      transition,
      words: wordsForEvent(event, transition, { node: '', labels, settings: flow.meta.flow }),
    })),
  );
}
