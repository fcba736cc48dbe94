import type { FlowOverview } from '../api.ts';

export const FLOW_COLUMNS = ['flow', 'state', 'numbers', 'sessions', 'problems', 'saved'] as const;
export type FlowColumn = (typeof FLOW_COLUMNS)[number];
/** `direction` is 1 for the order that one wants first: names from A, most conversations, most errors, last edited. */
export type FlowOrder = { column: FlowColumn; direction: 1 | -1 };

/** The flows whose name or id holds what was typed, in the order that was chosen; of equal ones, by name. */
export function sortedFlows(
  flows: readonly FlowOverview[],
  typed: string,
  { column, direction }: FlowOrder,
): FlowOverview[] {
  const wanted = typed.trim().toLocaleLowerCase();
  return flows
    .filter(({ id, name }) => name.toLocaleLowerCase().includes(wanted) || id.includes(wanted))
    .sort((one, other) => direction * COMPARE[column](one, other) || COMPARE.flow(one, other));
}

type Compare = (one: FlowOverview, other: FlowOverview) => number;

const COMPARE: { readonly [column in FlowColumn]: Compare } = {
  flow: (one, other) => one.name.localeCompare(other.name),
  state: (one, other) => rank(one) - rank(other),
  numbers: (one, other) => other.numbers.length - one.numbers.length,
  sessions: (one, other) => other.sessions - one.sessions,
  problems: (one, other) => weight(other) - weight(one),
  saved: (one, other) => other.savedAt.localeCompare(one.savedAt),
};

/** What needs a hand first: changes that are not published, then drafts, then what is live, then the archive. */
function rank({ archivedAt, publishedVersion, hasChanges }: FlowOverview): number {
  if (archivedAt !== null) return 3;
  if (publishedVersion === null) return 1;
  return hasChanges ? 0 : 2;
}

const weight = ({ problems }: FlowOverview) => (problems ? problems.errors * 1_000 + problems.warnings : -1);
