import { durationMs } from './duration.ts';
import type { OfferEnd } from './message.ts';
import { parseMoment } from './moment.ts';

/** When an offer that is made `now` ends, in milliseconds since 1970; null when that cannot be read. */
export function offerEndsAt(end: OfferEnd, now: number, timezone: string): number | null {
  if (end.kind === 'moment') return parseMoment(end.at, timezone)?.ms ?? null;
  const ms = durationMs(end.duration);
  return ms === null ? null : now + ms;
}
