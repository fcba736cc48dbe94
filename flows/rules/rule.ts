/**
 * One rule of the platform, for as long as it holds. `from` is the first day on which it does, null for as long as is known; `until` the
 * first on which it does not any more, null while no end is known. Days are ISO days, those of the platform's announcements.
 */
export type Rule = {
  id: string;
  value: RuleValue;
  unit: Unit;
  from: string | null;
  until: string | null;
  /** An address, or the name of a document of Meta's. */
  source: string;
  note: string;
};

export type RuleValue = number | string | readonly (number | string)[];

export type Unit =
  | 'characters'
  | 'count'
  | 'bytes'
  | 'milliseconds'
  | 'seconds'
  | 'hours'
  | 'days'
  | 'messages per second'
  | 'people per 24 hours'
  | 'word'
  | 'words';

type Since = { from?: string; until?: string; note?: string };

/** A rule with what seldom differs filled in. */
export function rule<const Id extends string, const Value extends RuleValue>(
  id: Id,
  value: Value,
  unit: Unit,
  source: string,
  { from, until, note }: Since = {},
) {
  return { id, value, unit, source, from: from ?? null, until: until ?? null, note: note ?? '' };
}
