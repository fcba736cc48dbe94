import { type Rate, type RateFound, rateFor, tierCost, withMarkup } from '@parley/flows/prices/rates.ts';
import type { MessageGroup } from './priced-messages.ts';

/** What a group of messages cost. */
export type GroupCost = {
  group: MessageGroup;
  /** Null where nothing says which. */
  currency: string | null;
  /** The market whose price counted; null where none did. */
  market: string | null;
  /** Messages by what became of their price; `unknown` are those that WhatsApp charges, or said nothing of, and that have no price here. */
  free: number;
  charged: number;
  unknown: number;
  /** Of those charged. */
  micros: number;
};

export type NumberTariff = { currency: string | null; markupPercent: number };

/**
 * Prices groups of messages by what WhatsApp said of each and by the card of the day. Volume tiers go by what was charged in the month for a
 * market and category, over all numbers: `groups` begins with the first of a month. Within a day all cost the same.
 */
export function costOfGroups(
  groups: readonly MessageGroup[],
  rates: readonly Rate[],
  numbers: ReadonlyMap<string, NumberTariff>,
): GroupCost[] {
  const priced = groups.map((group) => placed(group, rates, numbers.get(group.numberId)));
  const each = averages(priced.flatMap(({ charge }) => (charge === 'free' ? [] : (charge ?? []))));
  return priced.map(({ group, currency, charge }): GroupCost => {
    const { count } = group;
    const none = { group, currency, market: null, free: 0, charged: 0, unknown: 0, micros: 0 };
    if (charge === 'free') return { ...none, free: count };
    if (charge === null) return { ...none, unknown: count };
    const { markupPercent = 0 } = numbers.get(group.numberId) ?? {};
    const micros = withMarkup((each.get(keyOf(charge)) ?? 0) * count, markupPercent);
    return { ...none, market: charge.found.market, charged: count, micros };
  });
}

type Charge = { day: string; category: string; currency: string; count: number; found: RateFound };
type PlacedGroup = { group: MessageGroup; currency: string | null; charge: Charge | 'free' | null };

/** Source: WhatsApp Cloud API, status webhook: `type` is `regular` for what is charged; `billable` is about to go. */
function placed(group: MessageGroup, rates: readonly Rate[], number: NumberTariff | undefined): PlacedGroup {
  const { day, country, category, type, billable, model, count } = group;
  const currency = number?.currency ?? null;
  if (type?.startsWith('free_') || billable === false) return { group, currency, charge: 'free' };
  if (category === null || currency === null) return { group, currency, charge: null };
  const query = { day, country, category, currency, model: model === 'CBP' ? 'CBP' : 'PMP' } as const;
  const found = rateFor(rates, query);
  return { group, currency, charge: found && { day, category, currency, count, found } };
}

const keyOf = ({ day, category, currency, found }: Charge) =>
  `${day} ${currency} ${category} ${found.market}`;

/** What one message cost on a day, by market and category. */
function averages(charges: readonly Charge[]): Map<string, number> {
  const days = Map.groupBy(
    charges.toSorted((one, other) => (one.day < other.day ? -1 : 1)),
    keyOf,
  );
  const before = new Map<string, number>();
  const each = new Map<string, number>();
  for (const [key, ofDay] of days) {
    const [first] = ofDay;
    if (!first) continue;
    const count = ofDay.reduce((sum, one) => sum + one.count, 0);
    const volume = `${first.day.slice(0, 7)} ${key.slice(first.day.length)}`;
    const already = before.get(volume) ?? 0;
    each.set(key, count === 0 ? 0 : tierCost(first.found, already, count) / count);
    before.set(volume, already + count);
  }
  return each;
}
