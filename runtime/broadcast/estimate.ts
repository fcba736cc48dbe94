import { modelOf, priceRulesOn } from '@parley/flows/prices/price-rules.ts';
import { MICROS, type Rate, type RateFound, rateFor, withMarkup } from '@parley/flows/prices/rates.ts';

/** People who would get a broadcast, as many as are alike to whoever charges for it. */
export type Reached = {
  /** ISO code; null where it is not known. */
  country: string | null;
  /** The service window is open now. */
  inside: boolean;
  count: number;
};

/** What a broadcast would cost, between `low` and `high` of the currency. `unknown` people have no price and are not in it. */
export type Estimate = { currency: string; low: number; high: number; unknown: number };

export type Charges = {
  /** Of the template, as WhatsApp has it now. */
  category: string;
  /** Of the sending, `YYYY-MM-DD`. */
  day: string;
  rates: readonly Rate[];
  currency: string;
  markupPercent: number;
};

/**
 * What a template to these people costs. The range is what is not known before: how many messages of the month came before (volume tiers),
 * whether a window that is open now still is, where somebody is whose country nobody knows.
 */
export function estimate(people: readonly Reached[], charges: Charges): Estimate {
  const { category, day, rates, currency, markupPercent } = charges;
  const rules = priceRulesOn(day);
  const model = modelOf(rules);
  const isFreeInside = category === 'utility' && rules.utilityInWindow !== 'charged';
  const everywhere = pricesAnywhere(charges, model);
  const sum = { low: 0, high: 0, unknown: 0 };
  for (const { country, inside, count } of people) {
    const found = country === null ? null : rateFor(rates, { day, country, category, model, currency });
    const prices = found ? pricesIn(found) : country === null ? everywhere : [];
    if (prices.length === 0) sum.unknown += count;
    else {
      sum.low += (inside && isFreeInside ? 0 : Math.min(...prices)) * count;
      sum.high += Math.max(...prices) * count;
    }
  }
  const inUnits = (micros: number) => Math.round(withMarkup(micros, markupPercent)) / MICROS;
  return { currency, low: inUnits(sum.low), high: inUnits(sum.high), unknown: sum.unknown };
}

const pricesIn = ({ tiers }: RateFound) => tiers.map(({ micros }) => micros);

/** Every price that somebody may turn out to have. */
function pricesAnywhere({ rates, category, day, currency }: Charges, model: Rate['model']): number[] {
  const markets = new Set(rates.map(({ market }) => market));
  return [...markets].flatMap((country) => {
    const found = rateFor(rates, { day, country, category, model, currency });
    return found ? pricesIn(found) : [];
  });
}
