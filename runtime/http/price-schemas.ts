import { z } from '@hono/zod-openapi';
import { PRICE_CATEGORIES } from '@parley/flows/prices/rates.ts';
import { isTimezone } from '@parley/flows/zone.ts';
import { COST_BY } from '../prices/cost-report.ts';

const Count = z.number().int();
const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code')
  .openapi({ description: 'ISO 4217.' });

export const RateCardJson = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    addedAt: z.iso.datetime(),
    count: Count.openapi({ description: 'How many prices it has.' }),
    currencies: z.array(z.string()),
    from: z.iso.date(),
    until: z.iso.date().nullable().openapi({ description: 'Null where a price has no end.' }),
  })
  .openapi('RateCard');

export const GivenCard = z.strictObject({
  name: z.string().trim().min(1).max(120),
  file: z.string().min(1).max(2_000_000).openapi({
    description:
      'CSV. A line for each price: `market, category, currency, price, valid_from`, and where there are any `valid_to, model (PMP, CBP), from_messages`; or a line for each market with a column for each category.',
  }),
  validFrom: z.iso.date().nullable().default(null).openapi({ description: 'For lines that do not say it.' }),
});

export const NumberPricesJson = z
  .strictObject({
    numberId: z.uuid(),
    ownCurrency: z.string().nullable(),
    currency: z.string().nullable().openapi({ description: 'Null while no card says any.' }),
    markupPercent: z.number(),
    timezone: z.string(),
  })
  .openapi('NumberPrices');
export const GivenNumberPrices = z.strictObject({
  currency: Currency.nullable().openapi({ description: 'Null: that of the newest card.' }),
  markupPercent: z
    .number()
    .min(0)
    .max(1000)
    .openapi({ description: 'What the provider adds to WhatsApp’s price.' }),
  timezone: z
    .string()
    .refine(isTimezone, 'must be a time zone, such as Europe/Berlin')
    .openapi({ description: 'In which days are counted.' }),
});

export const RateJson = z
  .strictObject({
    market: z.string().openapi({ description: 'ISO code of a country, name of a region, or `Other`.' }),
    category: z.enum(PRICE_CATEGORIES),
    currency: z.string(),
    model: z.enum(['PMP', 'CBP']),
    micros: Count.openapi({ description: 'Millionths of the currency’s unit.' }),
    from: z.iso.date(),
    until: z.iso.date().nullable(),
    after: Count.openapi({ description: 'Holds after so many messages of the month.' }),
  })
  .openapi('Rate');

const LONGEST_DAYS = 400;
export const CostQueryJson = z
  .strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    by: z.enum(COST_BY).default('day'),
    flow: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .openapi({ description: 'Only what this flow said; with `by` flow, outcome, path or node.' }),
  })
  .refine(
    ({ by, flow }) => flow === undefined || ['flow', 'outcome', 'path', 'node'].includes(by),
    '`flow` goes with `by` flow, outcome, path or node',
  )
  .refine(({ from, to }) => from <= to, 'must not end before it begins')
  .refine(
    ({ from, to }) => (Date.parse(to) - Date.parse(from)) / 86_400_000 <= LONGEST_DAYS,
    `must not be longer than ${LONGEST_DAYS} days`,
  );
export const CostLineJson = z
  .strictObject({
    key: z.string().nullable().openapi({
      description:
        'What it is of; null for what belongs to none. Of a path the nodes that sessions came to, each once: `a > b > c`.',
    }),
    flow: z.string().nullable().openapi({ description: 'Of a node, an outcome or a path.' }),
    sessions: Count.nullable().openapi({
      description: 'Of an outcome or a path: how many sessions ended or went so.',
    }),
    name: z.string().nullable().openapi({ description: 'Of a number, flow or broadcast.' }),
    currency: z.string().nullable(),
    messages: Count.openapi({ description: 'That arrived.' }),
    free: Count,
    charged: Count,
    unknown: Count.openapi({ description: 'Without a price here: not in `cost`.' }),
    cost: z.number().nullable().openapi({ description: 'Null where nothing of it is known.' }),
  })
  .openapi('CostLine');

export type RateCardBody = z.infer<typeof RateCardJson>;
export type NumberPricesBody = z.infer<typeof NumberPricesJson>;
export type GivenNumberPricesBody = z.infer<typeof GivenNumberPrices>;
export type CostLineBody = z.infer<typeof CostLineJson>;
export type CostBy = (typeof COST_BY)[number];
