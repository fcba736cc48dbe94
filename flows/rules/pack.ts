import { ACCOUNT } from './account.ts';
import { MESSAGES } from './messages.ts';
import type { Rule } from './rule.ts';
import { TEMPLATES } from './templates.ts';

/**
 * The platform's rules in one dated table. No other file spells one of these values out. What held before is kept, so that it can be asked
 * what a day in the past or in the future allows.
 */
const RULES = [...MESSAGES, ...TEMPLATES, ...ACCOUNT] as const;

export const rules: readonly Rule[] = RULES;

/** The day on which the sources were read last, and whose rules hold where nobody names a day. */
export const RULES_AS_OF = '2026-11-22';

export type RuleId = (typeof RULES)[number]['id'];
type ValueOf<Id extends RuleId> = Extract<(typeof RULES)[number], { id: Id }>['value'];
/** Rules that are numbers on every day. */
export type NumberRule = {
  [Id in RuleId]: ValueOf<Id> extends number ? Id : never;
}[RuleId];

/** The rule that holds on a day, `YYYY-MM-DD`; undefined where there was none yet, or there is none any more. */
export function ruleOn(id: RuleId, day: string): Rule | undefined {
  return rules.find((rule) => rule.id === id && holdsOn(rule, day));
}

/** The number that holds on a day. Throws where none does: rules that are asked for like this are there on every day. */
export function numberOn(id: NumberRule, day: string = RULES_AS_OF): number {
  const value = ruleOn(id, day)?.value;
  if (typeof value !== 'number') throw new Error(`no number for the rule ${id} on ${day}`);
  return value;
}

/** Rules that change after `from`, up to and on `to`, in the order of their days. */
export function changesBetween(
  from: string,
  to: string,
): { day: string; before: Rule | undefined; now: Rule }[] {
  return rules
    .flatMap((now) => {
      const day = now.from;
      if (day === null || day <= from || day > to) return [];
      return [{ day, now, before: rules.find((rule) => rule.id === now.id && rule.until === day) }];
    })
    .sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
}

function holdsOn({ from, until }: Rule, day: string): boolean {
  return (from === null || from <= day) && (until === null || day < until);
}
