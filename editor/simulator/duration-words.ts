import type { Language } from '../catalogue.ts';
import { localeOf } from '../shell/moment-words.ts';

/** A duration in the words of a language, its two largest units: “23 hr 59 min”. */
export function timeWords(ms: number, language: string): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  const parts: [number, 'day' | 'hour' | 'minute' | 'second'][] = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor((minutes % 1440) / 60), 'hour'],
    [minutes % 60, 'minute'],
    [minutes === 0 ? Math.round(ms / 1000) : 0, 'second'],
  ];
  const said = parts.filter(([count]) => count > 0).slice(0, 2);
  return (said.length === 0 ? [[0, 'second'] as const] : said)
    .map(([count, unit]) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count),
    )
    .join(' ');
}

/** The clock of the contact: day and time, in their time zone. */
export function clockWords(at: number, language: Language, timezone: string): string {
  return momentFormat(language, timezone, { weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(
    at,
  );
}

export function hourWords(at: number, language: Language, timezone: string): string {
  return momentFormat(language, timezone, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** A time zone that does not exist, half typed, counts as UTC. */
function momentFormat(language: Language, timeZone: string, options: Intl.DateTimeFormatOptions) {
  try {
    return new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone: 'UTC' });
  }
}
