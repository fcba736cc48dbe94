import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Answer } from './answer.ts';
import type { Facts } from './input.ts';
import { sameText } from './keywords.ts';
import { compilePattern } from './patterns.ts';

/* Beside the schema, not in it: what reads flows does without the numbering plans of all countries. */

export type ParsedAnswer = { ok: true; value: string | number } | { ok: false };

const NO: ParsedAnswer = { ok: false };

/** Reads a typed text as the answer that a question expects. Pure: the contact's number and locale help to read phones and dates. */
export function parseAnswer(answer: Answer, typed: string, contact: Facts['contact']): ParsedAnswer {
  const text = typed.trim();
  if (text === '') return NO;
  switch (answer.kind) {
    case 'text':
      return [...text].length <= (answer.maxLength ?? 4096) ? { ok: true, value: text } : NO;
    case 'number':
      return parseNumber(answer, text);
    case 'email':
      return /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/.test(text) && text.length <= 254
        ? { ok: true, value: text.toLowerCase() }
        : NO;
    case 'phone':
      return parsePhone(text, contact.phone);
    case 'date':
      return parseDate(answer, text, contact.locale);
    case 'pattern': {
      const pattern = compilePattern(answer.pattern);
      return pattern.ok && pattern.test(text) ? { ok: true, value: text } : NO;
    }
    case 'one-of': {
      const option =
        answer.options.find((candidate) => sameText(candidate, text)) ??
        (/^\d{1,3}$/.test(text) ? answer.options[Number(text) - 1] : undefined);
      return option === undefined ? NO : { ok: true, value: option };
    }
  }
}

/** Takes `1234`, `1 234,5`, `1,234.5` and `1.234,5`; a lone separator followed by exactly three digits groups thousands. */
function parseNumber(
  { min = -Infinity, max = Infinity, whole }: Extract<Answer, { kind: 'number' }>,
  text: string,
): ParsedAnswer {
  const compact = text.replace(/[\s\u00A0\u202F']/g, '');
  if (!/^[+-]?\d{1,15}([.,]\d+)*$/.test(compact)) return NO;
  const separators = compact.match(/[.,]/g) ?? [];
  const decimal = separators.at(-1) ?? '.';
  const isGrouping =
    separators.length > 0 &&
    separators.every((separator) => separator === decimal) &&
    /[.,]\d{3}$/.test(compact);
  const plain = isGrouping
    ? compact.replace(/[.,]/g, '')
    : compact.replace(decimal === ',' ? /\./g : /,/g, '').replace(decimal, '.');
  const value = Number(plain);
  if (!Number.isFinite(value) || value < min || value > max || (whole && !Number.isInteger(value))) return NO;
  return { ok: true, value };
}

function parsePhone(text: string, contactPhone: string): ParsedAnswer {
  const country = parsePhoneNumberFromString(`+${contactPhone}`)?.country;
  const phone = parsePhoneNumberFromString(text, country);
  return phone?.isValid() ? { ok: true, value: phone.number } : NO;
}

/** `2026-03-01`, `1.3.2026`, `1/3/2026` (day first, except in American English). The value is an ISO day. */
function parseDate(
  { from, to }: Extract<Answer, { kind: 'date' }>,
  text: string,
  locale: string,
): ParsedAnswer {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const local = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text);
  const monthFirst = locale === 'en-US' && text.includes('/');
  const [year, month, day] = iso
    ? [iso[1], iso[2], iso[3]]
    : local
      ? [local[3], monthFirst ? local[1] : local[2], monthFirst ? local[2] : local[1]]
      : [];
  if (!year || !month || !day) return NO;
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${value}T00:00:00Z`);
  const exists = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
  return exists && (!from || value >= from) && (!to || value <= to) ? { ok: true, value } : NO;
}
