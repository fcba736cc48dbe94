import { readRateCard } from '@parley/runtime/prices/read-rate-card.ts';
import { expect, test } from 'vitest';

const read = (text: string, validFrom: string | null = null) => readRateCard(text, { validFrom });

test('a card has a line for each price, with the day it holds from', () => {
  const card = `Market;Category;Currency;Price;Valid from;Valid to;Model;From messages
Germany;marketing;EUR;0,1131;2026-10-01;;;
Rest of Western Europe;Authentication International;$US;0.02;2026-10-01;2026-12-31;;100 000
Other;service;usd;0.0002;2024-01-01;;;`;
  expect(read(card)).toEqual({
    ok: true,
    rates: [
      {
        ...{ market: 'DE', category: 'marketing', currency: 'EUR', model: 'PMP', micros: 113_100 },
        ...{ from: '2026-10-01', until: null, after: 0 },
      },
      {
        ...{ market: 'Rest of Western Europe', category: 'authentication-international', currency: 'USD' },
        ...{ model: 'PMP', micros: 20_000, from: '2026-10-01', until: '2026-12-31', after: 100_000 },
      },
      {
        ...{ market: 'Other', category: 'service', currency: 'USD', model: 'CBP', micros: 200 },
        ...{ from: '2024-01-01', until: null, after: 0 },
      },
    ],
  });
});

test('a card may have a column for each category, as WhatsApp’s own do', () => {
  const card = 'Market,Currency,Marketing,Utility,Authentication\nIndia,$US,$0.0118,0.0014,n/a\n';
  const result = read(card, '2026-10-01');
  expect(result.ok && result.rates.map(({ market, category, micros }) => [market, category, micros])) //
    .toEqual([
      ['IN', 'marketing', 11_800],
      ['IN', 'utility', 1_400],
    ]);
  expect(read(card)).toEqual({
    ok: false,
    faults: [{ row: 1, column: 'valid_from', code: 'column-missing', value: '' }],
  });
});

test('everything that is wrong is told by line and column, and then nothing is taken', () => {
  const card = `market,category,currency,price,valid_from,valid_to,model,from_messages
Atlantis,marketing,EUR,0.1,2026-10-01,,,
DE,gifts,euro,-1,2026-02-30,,weekly,-5
DE,utility,EUR,0.1234567,2026-10-01,2026-09-30,,
FR,utility,EUR,0.1,2026-10-01,,,
France,Utility,EUR,0.2,2026-10-01,,,`;
  const result = read(card);
  expect(result.ok ? [] : result.faults.map(({ row, column, code }) => `${row} ${column} ${code}`)).toEqual([
    '2 market market-unknown',
    '3 category category-unknown',
    '3 currency currency-wrong',
    '3 price price-wrong',
    '3 valid_from day-wrong',
    '3 from_messages tier-wrong',
    '3 model model-wrong',
    '4 price price-wrong',
    '4 valid_to days-turned',
    '6 market twice',
  ]);
  expect(read('')).toMatchObject({ ok: false, faults: [{ code: 'no-heading' }] });
  expect(read('market,category,currency,price,valid_from')).toMatchObject({ faults: [{ code: 'no-rows' }] });
});
