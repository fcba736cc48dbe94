import { durationMs } from './duration.ts';
import type { Facts } from './input.ts';
import { localTime, zonedInstant } from './zone.ts';

/**
 * Keys of `after`: plain milliseconds, or a delay that depends on when it is asked:
 * `until HH:MM` (the contact's next such clock time) and `before-window-closes <duration>`.
 */
export type Delay =
  | { kind: 'ms'; ms: number }
  | { kind: 'until'; time: string }
  | { kind: 'before-window-closes'; ms: number };

export function parseDelay(key: string): Delay | null {
  if (/^\d{1,12}$/.test(key)) return { kind: 'ms', ms: Number(key) };
  const until = /^until (([01]\d|2[0-3]):[0-5]\d)$/.exec(key);
  if (until?.[1]) return { kind: 'until', time: until[1] };
  const before = /^before-window-closes (P\S+)$/.exec(key);
  const ms = before?.[1] ? durationMs(before[1]) : null;
  return ms === null ? null : { kind: 'before-window-closes', ms };
}

/** Milliseconds from `facts.now` until the delay is over; never negative. A window that is closed already is over at once. */
export function delayMs(delay: Delay, facts: Facts): number {
  switch (delay.kind) {
    case 'ms':
      return delay.ms;
    case 'until':
      return untilClockTime(delay.time, facts);
    case 'before-window-closes':
      return facts.windowClosesAt === null ? 0 : Math.max(0, facts.windowClosesAt - delay.ms - facts.now);
  }
}

function untilClockTime(time: string, { now, contact }: Facts): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const today = localTime(now, contact.timezone);
  const at = (day: number) =>
    zonedInstant({ year: today.year, month: today.month, day, hour, minute }, contact.timezone);
  const due = at(today.day);
  return (due > now ? due : at(today.day + 1)) - now;
}
