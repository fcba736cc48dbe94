import type { Action } from '../machine-schema.ts';
import type { Problem } from '../problem.ts';
import { factsOnArrival } from './facts.ts';
import {
  exampleTo,
  type Graph,
  lengthTo,
  type Position,
  type Step,
  shortestWays,
  type Ways,
} from './graph.ts';
import type { Subject } from './subject.ts';
import { check, placeOf, type Writing, writingOfGuard, writingsOf } from './writings.ts';

/**
 * Nothing is read before it can have been set. A variable with a default is set from the start; one without is set by an answer, a value, a
 * call's result, in the order of the actions. Where no way sets it before it is read, that is an error; where some way does not, a warning
 * (`maybe-unset`), since whether that way is ever taken may depend on data. What an agent is told of a conversation says what is known by
 * then, so it gets no such warning.
 */
export function unsetVariable(subject: Subject): Problem[] {
  const { graph, settings } = subject;
  if (!graph) return [];
  const bits = new Map(settings.variables.map(({ name }, at) => [name, 1n << BigInt(at)]));
  const setBy = (actions: readonly Action[]) =>
    actions.reduce((set, action) => set | (bits.get(variableSetBy(action)) ?? 0n), 0n);
  const changes = {
    atStart: settings.variables.reduce(
      (set, variable) =>
        set |
        ('default' in variable && variable.default !== undefined ? (bits.get(variable.name) ?? 0n) : 0n),
      0n,
    ),
    entering: (facts: bigint, { place }: Position) => facts | setBy(place.entry),
    stepping: (facts: bigint, { transition }: Step) => facts | setBy(transition?.actions ?? []),
  };
  const onSome = factsOnArrival(graph, { ...changes, meet: 'some' });
  const onAll = factsOnArrival(graph, { ...changes, meet: 'all' });

  const found = new Map<string, Reading>();
  for (const positions of byPlace(graph)) {
    for (const { writing, before } of readingsAt(positions, subject)) {
      const { reads } = check(writing, subject);
      if (reads.length === 0) continue;
      const setHere = setBy(before);
      for (const variable of reads) {
        const bit = bits.get(variable) ?? 0n;
        const isSet = (facts: Map<Position, bigint>) => (position: Position) =>
          (((facts.get(position) ?? 0n) | setHere) & bit) !== 0n;
        const unsetAt = positions.filter((position) => !isSet(onAll)(position));
        if (unsetAt.length === 0) continue;
        const place = placeOf(writing, subject);
        /* Translations usually read the same: the node's own text comes first and stands for them. */
        const key = JSON.stringify([variable, place.node, place.field]);
        const reading = found.get(key) ?? {
          variable,
          place,
          isNote: writing.isNote === true,
          isSetSometimes: false,
          unsetAt: [],
        };
        if (positions.some(isSet(onSome))) reading.isSetSometimes = true;
        reading.unsetAt.push(...unsetAt);
        found.set(key, reading);
      }
    }
  }
  return problemsOf([...found.values()], graph);
}

/** The positions of each place, which differ in counters only and so read the same. */
function byPlace({ positions }: Graph): Iterable<Position[]> {
  return Map.groupBy(positions, ({ place }) => place).values();
}

type Reading = {
  variable: string;
  place: ReturnType<typeof placeOf>;
  isNote: boolean;
  isSetSometimes: boolean;
  /** Where it may be read unset. */
  unsetAt: Position[];
};

function problemsOf(readings: readonly Reading[], graph: Graph): Problem[] {
  const waysWithout = new Map<string, Ways>();
  return readings.flatMap(({ variable, place, isNote, isSetSometimes, unsetAt }): Problem[] => {
    if (isNote && isSetSometimes) return [];
    const ways =
      waysWithout.get(variable) ?? shortestWays(graph, (from, step) => !sets(variable, from, step));
    waysWithout.set(variable, ways);
    const [nearest] = unsetAt.toSorted((one, other) => lengthTo(one, ways) - lengthTo(other, ways));
    const advice = 'Set it before, or give it a default.';
    return [
      {
        code: isSetSometimes ? 'maybe-unset' : 'unset-variable',
        level: isSetSometimes ? 'warning' : 'error',
        ...place,
        message: isSetSometimes
          ? `“${variable}” may be read here before it has been set, and then counts as empty. ${advice}`
          : `“${variable}” is read here, and nothing has set it before. ${advice}`,
        ...(nearest && exampleTo(nearest, ways)),
      },
    ];
  });
}

const sets = (variable: string, { place }: Position, { transition }: Step) =>
  [...place.entry, ...(transition?.actions ?? [])].some((action) => variableSetBy(action) === variable);

function variableSetBy(action: Action): string {
  return action.type === 'set' && 'variable' in action.params ? action.params.variable : '';
}

/** What is read at a place, each with the actions that come before it there. */
function readingsAt(
  positions: readonly Position[],
  subject: Subject,
): { writing: Writing; before: readonly Action[] }[] {
  const [place] = positions.map((position) => position.place);
  if (!place) return [];
  const inOrder = (actions: readonly Action[], earlier: readonly Action[], takesResponse: boolean) =>
    actions.flatMap((action, at) =>
      writingsOf(action, place.node, subject, { takesResponse }).map((writing) => ({
        writing,
        before: [...earlier, ...actions.slice(0, at)],
      })),
    );
  const steps = new Map(positions.flatMap(({ steps: some }) => some.map((step) => [step.transition, step])));
  const onSteps = [...steps.values()].flatMap(({ transition, cause }) => [
    ...writingOfGuard(transition?.guard, place.node).map((writing) => ({ writing, before: place.entry })),
    ...inOrder(transition?.actions ?? [], place.entry, cause === 'answer'),
  ]);
  return [...inOrder(place.entry, [], false), ...onSteps];
}
