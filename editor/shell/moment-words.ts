import type { Language } from '../catalogue.ts';

/** Some systems tell names that are no language tags, such as `en-US@posix`, which `Intl` does not take. */
const TAG = /^[a-z]{2}(-[a-z0-9]{2,8})*$/i;

/** The language as it is spoken where this browser is: how hours and days are written differs. */
export const localeOf = (language: Language): string =>
  navigator.languages.find((tag) => tag.toLowerCase().startsWith(language) && TAG.test(tag)) ?? language;

/** A time for people: relative up to a day (“5 minutes ago”), the date and time beyond. `language` as in `words.ts`. */
export function momentWords(iso: string, language: Language, now: number = Date.now()): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (Math.abs(seconds) < 45) return relative.format(0, 'second');
  if (Math.abs(seconds) < 2700) return relative.format(Math.round(seconds / 60), 'minute');
  if (Math.abs(seconds) < 86_400) return relative.format(Math.round(seconds / 3600), 'hour');
  return fullTime(iso, language);
}

/** “22 Nov 2026, 20:21”, as it is written where this browser is. */
export const fullTime = (iso: string, language: Language): string =>
  new Date(iso).toLocaleString(localeOf(language), { dateStyle: 'medium', timeStyle: 'short' });

/** “22 Nov 2026”. */
export const dateWords = (iso: string, language: Language): string =>
  new Date(iso).toLocaleDateString(localeOf(language), { dateStyle: 'medium' });
