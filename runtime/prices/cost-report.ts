import { MICROS } from '@parley/flows/prices/rates.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { costOfGroups, type GroupCost } from './cost-of-groups.ts';
import { numberPrices } from './number-prices.ts';
import { outcomeCounts } from './outcome-counts.ts';
import { messageGroups, type Split } from './priced-messages.ts';
import { knownRates } from './rate-cards.ts';

/** What costs can be summed up by. */
export const COST_BY = [
  'day',
  'number',
  'category',
  'market',
  'flow',
  'outcome',
  'node',
  'broadcast',
] as const;
export type CostBy = (typeof COST_BY)[number];

/** One line of the report. */
export type CostLine = {
  /** A day, a number's, flow's or broadcast's id, a category, a market or country, how a session ended; null for what belongs to none. */
  key: string | null;
  /** Of a node, the flow that it is in; of an outcome, the flow that ended so. */
  flow: string | null;
  /** Of an outcome, how many sessions ended so; null for everything else. */
  sessions: number | null;
  currency: string | null;
  messages: number;
  free: number;
  charged: number;
  /** Messages that have no price here: WhatsApp said nothing of them, or the cards have no rate. */
  unknown: number;
  /** Of those charged, in the currency; null where all that might cost something is unknown. */
  cost: number | null;
};

export type CostQuery = { from: string; to: string; by: CostBy };

const SPLIT: { readonly [by in CostBy]: Split } = {
  ...{ day: 'none', number: 'none', category: 'none', market: 'none' },
  ...{ flow: 'flow', outcome: 'outcome', node: 'node', broadcast: 'broadcast' },
};

/**
 * What the messages that arrived between two days cost, from what WhatsApp's statuses said of each and the cards of those days. Several lines
 * have one key where several currencies are used.
 */
export async function costReport(db: Kysely<Database>, { from, to, by }: CostQuery): Promise<CostLine[]> {
  const numbers = await numberPrices(db);
  const groups = await messageGroups(db, {
    // Volume tiers count from the first of the month.
    ...{ from: `${from.slice(0, 7)}-01`, to, split: SPLIT[by] },
    timezones: new Map(numbers.map(({ numberId, timezone }) => [numberId, timezone])),
  });
  const tariffs = new Map(numbers.map((number) => [number.numberId, number]));
  const costs = costOfGroups(groups, await knownRates(db), tariffs);
  const lines = linesOf(
    costs.filter(({ group }) => group.day >= from),
    by,
  );
  if (by !== 'outcome') return lines;
  const counts = await outcomeCounts(db, { from, to });
  return lines.map((line) => ({
    ...line,
    sessions:
      counts.find(({ flow, outcome }) => flow === line.flow && outcome === line.key)?.sessions ?? null,
  }));
}

/** By day in their order, everything else by what it cost. */
function linesOf(costs: readonly GroupCost[], by: CostBy): CostLine[] {
  const groups = Map.groupBy(costs, (cost) => JSON.stringify([keyOf(cost, by), cost.currency]));
  const lines = [...groups.values()].flatMap((alike) => lineOf(alike, by) ?? []);
  return lines.sort((one, other) =>
    by === 'day'
      ? (one.key ?? '').localeCompare(other.key ?? '')
      : (other.cost ?? 0) - (one.cost ?? 0) || other.messages - one.messages,
  );
}

type Key = { key: string | null; flow: string | null };

function keyOf({ group, market }: GroupCost, by: CostBy): Key {
  const of = (key: string | null): Key => ({ key, flow: null });
  switch (by) {
    case 'number':
      return of(group.numberId);
    case 'market':
      return of(market ?? group.country);
    case 'node':
      return { key: group.node, flow: group.flow };
    case 'outcome':
      return { key: group.outcome, flow: group.flow };
    default:
      return of(group[by]);
  }
}

function lineOf(alike: readonly GroupCost[], by: CostBy): CostLine | null {
  const [first] = alike;
  if (!first) return null;
  const sum = (part: 'free' | 'charged' | 'unknown' | 'micros') =>
    alike.reduce((total, cost) => total + cost[part], 0);
  const [free, charged, unknown] = [sum('free'), sum('charged'), sum('unknown')];
  const isUnknown = charged === 0 && unknown > 0;
  return {
    ...keyOf(first, by),
    sessions: null,
    currency: first.currency,
    messages: free + charged + unknown,
    ...{ free, charged, unknown },
    cost: isUnknown ? null : Math.round(sum('micros')) / MICROS,
  };
}
