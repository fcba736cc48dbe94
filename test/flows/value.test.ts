import {
  DATE_LENGTH,
  formatMoment,
  formatMoney,
  formatNumber,
  MONEY_LENGTH,
  NUMBER_LENGTH,
} from '@parley/flows/format.ts';
import { clockPart, isMoment, isoOf, momentAt, parseMoment } from '@parley/flows/moment.ts';
import { clean, cut, lengthOf, shorten } from '@parley/flows/value.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc
    .array(fc.constantFrom('a', ' ', '👩‍👩‍👧‍👦', '🇩🇪', 'e\u0301', '\ud83d', 'я'), { maxLength: 60 })
    .map((parts) => parts.join('')),
);

describe('a text that is too long', () => {
  test('is cut between words and ended with …', () => {
    expect(shorten('one two three', 9)).toBe('one two…');
    expect(shorten('one two three', 8)).toBe('one two…');
    expect(shorten('one two three', 13)).toBe('one two three');
    expect(shorten('incomprehensibility', 8)).toBe('incompr…');
    expect(shorten('a incomprehensibility', 10)).toBe('a incompr…');
    expect(shorten('text', 1)).toBe('…');
    expect(shorten('text', 0)).toBe('');
    expect(shorten('text', Number.NaN)).toBe('');
  });

  test('is never cut inside a character that is seen as one', () => {
    expect(cut('ab👍', 3)).toBe('ab');
    expect(cut('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 15)).toBe('👩‍👩‍👧‍👦');
    expect(cut('cafe\u0301', 4)).toBe('caf');
    expect(cut(`a${'\u0301'.repeat(500)}`, 10)).toHaveLength(10);
  });

  test('becomes no longer than asked for, keeps its beginning and breaks no surrogate pair', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: -2, max: 90 }), (text, limit) => {
        const short = cut(text, limit);
        expect(lengthOf(short)).toBeLessThanOrEqual(Math.max(0, limit));
        expect(text.startsWith(short)).toBe(true);
        expect(lengthOf(shorten(text, limit))).toBeLessThanOrEqual(Math.max(0, limit));
        if (text.isWellFormed())
          expect(short.isWellFormed() && shorten(text, limit).isWellFormed()).toBe(true);
        if (lengthOf(text) <= limit) expect(shorten(text, limit)).toBe(text);
      }),
    );
  });

  test('counts at least as long as by any other way of counting characters', () => {
    fc.assert(fc.property(anyText, (text) => lengthOf(text) >= [...text].length));
  });

  test('is clean when it can be stored and sent: no NUL, no half characters, not longer', () => {
    expect(clean('a\0b\ud83d')).toBe('ab\ufffd');
    fc.assert(
      fc.property(anyText, (text) => {
        const cleaned = clean(`${text}\0`);
        return cleaned.isWellFormed() && !cleaned.includes('\0') && cleaned.length <= text.length;
      }),
    );
  });
});

describe('a date', () => {
  test.each([
    ['2026-12-24', 'Europe/Berlin', '2026-12-23T23:00:00.000Z'],
    ['2026-12-24T18:30', 'Europe/Berlin', '2026-12-24T17:30:00.000Z'],
    ['2026-07-24T18:30:15.5', 'Europe/Berlin', '2026-07-24T16:30:15.500Z'],
    ['2026-12-24T18:30:00Z', 'Europe/Berlin', '2026-12-24T18:30:00.000Z'],
    ['2026-12-24T18:30:00+05:45', 'UTC', '2026-12-24T12:45:00.000Z'],
    ['2024-02-29', 'UTC', '2024-02-29T00:00:00.000Z'],
  ])('%s in %s is %s', (text, zone, instant) => {
    expect(new Date(parseMoment(text, zone)?.ms ?? 0).toISOString()).toBe(instant);
  });

  test.each([
    '',
    'soon',
    '2026-02-29',
    '2026-13-01',
    '2026-1-1',
    '24.12.2026',
    '0000-01-01',
    '2026-12-24T25:00',
    '2026-12-24 18:30',
    '+012026-01-01T00:00Z',
    '2026-12-24T18:30:00+9',
  ])('cannot be written as %j', (text) => {
    expect(parseMoment(text, 'UTC')).toBeNull();
  });

  test('is stored as it was meant: a day stays a day', () => {
    for (const text of ['2026-12-24', '2026-12-24T18:30:00.000Z']) {
      const moment = parseMoment(text, 'America/New_York');
      expect(moment && isoOf(moment)).toBe(text);
    }
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }), (date) => {
        const moment = parseMoment(date.toISOString(), 'Asia/Kathmandu');
        return moment !== null && isoOf(moment) === date.toISOString();
      }),
    );
  });

  test('shows the clock of a zone; a day has midnight everywhere', () => {
    const moment = parseMoment('2026-11-22T23:30:00Z', 'UTC');
    const day = parseMoment('2026-11-22', 'Pacific/Kiritimati');
    if (!moment || !day) throw new Error('not read');
    expect(clockPart(moment, 'hour', 'Asia/Kathmandu')).toBe(5);
    expect(clockPart(moment, 'weekday', 'Asia/Kathmandu')).toBe(1);
    expect([clockPart(day, 'day', 'Pacific/Pago_Pago'), clockPart(day, 'hour', 'Pacific/Pago_Pago')]).toEqual(
      [22, 0],
    );
  });

  test('cannot be imitated by data, and has an end', () => {
    expect(isMoment(JSON.parse(JSON.stringify(momentAt(0))))).toBe(false);
    expect(momentAt(Number.NaN)).toBeNull();
    expect(momentAt(1e15)).toBeNull();
  });
});

describe('what is written for a person', () => {
  const locales = [
    'en',
    'de',
    'ru',
    'ar-EG',
    'fa',
    'hi',
    'th',
    'dz',
    'sv',
    'ff-Adlm',
    'en-u-nu-mathsans',
    'my',
    'xx',
    '',
    '!',
  ];

  test('is never longer than the proofs count with, in any language', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...locales),
        fc.double({ noNaN: true }),
        fc.string(),
        fc.integer(),
        (locale, n, code, at) => {
          expect(lengthOf(formatNumber(n, locale))).toBeLessThanOrEqual(NUMBER_LENGTH);
          expect(lengthOf(formatMoney(n, code, locale))).toBeLessThanOrEqual(MONEY_LENGTH);
          expect(lengthOf(formatMoney(n, 'XOF', locale))).toBeLessThanOrEqual(MONEY_LENGTH);
          const moment = momentAt(at * 1000);
          const text = moment ? formatMoment(moment, 'both', locale, 'Europe/Berlin') : '';
          expect(lengthOf(text)).toBeLessThanOrEqual(DATE_LENGTH);
        },
      ),
    );
  });

  test('is an amount with its currency, known or not', () => {
    expect(formatMoney(1234.5, 'EUR', 'de')).toBe('1.234,50\u00a0€');
    expect(formatMoney(1234.5, 'jpy', 'en')).toBe('¥1,235');
    expect(formatMoney(2, 'points', 'en')).toBe('2 POINTS');
    expect(formatMoney(2, '', 'en')).toBe('2');
    expect(formatMoney(1e20, 'EUR', 'en')).toBe('1E20 EUR');
  });

  test('shows a time of day only of what has one', () => {
    const day = parseMoment('2026-12-24', 'UTC');
    expect(day && formatMoment(day, 'time', 'en', 'UTC')).toBe('');
    expect(day && formatMoment(day, 'both', 'ru', 'UTC')).toBe('24 декабря 2026 г.');
  });
});
