import type { Database } from '../db/tables.ts';

/** What is read of a number and kept when it changes. */
export type ReadingOfNumber = Database['number_readings']['what'];

const QUALITY: readonly string[] = ['GREEN', 'YELLOW', 'RED'];
const WORKING: readonly string[] = ['CONNECTED', 'PENDING', 'LINKED'];

/** A quality below green and below what it was, or a status with which a number may not be able to send. `before` null: the first. */
export function isWorse({
  what,
  value,
  before,
}: {
  what: ReadingOfNumber;
  value: string;
  before: string | null;
}): boolean {
  if (what === 'status') return !WORKING.includes(value);
  return what === 'quality' && QUALITY.indexOf(value) > Math.max(0, QUALITY.indexOf(before ?? ''));
}
