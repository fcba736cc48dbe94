import type { Guard, Transition } from '../machine-schema.ts';

/**
 * Which of several transitions may be taken: in order, the first whose guard holds. `holds` says undefined where that depends on data or
 * on what the contact does; then this one may be taken, and so may a later one. `null` among the result: possibly none.
 */
export function takeable(
  candidates: readonly Transition[],
  holds: (guard: Guard) => boolean | undefined,
): (Transition | null)[] {
  const possible: (Transition | null)[] = [];
  for (const transition of candidates) {
    const answer = transition.guard ? holds(transition.guard) : true;
    if (answer !== false) possible.push(transition);
    if (answer === true) return possible;
  }
  return [...possible, null];
}
