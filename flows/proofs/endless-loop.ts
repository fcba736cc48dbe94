import type { Problem } from '../problem.ts';
import { exampleTo, type Position, type Step } from './graph.ts';
import type { Subject } from './subject.ts';

/**
 * No cycle without a wait. A turn that goes round by conditions alone never ends, and XState would go on for ever. A cycle in which nothing
 * but requests is waited for ends each turn, but the contact is not heard as long as it goes on: what they write waits for the answer. Where
 * no condition can end it, that is an error, too; where one can, as in "three times at most", a warning.
 */
export function endlessLoop({ graph, ways }: Subject): Problem[] {
  if (!graph) return [];
  const report = (level: Problem['level'], message: string) => (cycle: Cycle) => ({
    code: 'endless-loop',
    level,
    node: cycle.start.place.node,
    message: `${nodesOf(cycle)
      .map((node) => `“${node}”`)
      .join(' → ')} ${message} Put a question or a wait in between.`,
    ...exampleTo(cycle.start, ways, { steps: cycle.steps }),
  });
  const cycles = (follows: (step: Step) => boolean) => cyclesOf(graph.positions, follows);
  const hasAnswer = ({ steps }: Cycle) => steps.some(({ cause }) => cause === 'answer');
  return [
    ...cycles(({ cause }) => cause === 'decision').map(report('error', 'goes round without ever waiting.')),
    ...cycles((step) => step.cause !== 'event' && !isCondition(step))
      .filter(hasAnswer)
      .map(report('error', 'repeats a request for ever, and the contact is not heard meanwhile.')),
    ...cycles(({ cause }) => cause !== 'event')
      .filter((cycle) => hasAnswer(cycle) && cycle.steps.some(isCondition))
      .map(report('warning', 'repeats a request without a pause, and the contact is not heard meanwhile.')),
  ];
}

/** A decision that may also be another one; those that are not need no words. */
const isCondition = ({ cause, words }: Step) => cause === 'decision' && words !== null;

type Cycle = { start: Position; steps: Step[] };

/** A shortest cycle through each position that is on one; positions of a cycle that was found already are not asked again. */
function cyclesOf(positions: readonly Position[], follows: (step: Step) => boolean): Cycle[] {
  const cycles: Cycle[] = [];
  const done = new Set<Position>();
  for (const start of onCycles(positions, follows)) {
    if (done.has(start)) continue;
    const steps = shortestCycle(start, follows);
    if (!steps) continue;
    cycles.push({ start, steps });
    for (const { to } of steps) done.add(to);
  }
  return cycles;
}

/** Positions without those that no cycle can lead through: what nothing leads to is taken away until there is no more of it. */
function onCycles(positions: readonly Position[], follows: (step: Step) => boolean): Position[] {
  const leadingHere = new Map<Position, number>();
  const next = ({ steps }: Position) => steps.filter(follows);
  for (const { to } of positions.flatMap(next)) leadingHere.set(to, (leadingHere.get(to) ?? 0) + 1);
  const free = positions.filter((position) => !leadingHere.has(position));
  const away = new Set(free);
  for (const position of free) {
    for (const { to } of next(position)) {
      const left = (leadingHere.get(to) ?? 0) - 1;
      leadingHere.set(to, left);
      if (left === 0) {
        away.add(to);
        free.push(to);
      }
    }
  }
  return positions.filter((position) => !away.has(position));
}

function shortestCycle(start: Position, follows: (step: Step) => boolean): Step[] | null {
  const ways = new Map<Position, { from: Position; step: Step }>();
  const queue = [start];
  for (const from of queue) {
    for (const step of from.steps) {
      if (!follows(step) || ways.has(step.to)) continue;
      ways.set(step.to, { from, step });
      if (step.to === start) return stepsBack(start, ways);
      queue.push(step.to);
    }
  }
  return null;
}

function stepsBack(start: Position, ways: ReadonlyMap<Position, { from: Position; step: Step }>): Step[] {
  const steps: Step[] = [];
  let position = start;
  do {
    const way = ways.get(position);
    if (!way) break;
    steps.unshift(way.step);
    position = way.from;
  } while (position !== start);
  return steps;
}

/** The nodes of a cycle, the first one at both ends; inner steps of a node are not told apart. */
function nodesOf({ start, steps }: Cycle): string[] {
  const nodes = [start, ...steps.map(({ to }) => to)].map(({ place }) => place.node);
  return nodes.filter((node, at) => at === 0 || at === nodes.length - 1 || node !== nodes[at - 1]);
}
