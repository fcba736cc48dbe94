import { fromMachine } from '../machine.ts';
import { type KnownTemplates, subjectOf } from '../proofs/subject.ts';
import { chargedOf, type LoggedCategory } from './charged.ts';
import { type FlowPath, type PathSend, pathsOf } from './flow-paths.ts';
import { type Merge, mergesOf } from './merge-bubbles.ts';
import type { Tariff } from './price-log.ts';
import { modelOf, priceRulesOn } from './price-rules.ts';
import { type RateFound, rateFor, tierCost, withMarkup } from './rates.ts';

/** Who a flow will talk to, and when. */
export type Plan = {
  /** Whose rules and rates count, `YYYY-MM-DD`. */
  day: string;
  /** Conversations in a month, all on one number. */
  runs: number;
  /** Where the people are: ISO codes of countries, with shares that add up to 1. */
  mix: readonly { country: string; share: number }[];
  /** The share of people who came by an ad or a page, whose messages are free for 72 hours. */
  freeEntryShare: number;
};

export type PathForecast = FlowPath & {
  /** Of all `runs`, were all of them to take this path. */
  micros: number;
  /** Messages of one run: sent, and of these charged once the free ones of the month are used up. */
  messages: number;
  charged: number;
  /** Templates whose category is not known here. */
  uncategorised: string[];
  /** Charged messages that the card has no price for, as category and country. */
  unpriced: { category: LoggedCategory; country: string }[];
  merges: Merge[];
};

export type FlowForecast = {
  paths: PathForecast[];
  isComplete: boolean;
  /** Of all `runs`, were they to take each path as often as any other. */
  micros: number;
};

/** What a flow will cost on each of its paths, the dearest first. Null when the machine cannot be read. */
export function forecastFlow(
  machine: unknown,
  templates: KnownTemplates | null,
  tariff: Tariff,
  plan: Plan,
): FlowForecast | null {
  const read = fromMachine(machine);
  if (!read.ok) return null;
  const prices = pricesFor(templates, tariff, plan);
  const { paths, isComplete } = pathsOf(subjectOf(read.machine, read.flow));
  const evenly = paths.map((path) => ({ path, share: 1 / paths.length }));
  return {
    paths: paths
      .map((path) => forecastPath(path, prices))
      .sort((one, other) => other.micros - one.micros || one.messages - other.messages),
    isComplete,
    micros: priceShares(evenly, prices),
  };
}

/** What is needed to price a path; markets are looked up once for each category. */
export type PathPrices = {
  plan: Plan;
  categoryOf: (send: PathSend) => LoggedCategory | null;
  marketsFor: (category: LoggedCategory) => Markets;
  markupPercent: number;
};
/** The people of a plan by the market whose price counts for them, and the countries that have none. */
type Markets = { priced: { found: RateFound; share: number }[]; unpriced: string[] };

export function pricesFor(templates: KnownTemplates | null, tariff: Tariff, plan: Plan): PathPrices {
  const markets = new Map<LoggedCategory, Markets>();
  return {
    plan,
    categoryOf: (send) => categoryOf(send, templates),
    marketsFor(category) {
      const known = markets.get(category) ?? marketsOf(category, tariff, plan);
      markets.set(category, known);
      return known;
    },
    markupPercent: tariff.markupPercent,
  };
}

function forecastPath(path: FlowPath, prices: PathPrices): PathForecast {
  const { sends, charged } = chargedOn(path, prices);
  const counts = countsOf([{ charged, share: 1 }]);
  const priced = [...counts].map(([category, count]) => priceOf(category, count, prices));
  const unknown = sends.flatMap(({ category, message }) =>
    category === null && message.type === 'template' ? [message.name] : [],
  );
  return {
    ...path,
    micros: priced.reduce((sum, { micros }) => sum + micros, 0),
    messages: sends.length,
    charged: charged.length,
    uncategorised: [...new Set(unknown)],
    unpriced: priced.flatMap(({ category, unpriced }) => unpriced.map((country) => ({ category, country }))),
    merges: mergesOf(path.sends, serviceEach(priced), prices.plan.day),
  };
}

/** What all runs cost, in micros, when each path is taken by its share of them: the free messages of a month are shared by all paths. */
export function priceShares(paths: readonly { path: FlowPath; share: number }[], prices: PathPrices): number {
  const counts = countsOf(paths.map(({ path, share }) => ({ ...chargedOn(path, prices), share })));
  return [...counts].reduce((sum, [category, count]) => sum + priceOf(category, count, prices).micros, 0);
}

/** How many messages of each category one run has, on average. */
function countsOf(paths: readonly { charged: readonly LoggedCategory[]; share: number }[]) {
  const counts = new Map<LoggedCategory, number>();
  for (const { charged, share } of paths) {
    for (const category of charged) counts.set(category, (counts.get(category) ?? 0) + share);
  }
  return counts;
}

/** What is sent on a path, and the category of each that is charged once the free ones of the month are used up. */
function chargedOn(path: FlowPath, { categoryOf: category, plan }: PathPrices) {
  const sends = path.sends.map((send) => ({ ...send, category: category(send) }));
  const log = sends.flatMap(({ category: known, isInWindow }) =>
    known ? [{ category: known, isInWindow, at: 0, numberId: '', phone: '', isInFreeEntry: false }] : [],
  );
  const judged = chargedOf(log, { day: plan.day, serviceBefore: Infinity });
  return {
    sends,
    charged: judged.flatMap(({ isCharged, message }) => (isCharged ? [message.category] : [])),
  };
}

function categoryOf({ message }: PathSend, templates: KnownTemplates | null): LoggedCategory | null {
  if (message.type !== 'template') return 'service';
  const ofName = templates?.list.filter(({ name }) => name === message.name) ?? [];
  const template = ofName.find(({ language }) => language === message.language) ?? ofName[0];
  return template?.content.category ?? null;
}

/** What one free-form message of the path costs over all runs, on average. */
function serviceEach(priced: readonly Priced[]): number {
  const service = priced.find(({ category }) => category === 'service');
  return service ? service.micros / service.count : 0;
}

function marketsOf(category: LoggedCategory, { rates, currency }: Tariff, { day, mix }: Plan): Markets {
  const model = modelOf(priceRulesOn(day));
  const byMarket = new Map<string, Markets['priced'][number]>();
  const unpriced: string[] = [];
  for (const { country, share } of mix) {
    const found = rateFor(rates, { day, country, category, currency, model });
    if (found) byMarket.set(found.market, { found, share: (byMarket.get(found.market)?.share ?? 0) + share });
    else if (share > 0) unpriced.push(country);
  }
  return { priced: [...byMarket.values()], unpriced };
}

type Priced = { category: LoggedCategory; count: number; micros: number; unpriced: string[] };

/** What so many messages of a category in each run cost over all runs: by market, as volume tiers go by that. */
function priceOf(category: LoggedCategory, count: number, prices: PathPrices): Priced {
  const { plan, marketsFor, markupPercent } = prices;
  const all = plan.runs * (1 - plan.freeEntryShare) * count;
  const free = category === 'service' ? Math.min(all, priceRulesOn(plan.day).freeService) : 0;
  const { priced, unpriced } = marketsFor(category);
  const micros = priced.reduce((sum, { found, share }) => sum + tierCost(found, 0, (all - free) * share), 0);
  return {
    ...{ category, count, micros: withMarkup(micros, markupPercent) },
    unpriced: all > free ? unpriced : [],
  };
}
