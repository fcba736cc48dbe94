import { parseDelay } from '../delay.ts';
import { PERSON_EVENTS } from '../input.ts';
import { WINDOW_MS } from '../window.ts';
import { opensWindow, type Position, type Step } from './graph.ts';
import { onEvent, type Place } from './place.ts';

/**
 * How long ago the contact wrote last, in milliseconds: the only thing that decides about the window. Once it has closed it makes no
 * difference by how much, so that is Infinity.
 */
export type Age = number;

/** The longest that it can be, if the contact stays silent wherever they can, or the shortest, if they write where it moves nothing. */
export type Bound = 'longest' | 'shortest';

/**
 * The age after a step from a position that was entered with `age`. A timer fires when it is due, a request is answered within a minute
 * (it gives up after half of one), a message that fails does so at once; an agent takes as long as they like.
 */
export function ageAfter(age: Age, { by, transition }: Step, { place }: Position, bound: Bound): Age {
  if (transition === null || by === null) return age;
  if (opensWindow(by)) return 0;
  switch (by) {
    case 'window.closing':
      return bound === 'longest' ? WINDOW_MS - 1 : Math.min(age, WINDOW_MS - 1);
    case 'window.closed':
      return Infinity;
    case 'send.failed':
      return age;
    case 'agent.resolved':
      return bound === 'longest' ? Infinity : 0;
    case 'call.done':
    case 'call.failed':
      return bound === 'longest' ? capped(age + ANSWERED_WITHIN_MS) : age;
    default:
      return bound === 'shortest' && passesOver(place) ? 0 : capped(ageAfterTimer(age, by, bound));
  }
}

export const isClosed = (age: Age) => age >= WINDOW_MS;

const capped = (age: Age): Age => (isClosed(age) ? Infinity : age);

const MINUTE_MS = 60_000;
const ANSWERED_WITHIN_MS = MINUTE_MS;
/** Until a time of day, on the day on which clocks are put back. */
const DAY_AT_MOST_MS = 26 * 60 * MINUTE_MS;

function ageAfterTimer(age: Age, by: string, bound: Bound): Age {
  const delay = parseDelay(by.replace(/^after /, ''));
  /* A delay that cannot be read never comes to run. */
  if (!delay) return age;
  switch (delay.kind) {
    case 'ms':
      return age + delay.ms;
    case 'until':
      return bound === 'longest' ? age + DAY_AT_MOST_MS : age;
    case 'before-window-closes':
      return Math.max(age, WINDOW_MS - delay.ms);
  }
}

/** Whether the contact can write here without moving the session: to a person who holds it, or where nothing is wired for it. */
function passesOver(place: Place): boolean {
  if (place.kind === 'held') return true;
  return PERSON_EVENTS.some((event) => onEvent(place, event).every(({ guard }) => guard !== undefined));
}
