import { transitionsOf } from '../machine.ts';
import type { Action, FlowMachine, Guard, Transition } from '../machine-schema.ts';
import type { Place } from './place.ts';

/** Values of the counters that matter where a session stands, such as `city.tries`. One that is not there is 0. */
export type Counters = { readonly [counter: string]: number };

/**
 * By node, the numbers that each of its counters is compared with. Counters that no guard asks for, such as the page of a list, do not
 * matter to where a session can go.
 */
export type Thresholds = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

export function thresholdsOf({ states }: FlowMachine): Thresholds {
  const thresholds = new Map<string, Map<string, number[]>>();
  for (const { guard } of Object.values(states).flatMap(transitionsOf)) {
    const asked = guard && counterIn(guard);
    if (!asked) continue;
    const node = asked.counter.split('.')[0] ?? '';
    const ofNode = thresholds.get(node) ?? new Map<string, number[]>();
    ofNode.set(asked.counter, [...(ofNode.get(asked.counter) ?? []), asked.below]);
    thresholds.set(node, ofNode);
  }
  return thresholds;
}

/** Whether a guard that asks for a counter holds; undefined for every other guard. */
export function counterHolds(guard: Guard, counters: Counters): boolean | undefined {
  const asked = counterIn(guard);
  return asked && (counters[asked.counter] ?? 0) < asked.below;
}

/**
 * The counters after a transition into a place. A counter belongs to its node, which sets it on the way in, so outside the node it is
 * forgotten; and counters count up, so beyond what it is compared with its value makes no difference. Both keep the positions few.
 */
export function countersAfter(
  before: Counters,
  transition: Transition | null,
  place: Place,
  thresholds: Thresholds,
): Counters {
  const after: { [counter: string]: number } = {};
  for (const [counter, asked] of thresholds.get(place.node) ?? []) {
    const actions = [...(transition?.actions ?? []), ...place.entry];
    const value = actions.reduce((count, action) => counted(count, counter, action), before[counter] ?? 0);
    after[counter] = Math.min(Math.max(...asked), value);
  }
  return after;
}

function counted(count: number, counter: string, action: Action): number {
  if (action.type !== 'set' || !('counter' in action.params) || action.params.counter !== counter)
    return count;
  return 'to' in action.params ? action.params.to : count + action.params.add;
}

function counterIn(guard: Guard): { counter: string; below: number } | undefined {
  return guard.type === 'when' && 'counter' in guard.params ? guard.params : undefined;
}
