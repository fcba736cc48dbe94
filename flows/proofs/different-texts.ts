import { takeApart } from '../placeholders.ts';

/**
 * Whether two texts differ whatever the values of their placeholders are: both are written out and differ, or what they begin or end with
 * before the first or behind the last placeholder does.
 */
export function areAlwaysDifferent(one: string, other: string): boolean {
  const [left, right] = [ends(one), ends(other)];
  if (left.isWhole && right.isWhole) return left.begin !== right.begin;
  const begins = Math.min(left.begin.length, right.begin.length);
  const finishes = Math.min(left.end.length, right.end.length);
  return (
    left.begin.slice(0, begins) !== right.begin.slice(0, begins) ||
    left.end.slice(left.end.length - finishes) !== right.end.slice(right.end.length - finishes)
  );
}

/** What stands before the first and behind the last placeholder, without the spaces at the ends of the text, which do not show. */
function ends(text: string): { begin: string; end: string; isWhole: boolean } {
  const { parts } = takeApart(text.trim());
  const [first, last] = [parts[0], parts.at(-1)];
  return {
    begin: typeof first === 'string' ? first : '',
    end: typeof last === 'string' ? last : '',
    isWhole: parts.every((part) => typeof part === 'string'),
  };
}
