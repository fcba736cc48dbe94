import { MICROS } from '@parley/flows/prices/rates.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { costOfGroups, type GroupCost } from './cost-of-groups.ts';
import { numberPrices } from './number-prices.ts';
import { messageGroups, type Split } from './priced-messages.ts';
import { knownRates } from './rate-cards.ts';
import { sessionCounts } from './session-counts.ts';

/** What costs can be summed up by. */
export const COST_BY = [
  'day',
  'number',
  'category',
  'market',
  'flow',
  'outcome',
  'path',
  'node',
  'broadcast',
] as const;
export type CostBy = (typeof COST_BY)[number];

/** One line of the report. */
export type CostLine = {
  /** A day, a number's, flow's or broadcast's id, a category, a market or country, how a session ended, the way it took (`a > b`); null for what belongs to none. */
  key: string | null;
  /** Of a node, the flow that it is in; of an outcome, the flow that ended so; of a way, the flow that it goes through. */
  flow: string | null;
  /** Of an outcome and of a way, how many sessions ended or went so; null for everything else. */
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

/** `flow`: only what that flow said; for what is summed up by something of a flow. */
export type CostQuery = { from: string; to: string; by: CostBy; flow?: string | undefined };

const SPLIT: { readonly [by in CostBy]: Split } = {
  ...{ day: 'none', number: 'none', category: 'none', market: 'none' },
  ...{ flow: 'flow', outcome: 'outcome', path: 'path', node: 'node', broadcast: 'broadcast' },
};

/**
 * What the messages that arrived between two days cost, from what WhatsApp's statuses said of each and the cards of those days. Several lines
 * have one key where several currencies are used.
 */
export async function costReport(
  db: Kysely<Database>,
  { from, to, by, flow }: CostQuery,
): Promise<CostLine[]> {
  const numbers = await numberPrices(db);
  const groups = await messageGroups(db, {
    // Volume tiers count from the first of the month.
    ...{ from: `${from.slice(0, 7)}-01`, to, split: SPLIT[by] },
    timezones: new Map(numbers.map(({ numberId, timezone }) => [numberId, timezone])),
  });
  const tariffs = new Map(numbers.map((number) => [number.numberId, number]));
  const costs = costOfGroups(groups, await knownRates(db), tariffs);
  const lines = linesOf(
    costs.filter(({ group }) => group.day >= from && (flow === undefined || group.flow === flow)),
    by,
  );
  if (by !== 'outcome' && by !== 'path') return lines;
  const counts = await sessionCounts(db, { from, to, by });
  const sessionsOf = new Map(
    counts.map(({ flow, key, sessions }) => [JSON.stringify([flow, key]), sessions]),
  );
  return lines.map((line) => ({
    ...line,
    sessions: sessionsOf.get(JSON.stringify([line.flow, line.key])) ?? null,
  }));
}

/** By day in their order, everything else by what it cost. */
function linesOf(costs: readonly GroupCost[], by: CostBy): CostLine[] {
  const groups = Map.groupBy(costs, (cost) => JSON.stringify([keyOf(cost, by), cost.currency]));
  const lines = [...groups.values()].flatMap((alike) => lineOf(alike, by) ?? []);
  return lines.sort((one, other) =>
    by === 'day'
      ? byKey(one, other)
      : (other.cost ?? 0) - (one.cost ?? 0) || other.messages - one.messages || byKey(one, other),
  );
}

/** What belongs to nothing comes last. */
const byKey = (one: Key, other: Key) => (one.key ?? '\uffff').localeCompare(other.key ?? '\uffff');

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
    case 'path':
      return { key: group[by], flow: group.flow };
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
