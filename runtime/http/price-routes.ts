import { createRoute, z } from '@hono/zod-openapi';
import { answer, body, problems } from './documented.ts';
import {
  CostLineJson,
  CostQueryJson,
  GivenCard,
  GivenNumberPrices,
  NumberPricesJson,
  RateCardJson,
  RateJson,
} from './price-schemas.ts';

const tags = ['Prices'];
const Params = z.strictObject({ id: z.uuid() });
const csv = { content: { 'text/csv': { schema: z.string() } } };

export const list = createRoute({
  method: 'get',
  path: '/prices/cards',
  tags,
  summary: 'List rate cards and how numbers are charged',
  responses: {
    200: answer(
      'Cards, the newest first; what a newer one says about a day counts.',
      z.strictObject({ cards: z.array(RateCardJson), numbers: z.array(NumberPricesJson) }),
    ),
  },
});

export const add = createRoute({
  method: 'post',
  path: '/prices/cards',
  tags,
  summary: 'Upload a rate card',
  request: { body: body(GivenCard) },
  responses: { 201: answer('The card.', RateCardJson), ...problems('rate-card-wrong') },
});

export const file = createRoute({
  method: 'get',
  path: '/prices/cards/{id}/card.csv',
  tags,
  summary: 'Download a rate card',
  request: { params: Params },
  responses: {
    200: { description: 'As it can be uploaded again.', ...csv },
    ...problems('rate-card-not-found'),
  },
});

export const remove = createRoute({
  method: 'delete',
  path: '/prices/cards/{id}',
  tags,
  summary: 'Remove a rate card',
  request: { params: Params },
  responses: {
    200: answer('It is gone.', z.strictObject({ done: z.literal(true) })),
    ...problems('rate-card-not-found'),
  },
});

export const setNumber = createRoute({
  method: 'put',
  path: '/prices/numbers/{id}',
  tags,
  summary: 'Say how a number is charged',
  request: { params: Params, body: body(GivenNumberPrices) },
  responses: { 200: answer('How it is.', NumberPricesJson), ...problems('number-not-found') },
});

export const rates = createRoute({
  method: 'get',
  path: '/prices/rates',
  tags,
  summary: 'Prices of all cards together, for forecasts',
  responses: {
    200: answer(
      'The oldest card first. `people` are contacts by country, most first; null for those of none.',
      z.strictObject({
        rates: z.array(RateJson),
        numbers: z.array(NumberPricesJson),
        people: z.array(z.strictObject({ country: z.string().nullable(), count: z.number().int() })),
      }),
    ),
  },
});

export const costs = createRoute({
  method: 'get',
  path: '/prices/costs',
  tags,
  summary: 'What messages cost',
  description:
    'From what WhatsApp’s statuses said of each message that arrived, and the cards of those days. Erased people are not counted.',
  request: { query: CostQueryJson },
  responses: { 200: answer('By what was asked for.', z.strictObject({ lines: z.array(CostLineJson) })) },
});

export const costsFile = createRoute({
  method: 'get',
  path: '/prices/costs.csv',
  tags,
  summary: 'What messages cost, as a file',
  request: { query: CostQueryJson },
  responses: { 200: { description: 'The same lines.', ...csv } },
});
