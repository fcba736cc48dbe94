import type { Answer } from '@parley/flows/answer.ts';
import { isOptOut, keywordIn, plain, sameText } from '@parley/flows/keywords.ts';
import { parseAnswer } from '@parley/flows/parse-answer.ts';
import type { FlowSettings } from '@parley/flows/settings.ts';
import { type Candidate, chooseLocale, matchTrigger } from '@parley/flows/triggers.ts';
import { describe, expect, test } from 'vitest';

const contact = { name: '', phone: '4915123456780', locale: 'de', timezone: 'Europe/Berlin' };
const value = (answer: Answer, text: string, locale = 'de') => {
  const parsed = parseAnswer(answer, text, { ...contact, locale });
  return parsed.ok ? parsed.value : null;
};

describe('numbers', () => {
  test.each([
    ['42', 42],
    [' 1 234,5 ', 1234.5],
    ['1,234.5', 1234.5],
    ['1.234,5', 1234.5],
    ['1.234', 1234],
    ['3,5', 3.5],
    ['-7', -7],
    ['forty', null],
    ['4 apples', null],
    ['1e9', null],
    ['0x10', null],
    ['١٢', null],
  ])('“%s” is %s', (text, expected) => expect(value({ kind: 'number' }, text)).toBe(expected));

  test('must lie in the range, and be whole where that is asked', () => {
    const answer: Answer = { kind: 'number', min: 1, max: 5, whole: true };
    expect(['0', '1', '5', '6', '2,5'].map((text) => value(answer, text))).toEqual([null, 1, 5, null, null]);
  });
});

test.each([
  ['me@example.com', 'me@example.com'],
  [' Me@Example.COM ', 'me@example.com'],
  ['me@example', null],
  ['me example.com', null],
  ['a@b@example.com', null],
])('“%s” as an email address is %s', (text, expected) =>
  expect(value({ kind: 'email' }, text)).toBe(expected),
);

test.each([
  ['0151 23456789', '+4915123456789'],
  ['+1 202 555 0123', '+12025550123'],
  ['12', null],
  ['call me', null],
])('“%s” as a phone number is %s', (text, expected) => expect(value({ kind: 'phone' }, text)).toBe(expected));

describe('dates', () => {
  test.each([
    ['2026-02-28', 'de', '2026-02-28'],
    ['1.3.2026', 'de', '2026-03-01'],
    ['3/1/2026', 'en-US', '2026-03-01'],
    ['3/1/2026', 'en', '2026-01-03'],
    ['31.02.2026', 'de', null],
    ['soon', 'de', null],
  ])('“%s” in %s is %s', (text, locale, expected) =>
    expect(value({ kind: 'date' }, text, locale)).toBe(expected),
  );

  test('must lie between the days asked for', () => {
    const answer: Answer = { kind: 'date', from: '2026-01-01', to: '2026-12-31' };
    expect(['2025-12-31', '2026-06-01', '2027-01-01'].map((text) => value(answer, text))).toEqual([
      null,
      '2026-06-01',
      null,
    ]);
  });
});

test('one of some words is taken by its word or its number, and kept as it is written', () => {
  const answer: Answer = { kind: 'one-of', options: ['Small', 'Large'] };
  expect(['small', '2', ' LARGE! ', '3', 'medium'].map((text) => value(answer, text))).toEqual([
    'Small',
    'Large',
    'Large',
    null,
    null,
  ]);
});

test('a pattern must match the whole answer', () => {
  const answer: Answer = { kind: 'pattern', pattern: '[A-Z]{2}\\d+' };
  expect(['AB1', 'xAB1', 'AB1x'].map((text) => value(answer, text))).toEqual(['AB1', null, null]);
});

test('a text may not be empty or longer than allowed', () => {
  const answer: Answer = { kind: 'text', maxLength: 3 };
  expect(['  ', 'abc', 'abcd', '👍👍👍'].map((text) => value(answer, text))).toEqual([
    null,
    'abc',
    null,
    '👍👍👍',
  ]);
});

describe('words', () => {
  test('are the same without case, accents, spaces and punctuation around', () => {
    expect(sameText(' ¡Café! ', 'cafe')).toBe(true);
    expect(sameText('Ёж', 'еж')).toBe(true);
    expect(sameText('no', 'not')).toBe(false);
    expect(plain('  A   b ')).toBe('a b');
  });

  test('without a letter are the same only as they are', () => {
    expect(sameText('👍', '👍')).toBe(true);
    expect(sameText('👍', '👎')).toBe(false);
    expect(sameText('?', '!')).toBe(false);
  });

  test.each(['STOP', 'stop.', 'Отписаться', 'ABMELDEN', 'arrêt'])('“%s” opts out', (text) =>
    expect(isOptOut(text)).toBe(true),
  );
  test.each(['please stop by', 'stopwatch', 'no', 'alto', 'dur', 'sair', 'parar', 'sortir'])(
    '“%s” does not opt out',
    (text) => expect(isOptOut(text)).toBe(false),
  );
});

const settings = (more: Partial<FlowSettings> = {}): FlowSettings => ({
  name: 'F',
  locales: ['en', 'ru', 'pt-BR'],
  defaultLocale: 'en',
  variables: [],
  escalation: { keywords: { en: ['agent'], ru: ['оператор'] }, maxTurns: 2 },
  keywords: { menu: { en: ['menu', 'start over'] } },
  ...more,
});

test('a flow’s keywords count in each of its languages', () => {
  expect(keywordIn(settings(), 'Оператор!')).toBe('escalation');
  expect(keywordIn(settings(), 'start over')).toBe('menu');
  expect(keywordIn(settings(), 'agents')).toBeNull();
});

test.each([
  ['ru', 'ru'],
  ['ru-KZ', 'ru'],
  ['pt', 'pt-BR'],
  ['fr', 'en'],
  ['', 'en'],
])('a contact who speaks “%s” is answered in %s', (wanted, locale) =>
  expect(chooseLocale(settings(), wanted)).toBe(locale),
);

describe('what a first message starts', () => {
  const flows: Candidate[] = [
    { flowId: 'main', isDefault: true, settings: settings() },
    {
      flowId: 'sale',
      isDefault: false,
      settings: settings({ triggers: { keywords: { en: ['sale'], ru: ['скидка'] }, ads: ['ad-1'] } }),
    },
    { flowId: 'any-ad', isDefault: false, settings: settings({ triggers: { ads: ['*'] } }) },
  ];

  test.each([
    [{ type: 'text', text: 'Sale!' }, null, 'sale', 'en'],
    [{ type: 'text', text: 'скидка' }, null, 'sale', 'ru'],
    [{ type: 'text', text: 'hello' }, null, 'main', ''],
    [{ type: 'text', text: 'hello' }, { sourceId: 'ad-1' }, 'sale', ''],
    [{ type: 'text', text: 'hello' }, { sourceId: 'ad-9' }, 'any-ad', ''],
    [{ type: 'media', kind: 'image', mediaId: 'm' }, null, 'main', ''],
  ] as const)('%o with %o starts %s', (input, referral, flowId, locale) =>
    expect(matchTrigger(flows, input, referral)).toMatchObject({ flowId, locale }),
  );

  test('a bare reaction starts nothing, nor does anything on a number without a default flow', () => {
    expect(matchTrigger(flows, { type: 'reaction', messageId: 'm' }, null)).toBeNull();
    expect(matchTrigger(flows.slice(1), { type: 'text', text: 'hello' }, null)).toBeNull();
  });
});
