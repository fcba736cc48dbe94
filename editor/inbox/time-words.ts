import { useEffect, useState } from 'react';
import type { Language } from '../catalogue.ts';
import { localeOf } from '../shell/moment-words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The time, told again every half minute: as exact as what is said of it. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** “now”, “5 min”, “3 hr”, “2 days”: how long something has lasted. */
export function lengthWords(ms: number, language: Language): string {
  const unit = (count: number, name: 'minute' | 'hour' | 'day') =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(count);
  if (ms < HOUR) return unit(Math.max(1, Math.floor(ms / MINUTE)), 'minute');
  return ms < DAY ? unit(Math.floor(ms / HOUR), 'hour') : unit(Math.floor(ms / DAY), 'day');
}

/** The hour today, the day of the week this week, the date before that. */
export function shortTime(at: string, now: number, language: Language): string {
  const date = new Date(at);
  if (dayOf(date) === dayOf(new Date(now))) return hourOf(at, language);
  const isThisWeek = now - date.getTime() < 6 * DAY;
  return date.toLocaleDateString(
    localeOf(language),
    isThisWeek ? { weekday: 'short' } : { day: 'numeric', month: 'short' },
  );
}

export function hourOf(at: string, language: Language): string {
  return new Date(at).toLocaleTimeString(localeOf(language), { hour: '2-digit', minute: '2-digit' });
}

/** “Today”, “Yesterday”, or the date: what stands between two days of a thread. */
export function dayWords(at: string, now: number, language: Language): string {
  const days = Math.round((startOfDay(now) - startOfDay(Date.parse(at))) / DAY);
  if (days < 2) {
    const said = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-days, 'day');
    return said.charAt(0).toLocaleUpperCase(language) + said.slice(1);
  }
  return new Date(at).toLocaleDateString(localeOf(language), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
}

export const isSameDay = (one: string, other: string) => dayOf(new Date(one)) === dayOf(new Date(other));

const dayOf = (date: Date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
const startOfDay = (at: number) => new Date(at).setHours(0, 0, 0, 0);

/** How much of the 24 hours is left, from 1 down to 0; 0 when only a template may be sent. */
export function windowLeft(closesAt: string | null, now: number): { share: number; ms: number } {
  const ms = closesAt === null ? 0 : Math.max(0, Date.parse(closesAt) - now);
  return { share: Math.min(1, ms / DAY), ms };
}
