import { closingPolicy, quietHoursOf } from './at-closing.ts';
import { durationMs } from './duration.ts';
import type { Facts, Input } from './input.ts';
import type { FlowMachine } from './machine-schema.ts';
import { aroundQuiet, isQuiet } from './quiet-hours.ts';
import type { Effect } from './turn.ts';

/**
 * The flow's own events about the 24-hour window, `window.closing` and `window.closed`, come from timers of the session like any other.
 * They are set with each turn, from the moment at which the window closes then, and only where something comes of them: the flow has
 * something wired to them, or its settings say what to do before the window closes.
 */
type WindowEvent = Extract<Input, { type: 'window.closing' | 'window.closed' }>;

/** How long before it closes a window is about to close, where the flow does not say. */
const CLOSING_BEFORE = 'PT2H';
/** What is put off until the end of the quiet hours needs so much of the window. */
const ENOUGH_MS = 10 * 60_000;

/** The timers that a turn sets. None with the window closed: there is nothing more to tell until the contact writes. */
export function windowTimers(flow: FlowMachine, facts: Facts): Effect[] {
  const { windowClosesAt, now } = facts;
  if (windowClosesAt === null) return [];
  return eventsOf(flow).flatMap((timer): Effect[] => {
    const delayMs = momentOf(flow, timer, windowClosesAt, facts) - now;
    /* A window that is about to close already has told so. */
    return delayMs > 0 ? [{ type: 'schedule', timer, delayMs }] : [];
  });
}

/**
 * What a timer of these means now: the event, or `early` where nothing comes of it now and the timers are to be set anew: the contact has
 * written without moving the session, or a timer that fired late did so in the quiet hours. Null for any other input.
 */
export function windowEvent(flow: FlowMachine, input: Input, facts: Facts): WindowEvent | 'early' | null {
  if (input.type !== 'timer' || (input.timer !== 'window.closing' && input.timer !== 'window.closed'))
    return null;
  const { windowClosesAt, now } = facts;
  if (windowClosesAt !== null && momentOf(flow, input.timer, windowClosesAt, facts) > now) return 'early';
  return isTooLate(flow, input.timer, facts) ? 'early' : { type: input.timer };
}

function eventsOf(flow: FlowMachine): WindowEvent['type'][] {
  return (['window.closing', 'window.closed'] as const).filter(
    (event) => flow.on?.[event] !== undefined || (event === 'window.closing' && closingPolicy(flow) !== null),
  );
}

/** When the flow is to hear of a window that closes at `closesAt`. By its settings alone it does so outside the quiet hours. */
function momentOf(
  flow: FlowMachine,
  event: WindowEvent['type'],
  closesAt: number,
  { contact }: Facts,
): number {
  if (event === 'window.closed') return closesAt;
  const at = closesAt - (durationMs(flow.meta.flow.window?.closingBefore ?? CLOSING_BEFORE) ?? 0);
  const policy = closingPolicy(flow);
  const quiet = policy && quietHoursOf(policy);
  if (!quiet || !isQuiet(quiet, at, contact.timezone)) return at;
  const { before, after } = aroundQuiet(quiet, at, contact.timezone);
  return after <= closesAt - ENOUGH_MS ? after : before;
}

/** What the settings say is for an open window and for the day. */
function isTooLate(
  flow: FlowMachine,
  event: WindowEvent['type'],
  { windowClosesAt, now, contact }: Facts,
): boolean {
  const policy = event === 'window.closing' ? closingPolicy(flow) : null;
  if (!policy) return false;
  const quiet = quietHoursOf(policy);
  return windowClosesAt === null || (quiet !== null && isQuiet(quiet, now, contact.timezone));
}
