import { localTime, zonedInstant } from './zone.ts';

const MOMENT: unique symbol = Symbol('moment');

/**
 * A date as expressions calculate with it: an instant, or a whole day. Variables hold it as ISO 8601 text. It is marked with a symbol,
 * so that no data from outside can pass for one.
 */
export type Moment = {
  readonly [MOMENT]: true;
  /** Milliseconds since 1970; of a day, when it begins for the contact. */
  readonly ms: number;
  /** `2026-12-24` when the date is a day without a time. */
  readonly day: string | null;
};

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;
/** The years 1 to 9999: what ISO 8601 writes with four digits. */
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

export function isMoment(value: unknown): value is Moment {
  return typeof value === 'object' && value !== null && MOMENT in value;
}

/** The instant `ms` after 1970; null outside the years that ISO 8601 can write. */
export function momentAt(ms: number): Moment | null {
  return ms >= FIRST && ms <= LAST ? { [MOMENT]: true, ms, day: null } : null;
}

/**
 * Reads `2026-12-24`, `2026-12-24T18:30`, `2026-12-24T18:30:00Z` or `…+01:00`. A day, and a time without an offset, are meant in `zone`
 * (IANA). Null for anything else, and for days that no calendar has.
 */
export function parseMoment(text: string, zone: string): Moment | null {
  const written = text.trim();
  const day = DAY.exec(written.slice(0, 10));
  const instant = INSTANT.exec(written);
  if (!day || (written.length > 10 && !instant)) return null;
  const [year, month, date] = day.slice(1).map(Number);
  const midnight = new Date(`${written.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== date || !year || !month) return null;
  if (!instant) {
    const ms = zonedInstant({ year, month, day: date, hour: 0, minute: 0 }, zone);
    return { [MOMENT]: true, ms, day: written };
  }
  if (instant[1]) return momentAt(Date.parse(written));
  const asUtc = new Date(`${written}Z`);
  if (Number.isNaN(asUtc.getTime())) return null;
  const wall = { year, month, day: date, hour: asUtc.getUTCHours(), minute: asUtc.getUTCMinutes() };
  return momentAt(zonedInstant(wall, zone) + (asUtc.getTime() % 60_000));
}

/** ISO 8601, as a variable stores it: `2026-12-24` or `2026-12-24T17:30:00.000Z`. */
export function isoOf(moment: Moment): string {
  return moment.day ?? new Date(moment.ms).toISOString();
}

export type ClockPart = 'year' | 'month' | 'day' | 'weekday' | 'hour' | 'minute';

/** What calendar and clock in `zone` show. A day is the same in all zones, at midnight. Weekday: 1 is Monday, 7 is Sunday. */
export function clockPart(moment: Moment, part: ClockPart, zone: string): number {
  return moment.day === null
    ? localTime(moment.ms, zone)[part]
    : localTime(Date.parse(`${moment.day}T00:00:00Z`), 'UTC')[part];
}
