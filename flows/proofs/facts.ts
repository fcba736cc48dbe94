import type { Graph, Position, Step } from './graph.ts';

/** How facts about a session (a set of bits) change on its way, and what is known where several ways meet. */
export type Changes = {
  atStart: bigint;
  /** By the actions on the way into a place. */
  entering(facts: bigint, position: Position): bigint;
  /** By a step, before its target is entered. */
  stepping(facts: bigint, step: Step): bigint;
  /** `some`: a fact holds where it does on some way; `all`: where it does on all of them. */
  meet: 'some' | 'all';
};

/** The facts with which sessions come to each position, before its own actions. Repeated until nothing changes; bits only go one way. */
export function factsOnArrival({ start }: Graph, changes: Changes): Map<Position, bigint> {
  const facts = new Map<Position, bigint>([[start, changes.atStart]]);
  const changed = new Set([start]);
  for (const position of changed) {
    /* A set takes a member that is added again at its end, so this walks until none is left. */
    changed.delete(position);
    const leaving = changes.entering(facts.get(position) ?? 0n, position);
    for (const step of position.steps) {
      const coming = changes.stepping(leaving, step);
      const known = facts.get(step.to);
      const met = known === undefined ? coming : changes.meet === 'some' ? known | coming : known & coming;
      if (met === known) continue;
      facts.set(step.to, met);
      changed.add(step.to);
    }
  }
  return facts;
}
