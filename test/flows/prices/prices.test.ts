import type { LoggedMessage } from '@parley/flows/prices/charged.ts';
import { countryOfPhone, countryOfUserId, marketNamed } from '@parley/flows/prices/countries.ts';
import { priceLog } from '@parley/flows/prices/price-log.ts';
import { priceRulesOn } from '@parley/flows/prices/price-rules.ts';
import { type Rate, rateFor, tierCost } from '@parley/flows/prices/rates.ts';
import { expect, test } from 'vitest';

const rate = (market: string, category: Rate['category'], price: number, more: Partial<Rate> = {}): Rate => ({
  ...{ market, category, currency: 'EUR', model: 'PMP', micros: Math.round(price * 1e6) },
  ...{ from: '2020-01-01', until: null, after: 0 },
  ...more,
});
/** A card of nobody's. */
const CARD: Rate[] = [
  rate('DE', 'marketing', 0.12),
  rate('DE', 'utility', 0.05),
  rate('DE', 'marketing', 0.2, { model: 'CBP' }),
  rate('DE', 'utility', 0.08, { model: 'CBP' }),
  rate('DE', 'service', 0.03, { model: 'CBP' }),
  rate('Other', 'marketing', 0.07),
];
const tariff = { rates: CARD, currency: 'EUR', markupPercent: 0 };

const HOUR = 3_600_000;
const says = (
  hours: number,
  category: LoggedMessage['category'],
  more: Partial<LoggedMessage> = {},
): LoggedMessage => ({
  ...{ at: hours * HOUR, numberId: 'n', phone: '4915100000001', category },
  ...{ isInWindow: category === 'service', isInFreeEntry: false },
  ...more,
});

/** One person: marketing, an answer and two bubbles, utility inside the window, and a day and a half later utility outside of it. */
const LOG = [
  says(0, 'marketing'),
  says(1, 'service'),
  says(1, 'service'),
  says(2, 'utility', { isInWindow: true }),
  says(3, 'service', { isInFreeEntry: true }),
  says(40, 'utility'),
  says(41, 'service'),
];

test('the same log costs what each era asks for: conversations, templates, or messages', () => {
  const cost = (day: string, serviceBefore = 0) => priceLog(LOG, tariff, { day, serviceBefore });
  // Marketing 0.20 and utility 0.08 of the first day; the free-form ones go in these. Another utility one 0.08, and in it the last.
  expect(cost('2023-08-01')).toEqual({ micros: 360_000, charged: 3, free: 4, unknown: 0 });
  // Marketing 0.12, utility outside the window 0.05.
  expect(cost('2025-09-01')).toEqual({ micros: 170_000, charged: 2, free: 5, unknown: 0 });
  // Marketing 0.12, utility twice 0.05, three free-form ones at the price of utility; that of the ad's 72 hours is free.
  expect(cost('2026-11-01', 1000)).toEqual({ micros: 370_000, charged: 6, free: 1, unknown: 0 });
  // The first thousand free-form ones of a month are free.
  expect(cost('2026-11-01', 998)).toEqual({ micros: 270_000, charged: 4, free: 3, unknown: 0 });
});

test('a free-form message opens a conversation of its own where none is open, and a thousand of these are free', () => {
  const alone = [says(0, 'service'), says(1, 'service'), says(25, 'service')];
  const cost = (day: string, serviceBefore: number) => priceLog(alone, tariff, { day, serviceBefore }).micros;
  expect(cost('2023-08-01', 1000)).toBe(60_000);
  expect(cost('2023-08-01', 0)).toBe(0);
  expect(cost('2025-01-01', 1000)).toBe(0);
});

test('the eras follow from the rules pack by the day of the delivery', () => {
  const unit = (day: string) => priceRulesOn(day).unit;
  expect([unit('2025-06-30'), unit('2025-07-01')]).toEqual(['conversation', 'template']);
  expect([unit('2026-09-30'), unit('2026-10-01')]).toEqual(['template', 'message']);
  expect(priceRulesOn('2024-10-31').service).toBe('charged');
  expect(priceRulesOn('2024-11-01').service).toBe('free');
  // Two messages to two people around the change, each by its own day.
  const at = Date.parse('2026-09-30T23:00:00Z') / HOUR;
  const around = [says(at, 'utility', { isInWindow: true }), says(at + 2, 'utility', { isInWindow: true })];
  expect(priceLog(around, tariff)).toMatchObject({ charged: 1, free: 1 });
});

test('what a provider adds moves every price by exactly that share', () => {
  for (const day of ['2023-08-01', '2025-09-01', '2026-11-01']) {
    const plain = priceLog(LOG, tariff, { day, serviceBefore: 1000 }).micros;
    const more = priceLog(LOG, { ...tariff, markupPercent: 10 }, { day, serviceBefore: 1000 }).micros;
    expect(more).toBeCloseTo(plain * 1.1, 6);
  }
});

test('the country comes from the calling code or the user id, and a market without a price is one of the others', () => {
  expect(['4915112345678', '15551234567', '18765551234', '77001234567', '79991234567'].map(countryOfPhone)) //
    .toEqual(['DE', 'US', 'JM', 'KZ', 'RU']);
  expect(countryOfPhone('000')).toBeNull();
  expect([countryOfUserId('BR.13491208655302741918'), countryOfUserId('4915')]).toEqual(['BR', null]);

  const query = { day: '2026-01-01', category: 'marketing', model: 'PMP', currency: 'EUR' } as const;
  expect(rateFor(CARD, { ...query, country: 'DE' })?.market).toBe('DE');
  expect(rateFor(CARD, { ...query, country: 'KE' })?.market).toBe('Other');
  expect(rateFor(CARD, { ...query, country: null })?.market).toBe('Other');
  expect(rateFor(CARD, { ...query, country: 'DE', category: 'authentication' })).toBeNull();
  // A country that has left its region counts by itself.
  const regional = [rate('Rest of Africa', 'marketing', 0.02), rate('KE', 'marketing', 0.03)];
  expect(rateFor(regional, { ...query, country: 'KE' })?.market).toBe('KE');
  expect(rateFor(regional, { ...query, country: 'TZ' })?.market).toBe('Rest of Africa');
  expect(
    ['Germany', 'de', 'Türkiye', 'Turkey', 'Rest of Central and Eastern Europe', 'other', 'Mars'].map(
      marketNamed,
    ),
  ) //
    .toEqual(['DE', 'DE', 'TR', 'TR', 'Rest of Central & Eastern Europe', 'Other', null]);
});

test('of several prices the newest that holds on the day counts, and volume tiers by what came before', () => {
  const rates = [
    rate('DE', 'utility', 0.05),
    rate('DE', 'utility', 0.06, { from: '2026-10-01', until: '2026-12-31' }),
    rate('DE', 'utility', 0.04, { from: '2026-10-01', after: 100 }),
  ];
  const on = (day: string) =>
    rateFor(rates, { day, country: 'DE', category: 'utility', model: 'PMP', currency: 'EUR' });
  expect(on('2026-09-30')?.tiers).toEqual([{ after: 0, micros: 50_000 }]);
  const found = on('2026-10-01');
  expect(found && tierCost(found, 90, 20)).toBe(10 * 60_000 + 10 * 40_000);
  expect(on('2027-01-01')?.tiers[0]).toEqual({ after: 0, micros: 50_000 });
});
