import { OTHER, regionOf } from './countries.ts';
import type { PricingModel } from './price-rules.ts';

/** What a message can be charged as. Source: WhatsApp Cloud API, status webhook, `pricing.category`. */
export const PRICE_CATEGORIES = [
  'marketing',
  'utility',
  'authentication',
  'authentication-international',
  'service',
  'marketing_lite',
  'general_purpose_ai',
] as const;
export type PriceCategory = (typeof PRICE_CATEGORIES)[number];

/** A millionth of the currency's unit: prices are kept and added up in whole ones. */
export const MICROS = 1_000_000;

/** One line of a rate card. Days are ISO days; `until` is the last one on which it holds, null while no end is known. */
export type Rate = {
  /** A country's ISO code, a region's name, or `Other`. */
  market: string;
  category: PriceCategory;
  /** ISO 4217. */
  currency: string;
  model: PricingModel;
  micros: number;
  from: string;
  until: string | null;
  /** Holds for what comes after so many messages of the month, of this category and market: a volume tier. 0 for the first. */
  after: number;
};

export type RateQuery = {
  day: string;
  /** Null where it is not known: then only `Other` has a price. */
  country: string | null;
  category: string;
  model: PricingModel;
  currency: string;
};

/** The prices that hold, by volume, and for which market the card says so. */
export type RateFound = { market: string; tiers: readonly { after: number; micros: number }[] };

/**
 * The rates for a message, null where the card has none. A country's own line counts before that of its region, and that before `Other`; of
 * several lines that hold on a day, the newest. A free-form message without a price of its own costs what a utility template does.
 */
export function rateFor(rates: readonly Rate[], query: RateQuery): RateFound | null {
  const { country, category } = query;
  const region = country === null ? null : regionOf(country);
  const categories = [category, ...(ALIKE[category] ?? [])];
  for (const wanted of categories) {
    for (const market of [country, region, OTHER]) {
      const tiers = market === null ? [] : tiersOf(rates, { ...query, category: wanted }, market);
      if (market !== null && tiers.length > 0) return { market, tiers };
    }
  }
  return null;
}

/** Sources: providers' pages on service messages from October 2026; WhatsApp's SDKs, which write the category with `_`. */
const ALIKE: { readonly [category: string]: readonly string[] } = {
  service: ['utility'],
  marketing_lite: ['marketing'],
  authentication_international: ['authentication-international'],
};

function tiersOf(rates: readonly Rate[], { day, category, model, currency }: RateQuery, market: string) {
  const newest = new Map<number, Rate>();
  for (const rate of rates) {
    if (rate.market !== market || rate.category !== category || rate.model !== model) continue;
    if (rate.currency !== currency || rate.from > day || (rate.until !== null && rate.until < day)) continue;
    const before = newest.get(rate.after);
    if (!before || before.from <= rate.from) newest.set(rate.after, rate);
  }
  /* A card without a first tier says nothing about the first messages. */
  if (!newest.has(0)) return [];
  return [...newest.values()]
    .map(({ after, micros }) => ({ after, micros }))
    .sort((one, other) => one.after - other.after);
}

/** What the next `count` messages cost, in micros, when there have been `before` in the month. */
export function tierCost({ tiers }: RateFound, before: number, count: number): number {
  let sum = 0;
  for (const [at, { after, micros }] of tiers.entries()) {
    const end = tiers[at + 1]?.after ?? Number.POSITIVE_INFINITY;
    sum += micros * Math.max(0, Math.min(end, before + count) - Math.max(after, before));
  }
  return sum;
}

/** With what a provider adds, in percent. */
export const withMarkup = (micros: number, percent: number): number => micros * (1 + percent / 100);
