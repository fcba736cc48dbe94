import type { Rate } from '@parley/flows/prices/rates.ts';
import type {
  CostBy,
  CostLineBody,
  GivenNumberPricesBody,
  NumberPricesBody,
  RateCardBody,
} from '@parley/runtime/http/price-schemas.ts';
import { call } from '../api.ts';

/** What the screens for prices ask the server. */

export type { CostBy };
export type CostLine = CostLineBody;
export type NumberPrices = NumberPricesBody;
export type GivenNumberPrices = GivenNumberPricesBody;
export type RateCard = RateCardBody;
export type Period = { from: string; to: string };

const card = (id: string) => `/api/prices/cards/${encodeURIComponent(id)}`;
const query = ({ from, to }: Period, by: CostBy, flow?: string) =>
  new URLSearchParams({ from, to, by, ...(flow !== undefined && { flow }) });

export const listCards = () =>
  call<{ cards: RateCard[]; numbers: NumberPrices[] }>('GET', '/api/prices/cards');
export const addCard = (given: { name: string; file: string; validFrom: string | null }) =>
  call<RateCard>('POST', '/api/prices/cards', given);
export const removeCard = (id: string) => call<object>('DELETE', card(id));
export const cardFile = (id: string) => `${card(id)}/card.csv`;
export const setNumberPrices = (id: string, given: GivenNumberPrices) =>
  call<NumberPrices>('PUT', `/api/prices/numbers/${encodeURIComponent(id)}`, given);
export const readRates = () =>
  call<{ rates: Rate[]; numbers: NumberPrices[]; people: { country: string | null; count: number }[] }>(
    'GET',
    '/api/prices/rates',
  );
/** `flow`: only what that flow said. */
export const readCosts = (period: Period, by: CostBy, flow?: string) =>
  call<{ lines: CostLine[] }>('GET', `/api/prices/costs?${query(period, by, flow)}`);
export const costsFile = (period: Period, by: CostBy) => `/api/prices/costs.csv?${query(period, by)}`;
