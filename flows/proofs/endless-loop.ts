import type { Problem } from '../problem.ts';
import { type Position, type Step, wordsTo } from './graph.ts';
import type { Subject } from './subject.ts';

/**
 * No cycle without a wait: a turn that goes round by conditions alone never ends, and XState would go on for ever. A cycle in which nothing
 * but a request is waited for does end each turn, but repeats the request without a pause while the contact is not heard: a warning.
 */
export function endlessLoop({ graph, ways }: Subject): Problem[] {
  if (!graph) return [];
  const report = (level: Problem['level'], message: (cycle: string) => string) => (cycle: Cycle) => ({
    code: 'endless-loop',
    level,
    node: cycle.start.place.node,
    message: message(
      nodesOf(cycle)
        .map((node) => `“${node}”`)
        .join(' → '),
    ),
    example: [...wordsTo(cycle.start, ways), ...cycle.steps.flatMap(({ words }) => words ?? [])],
  });
  const loops = cyclesOf(graph.positions, ({ cause }) => cause === 'decision');
  const repeats = cyclesOf(graph.positions, ({ cause }) => cause !== 'event');
  const isNew = ({ steps }: Cycle) => steps.some(({ cause }) => cause === 'answer');
  return [
    ...loops.map(
      report(
        'error',
        (cycle) => `${cycle} goes round without ever waiting. Put a question or a wait in between.`,
      ),
    ),
    ...repeats
      .filter(isNew)
      .map(
        report(
          'warning',
          (cycle) =>
            `${cycle} repeats a request without a pause, and the contact is not heard meanwhile. Put a wait in between.`,
        ),
      ),
  ];
}

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
