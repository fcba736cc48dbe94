import { type Charging, chargedOf, type LoggedMessage } from './charged.ts';
import { countryOfPhone } from './countries.ts';
import { modelOf } from './price-rules.ts';
import { type Rate, rateFor, tierCost, withMarkup } from './rates.ts';

export type Tariff = {
  rates: readonly Rate[];
  currency: string;
  /** What the provider adds to WhatsApp's price, in percent. */
  markupPercent: number;
};

export type LogCost = {
  micros: number;
  /** Messages or conversations that were charged, those that were free, and those that no rate is known for. */
  charged: number;
  free: number;
  unknown: number;
};

/** What a log of delivered messages costs, in the order of time. Months and days are those of UTC; volume tiers begin with the log. */
export function priceLog(log: readonly LoggedMessage[], tariff: Tariff, charging: Charging = {}): LogCost {
  const volumes = new Map<string, number>();
  const cost: LogCost = { micros: 0, charged: 0, free: 0, unknown: 0 };
  for (const { message, day, rules, isCharged } of chargedOf(log, charging)) {
    if (!isCharged) {
      cost.free += 1;
      continue;
    }
    const { category, phone } = message;
    const { rates, currency, markupPercent } = tariff;
    const country = countryOfPhone(phone);
    const found = rateFor(rates, { day, country, category, currency, model: modelOf(rules) });
    if (!found) {
      cost.unknown += 1;
      continue;
    }
    const of = `${day.slice(0, 7)} ${found.market} ${category}`;
    const before = volumes.get(of) ?? 0;
    volumes.set(of, before + 1);
    cost.charged += 1;
    cost.micros += withMarkup(tierCost(found, before, 1), markupPercent);
  }
  return cost;
}
