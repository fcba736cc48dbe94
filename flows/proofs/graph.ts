import type { Flow } from '../flow.ts';
import { PERSON_EVENTS } from '../input.ts';
import type { FlowMachine, Guard, Transition } from '../machine-schema.ts';
import type { PathStep, Problem } from '../problem.ts';
import { type Counters, counterHolds, countersAfter, thresholdsOf } from './counters.ts';
import { decisionsAt, eventsAnywhere, eventsAt, type Happening } from './happenings.ts';
import { always, type Place, placeAt, placesOf } from './place.ts';
import { labelsOf } from './step-words.ts';

/** Where a session can be: a place, and the counters that matter there. */
export type Position = {
  place: Place;
  counters: Counters;
  /** Whether a turn can end here. */
  rests: boolean;
  /** What can happen here, whatever the data are and whatever anybody does. */
  steps: Step[];
};

/** `words` is null for a step that people would not notice; `transition` for one that is none in the machine. */
export type Step = {
  to: Position;
  words: string | null;
  transition: Transition | null;
  /** What sets it off: a condition within the turn, the answer of a request, or anything else that happens. */
  cause: Happening['cause'];
  by: Happening['by'];
};

/** All positions that a session can come to. Guards that depend on data count as possible, both ways; counters are exact. */
export type Graph = {
  start: Position;
  positions: readonly Position[];
  /** Where a transition from a position leads to; undefined for a target that is no place. */
  after(position: Position, transition: Transition): Position | undefined;
};

/** Null when the flow has no first node. Its cost grows with positions and transitions, and with nothing else. */
export function graphOf(machine: FlowMachine, flow: Flow): Graph | null {
  const places = placesOf(machine);
  const thresholds = thresholdsOf(machine);
  const labels = labelsOf(flow);
  const positions = new Map<string, Position>();
  const unexplored: Position[] = [];

  const positionAt = (place: Place, counters: Counters): Position => {
    const key = [place.id, ...Object.values(counters)].join(' ');
    const known = positions.get(key);
    if (known) return known;
    const position: Position = { place, counters, rests: false, steps: [] };
    positions.set(key, position);
    unexplored.push(position);
    return position;
  };
  const after = ({ place: from, counters }: Position, transition: Transition) => {
    const place = placeAt(transition.target, machine, places);
    const kept = place?.node === from.node ? counters : {};
    return place && positionAt(place, countersAfter(kept, transition, place, thresholds));
  };
  const stepsOf = (position: Position, happenings: Happening[]): Step[] =>
    happenings.flatMap((happening) => {
      const to = after(position, happening.transition);
      return to ? [{ to, ...happening }] : [];
    });

  const first = machine.initial === undefined ? undefined : placeAt(machine.initial, machine, places);
  if (!first) return null;
  const start = positionAt(first, countersAfter({}, null, first, thresholds));
  /* What a flow does everywhere is the same everywhere, so it hangs on one position that all open ones lead to. */
  const anywhere = () => positionAt(ANYWHERE, {});
  let ahead = eventsAnywhere(machine, 'open', labels);
  const reached = new Set<string>();

  const explore = (position: Position) => {
    const { place, counters } = position;
    reached.add(place.node);
    if (place.kind === 'ends' || place === ANYWHERE) return;
    const holds = (guard: Guard) => counterHolds(guard, counters);
    const decisions = decisionsAt(place, always(place), holds, labels);
    position.rests = decisions.rests;
    const steps = stepsOf(position, decisions.happenings);
    if (decisions.rests) {
      steps.push(...stepsOf(position, eventsAt(place, holds, labels, machine)));
      if (place.kind === 'open')
        steps.push({ to: anywhere(), words: null, transition: null, cause: 'event', by: null });
      else steps.push(...stepsOf(position, eventsAnywhere(machine, place.kind, labels)));
    }
    position.steps = distinct(steps);
  };
  while (unexplored.length > 0) {
    for (let position = unexplored.pop(); position; position = unexplored.pop()) explore(position);
    if (!reached.has(ANYWHERE.node)) break;
    /* A late tap needs a message to tap on: one of a node that no session comes to leads nowhere. */
    const isPossible = ({ transition }: Happening) => reached.has(transition.meta?.node ?? ANYWHERE.node);
    anywhere().steps.push(...stepsOf(anywhere(), ahead.filter(isPossible)));
    ahead = ahead.filter((happening) => !isPossible(happening));
  }
  return { start, positions: [...positions.values()], after };
}

const ANYWHERE: Place = { id: '*', node: '', chain: [], entry: [], kind: 'open' };

/** Without the steps that do the same as one before: nearly everything that a person may send leaves by the same port. */
function distinct(steps: readonly Step[]): Step[] {
  const plain = new Map<string, Set<Position>>();
  return steps.filter(({ to, transition, cause, by }) => {
    /* Counters are part of the position, so setting one makes no other difference. */
    const doesSomething = transition?.actions?.some(
      ({ type, params }) => type !== 'set' || 'variable' in params,
    );
    const dependsOnData = transition?.guard?.type === 'when' && 'expression' in transition.guard.params;
    if (doesSomething || dependsOnData || cause !== 'event') return true;
    /* What a person does opens the window; time that goes by and what the platform says do not. */
    const kind = opensWindow(by) ? 'person' : String(by);
    const known = plain.get(kind) ?? new Set();
    plain.set(kind, known);
    const isNew = !known.has(to);
    known.add(to);
    return isNew;
  });
}

/** Whether an event is one of the contact's. */
export function opensWindow(by: Happening['by']): boolean {
  return by !== null && OF_A_PERSON.has(by);
}

const OF_A_PERSON: ReadonlySet<string> = new Set([...PERSON_EVENTS, 'keyword', 'late', 'again']);

/** How a shortest way to a position ends; `length` counts the steps that people notice. */
export type Way = { from: Position; step: Step; length: number };
export type Ways = ReadonlyMap<Position, Way>;

/** A shortest way to each position; `passes` may forbid steps. Positions that cannot be reached are missing, and so is the start. */
export function shortestWays(
  { start }: Graph,
  passes: (from: Position, step: Step) => boolean = () => true,
): Ways {
  const ways = new Map<Position, Way>();
  const settled = new Set<Position>();
  let near: Position[] = [start];
  let length = 0;
  for (let far: Position[] = []; near.length > 0; near = far, far = [], length += 1) {
    /* `near` grows while it is walked: silent steps stay at the same distance. */
    for (const from of near) {
      if (settled.has(from)) continue;
      settled.add(from);
      for (const step of from.steps) {
        const isSilent = step.words === null;
        if (settled.has(step.to) || (!isSilent && ways.has(step.to)) || !passes(from, step)) continue;
        ways.set(step.to, { from, step, length: isSilent ? length : length + 1 });
        (isSilent ? near : far).push(step.to);
      }
    }
  }
  return ways;
}

/** How many steps people notice on the way to a position. */
export const lengthTo = (position: Position, ways: Ways) => ways.get(position)?.length ?? 0;

/** What happens on the way to a position, and then by `steps`, and through which nodes; `port` is the way out that is at fault there. */
export function exampleTo(
  position: Position,
  ways: Ways,
  { steps = [], port }: { steps?: readonly Step[]; port?: string } = {},
): Required<Pick<Problem, 'example' | 'path'>> {
  const taken: { from: Position; step: Step }[] = [];
  for (let way = ways.get(position); way; way = ways.get(way.from)) taken.unshift(way);
  let last = position;
  for (const step of steps) {
    taken.push({ from: last, step });
    last = step.to;
  }
  const path: PathStep[] = [];
  const visit = (node: string, by?: string) => {
    if (node === '') return;
    /* Steps within a node are not told apart. */
    const before = path.at(-1);
    if (before?.node === node && before.port === undefined) path.pop();
    path.push({ node, ...(by !== undefined && { port: by }) });
  };
  for (const { from, step } of taken) {
    const meta = step.transition?.meta;
    if (meta && meta.node === undefined && from.place.node === '') continue;
    visit(meta?.node ?? from.place.node, meta?.port);
  }
  visit(last.place.node, port);
  return { example: taken.flatMap(({ step }) => step.words ?? []), path };
}
