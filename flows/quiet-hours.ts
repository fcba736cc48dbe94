import { z } from 'zod';
import { localTime, zonedInstant } from './zone.ts';

/** Clock times, `HH:MM`, in the contact's time zone. A span whose end is not after its start reaches into the next day. */
export const QuietHours = z.strictObject({ from: z.string(), to: z.string() });
export type QuietHours = z.infer<typeof QuietHours>;

/** When nobody wants to hear from a business unasked, where the flow does not say. */
export const QUIET_HOURS: QuietHours = { from: '21:00', to: '08:00' };

const MINUTE_MS = 60_000;

/** Minutes since midnight; null for what is no clock time. */
export function clockMinutes(time: string): number | null {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  return hour === undefined || minute === undefined ? null : Number(hour) * 60 + Number(minute);
}

/** Whether `at` (ms since 1970) lies in the quiet hours on the clock of `zone` (IANA). */
export function isQuiet({ from, to }: QuietHours, at: number, zone: string): boolean {
  const [start, end] = [clockMinutes(from), clockMinutes(to)];
  if (start === null || end === null || start === end) return false;
  const { hour, minute } = localTime(at, zone);
  const clock = hour * 60 + minute;
  return start < end ? clock >= start && clock < end : clock >= start || clock < end;
}

/** The quiet hours that `at` lies in: their last minute before, and their end. Call it only with a time that is quiet. */
export function aroundQuiet(hours: QuietHours, at: number, zone: string): { before: number; after: number } {
  const today = localTime(at, zone);
  const clockAt = (time: string, day: number) => {
    const minutes = clockMinutes(time) ?? 0;
    const wall = { ...today, day, hour: Math.floor(minutes / 60), minute: minutes % 60 };
    return zonedInstant(wall, zone);
  };
  const begun = clockAt(hours.from, today.day);
  const ends = clockAt(hours.to, today.day);
  return {
    before: (begun <= at ? begun : clockAt(hours.from, today.day - 1)) - MINUTE_MS,
    after: ends > at ? ends : clockAt(hours.to, today.day + 1),
  };
}
