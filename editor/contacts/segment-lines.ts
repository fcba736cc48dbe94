import type { Condition, Query, SegmentQuery } from './contacts-api.ts';

const ABOUT: readonly Condition['about'][] = [
  ...(['name', 'phone', 'tag', 'consent'] as const),
  ...(['last-message', 'added', 'field'] as const),
];

/** A segment as the lines of the filter; null where it asks for more than they can say, as one may that a program has made. */
export function linesOf({ match, conditions }: SegmentQuery): Query | null {
  const lines = conditions.flatMap((one): Condition[] => {
    if (!('about' in one)) return [];
    const about = ABOUT.find((known) => known === one.about);
    if (about === undefined || !('is' in one)) return [];
    return [
      {
        ...{ about, is: one.is },
        ...('value' in one && one.value !== undefined && { value: one.value }),
        ...('days' in one && { days: one.days }),
        ...('field' in one && { field: one.field }),
      },
    ];
  });
  return lines.length === conditions.length ? { match, conditions: lines } : null;
}
