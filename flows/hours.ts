import type { OpeningHours } from './machine-schema.ts';
import { localTime } from './zone.ts';

/** True when somebody is there at `now` (ms since 1970). A span whose end is not after its start reaches into the next day. */
export function isOpenAt(hours: OpeningHours, now: number): boolean {
  const { weekday, hour, minute } = localTime(now, hours.timezone);
  const clock = hour * 60 + minute;
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  return hours.open.some(({ days, from, to }) => {
    const start = minutesOf(from);
    const end = minutesOf(to);
    if (start < end) return days.includes(weekday) && clock >= start && clock < end;
    return (days.includes(weekday) && clock >= start) || (days.includes(yesterday) && clock < end);
  });
}

const minutesOf = (time: string) => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
};
