import { isoOf, type Moment } from './moment.ts';
import { lengthOf } from './value.ts';
import { isTimezone } from './zone.ts';

/**
 * Values as a person reads them, in the person's language, by the platform's own data (Intl). Each has a greatest length, which the
 * proofs count with; whatever a language makes of a value, a longer result is replaced by the plain form, so the bound always holds.
 */
export const NUMBER_LENGTH = 32;
export const MONEY_LENGTH = 48;
export const DATE_LENGTH = 80;
export const WORD_LENGTH = 8;

/** Numbers of this size and beyond are written with an exponent. */
const WITH_EXPONENT = 1e15;
const FORMATS_MAX = 200;
const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/**
 * A number with the language's decimal sign, at most six decimals and no grouping of thousands, since many numbers in a conversation are
 * ids, codes and years: 12345 stays `12345`. An amount is written by `formatMoney`, which groups.
 */
export function formatNumber(value: number, locale: string): string {
  const large = Math.abs(value) >= WITH_EXPONENT;
  const text = numberFormat(locale, {
    useGrouping: false,
    maximumFractionDigits: 6,
    ...(large ? { notation: 'scientific' } : {}),
  }).format(withoutSignedZero(value));
  return within(NUMBER_LENGTH, text, plainNumber(value));
}

/** An amount such as `€4.50` or `4,50 €`; `currency` is an ISO 4217 code. Any other text is put behind the number as it is. */
export function formatMoney(value: number, currency: string, locale: string): string {
  const code = currency.trim().toUpperCase();
  if (/^[A-Z]{3}$/.test(code) && Math.abs(value) < WITH_EXPONENT) {
    const text = numberFormat(locale, { style: 'currency', currency: code }).format(withoutSignedZero(value));
    return within(MONEY_LENGTH, text, `${plainNumber(value)} ${code}`);
  }
  return `${formatNumber(value, locale)} ${code.slice(0, MONEY_LENGTH - NUMBER_LENGTH - 1)}`.trimEnd();
}

/** A date in words: day and time, or one of the two. A whole day has no time and is the same in every zone. */
export function formatMoment(
  moment: Moment,
  show: 'day' | 'time' | 'both',
  locale: string,
  zone: string,
): string {
  const day = moment.day;
  if (day !== null && show === 'time') return '';
  const options: Intl.DateTimeFormatOptions = {
    ...(show === 'time' ? {} : { dateStyle: 'long' }),
    ...(show === 'day' || day !== null ? {} : { timeStyle: 'short' }),
    timeZone: day === null && isTimezone(zone) ? zone : 'UTC',
  };
  const text = dateFormat(locale, options).format(day === null ? moment.ms : Date.parse(`${day}T00:00:00Z`));
  return within(DATE_LENGTH, text, isoOf(moment));
}

const YES_NO: { [language: string]: readonly [string, string] } = {
  ar: ['نعم', 'لا'],
  de: ['ja', 'nein'],
  en: ['yes', 'no'],
  es: ['sí', 'no'],
  fr: ['oui', 'non'],
  hi: ['हाँ', 'नहीं'],
  id: ['ya', 'tidak'],
  it: ['sì', 'no'],
  pt: ['sim', 'não'],
  ru: ['да', 'нет'],
  tr: ['evet', 'hayır'],
  uk: ['так', 'ні'],
};

/** `yes` or `no` in the languages that Parley knows words of, else in English. For other words: `paid ? "paid" : "open"`. */
export function formatBoolean(value: boolean, locale: string): string {
  const language = locale.toLowerCase().split('-')[0] ?? '';
  const words = (Object.hasOwn(YES_NO, language) ? YES_NO[language] : undefined) ?? ['yes', 'no'];
  return words[value ? 0 : 1] ?? '';
}

/** A number for machines: a decimal point, no grouping, the same in every language. */
export function plainNumber(value: number): string {
  return String(withoutSignedZero(value));
}

const withoutSignedZero = (value: number) => (value === 0 ? 0 : value);
const within = (limit: number, text: string, plain: string) => (lengthOf(text) <= limit ? text : plain);

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(numberFormats, locale, options, (tag) => new Intl.NumberFormat(tag, options));
}

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(dateFormats, locale, options, (tag) => new Intl.DateTimeFormat(tag, options));
}

/** Making a format costs a hundred times its use, so they are kept. A locale that is no language tag counts as English. */
function kept<Format>(
  formats: Map<string, Format>,
  locale: string,
  options: object,
  make: (tag: string) => Format,
) {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  let format: Format;
  try {
    format = make(locale || 'en');
  } catch {
    format = make('en');
  }
  if (formats.size >= FORMATS_MAX) formats.clear();
  formats.set(key, format);
  return format;
}
