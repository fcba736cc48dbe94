import { changesBetween } from '@parley/flows/rules/pack.ts';
import type { Rule, RuleValue } from '@parley/flows/rules/rule.ts';

/** A rule of WhatsApp's that changes, and how. `before` is null for one that is new. */
export type RuleChange = {
  day: string;
  rule: string;
  before: RuleValue | null;
  after: RuleValue;
  unit: Rule['unit'];
  source: string;
  note: string;
};

/** Whether a text is a day of the calendar, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** What changes between today and a day, the earliest first; for a day in the past, what has changed since. */
export function changesUntil(day: string, today = new Date().toISOString().slice(0, 10)): RuleChange[] {
  const [from, to] = day < today ? [day, today] : [today, day];
  return changesBetween(from, to).map(({ day: on, before, now }) => ({
    day: on,
    rule: now.id,
    before: before?.value ?? null,
    after: now.value,
    unit: now.unit,
    source: now.source,
    note: now.note,
  }));
}

/** The changes for a person in a terminal. */
export function changeLines(day: string, changes: readonly RuleChange[]): string[] {
  if (changes.length === 0) return [`No rule that is known changes between today and ${day}.`];
  return [
    `Rules that change between today and ${day}:`,
    ...changes.map(({ day: on, rule, before, after, unit }) => {
      const isWord = unit === 'word' || unit === 'words';
      const was = before === null ? 'new' : words(before);
      return `  ${on}  ${rule}: ${was} → ${words(after)}${isWord ? '' : ` ${unit}`}`;
    }),
  ];
}

const words = (value: RuleValue): string => (typeof value === 'object' ? value.join(', ') : String(value));
