import { numberOn } from '@parley/flows/rules/pack.ts';

const FLAGGED_MS = numberOn('number.flaggedFor') * 24 * 3600_000;

/**
 * Since when WhatsApp calls a number flagged, and when the days are over within which it decides; null: it does not call it so now.
 * `readings` the newest first. Source: WhatsApp Business Platform, "Phone number quality"; Meta judges all the time, so the date is advice.
 */
export function flagOf(
  readings: readonly { what: string; value: string; at: Date }[],
): { since: Date; decidedAt: Date } | null {
  const statuses = readings.filter(({ what }) => what === 'status');
  const [newest] = statuses;
  if (newest?.value !== 'FLAGGED') return null;
  return { since: newest.at, decidedAt: new Date(newest.at.getTime() + FLAGGED_MS) };
}
