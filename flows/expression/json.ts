import { isMoment, isoOf } from '../moment.ts';
import { clean } from '../value.ts';

const DEPTH_MAX = 32;

/** A value as plain JSON that can be stored and sent: dates as ISO 8601 text, clean texts; what is nested deeper than 32 levels is null. */
export function toJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return null;
  if (isMoment(value)) return isoOf(value);
  if (Array.isArray(value)) return value.map((item) => toJson(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [clean(name), toJson(field, depth + 1)]),
  );
}
