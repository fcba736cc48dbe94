import type { TakenPort } from '@parley/flows/turn.ts';

/**
 * A port as it is kept with the event that took it. `session` stands where it is not the one that the event ended up in: a flow that starts
 * another one has two in one turn.
 */
export type Taken = TakenPort & { session?: string };

/** Longer values are kept as the beginning of their JSON: the path is for people to look at, the session has the whole. */
const LONGEST = 500;

/** The path as it is kept. */
export function keptPath(path: readonly Taken[]): Taken[] {
  return path.map((taken) => (taken.set ? { ...taken, set: shortened(taken.set) } : taken));
}

/** The ports of a session that has ended by starting another flow, told apart from those of the one that it started. */
export function leftBehind(path: readonly Taken[], session: string): Taken[] {
  return path.map((taken) => ({ session, ...taken }));
}

function shortened(set: NonNullable<TakenPort['set']>): NonNullable<TakenPort['set']> {
  return Object.fromEntries(Object.entries(set).map(([name, value]) => [name, short(value)]));
}

function short(value: unknown): unknown {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : value;
}
