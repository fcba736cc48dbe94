/** Clock time in an IANA zone, by the platform's own time zone data. */

export type LocalTime = {
  year: number;
  /** 1–12 */
  month: number;
  day: number;
  hour: number;
  minute: number;
  /** ISO weekday: 1 is Monday, 7 is Sunday. */
  weekday: number;
};

const FORMAT: Intl.DateTimeFormatOptions = {
  calendar: 'iso8601',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
};
const utc = new Intl.DateTimeFormat('en-US', { ...FORMAT, timeZone: 'UTC' });

/** Formats by zone as it was written; null for one that the platform does not know. Emptied when full: names come from outside too. */
const formats = new Map<string, Intl.DateTimeFormat | null>();
const FORMATS_MAX = 1_000;

/** True for a zone that the platform knows, such as `Europe/Berlin`. */
export function isTimezone(zone: string): boolean {
  return formatFor(zone) !== null;
}

/** What the clock on the wall shows in `zone` at `now` (ms since 1970). An unknown zone counts as UTC. */
export function localTime(now: number, zone: string): LocalTime {
  const parts: Record<string, number> = {};
  for (const { type, value } of (formatFor(zone) ?? utc).formatToParts(now)) {
    if (type !== 'literal') parts[type] = Number(value);
  }
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
  return { year, month, day, hour, minute, weekday };
}

/**
 * The instant at which the wall clock in `zone` shows `wall` (ms since 1970). Days beyond the month roll over. A time that a
 * change to summer time skips is moved forward; one that happens twice is the first of the two.
 */
export function zonedInstant(wall: Omit<LocalTime, 'weekday'>, zone: string): number {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  const offsets = [asUtc - 86_400_000, asUtc + 86_400_000].map((at) => offsetAt(at, zone));
  const candidates = offsets
    .map((offset) => asUtc - offset)
    .filter((at) => at + offsetAt(at, zone) === asUtc);
  return candidates.length > 0 ? Math.min(...candidates) : asUtc - Math.min(...offsets);
}

function offsetAt(at: number, zone: string): number {
  const local = localTime(at, zone);
  return (
    Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute) -
    Math.floor(at / 60_000) * 60_000
  );
}

function formatFor(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  if (formats.size >= FORMATS_MAX) formats.clear();
  const format = makeFormat(zone);
  formats.set(zone, format);
  return format;
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | null {
  if (timeZone === '') return null;
  try {
    return new Intl.DateTimeFormat('en-US', { ...FORMAT, timeZone });
  } catch {
    return null;
  }
}
