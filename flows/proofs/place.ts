import { many } from '../machine.ts';
import type {
  Action,
  EventName,
  FlowMachine,
  InnerState,
  StateConfig,
  Transition,
} from '../machine-schema.ts';

/** A place where a session can stand: a state, or an inner state of a node that has inner steps. */
export type Place = {
  /** The node's id, or `node.inner`. */
  id: string;
  node: string;
  /** What reacts to an event, innermost first; the flow's own transitions are not among them. */
  chain: readonly InnerState[];
  /** Actions on the way in, in order. */
  entry: readonly Action[];
  /** `ends`: the session is over here. `held`: a person has the conversation. `calls`: an answer of a web address is awaited. */
  kind: 'ends' | 'held' | 'calls' | 'open';
};

/**
 * All places of a machine by id. A node's own entry is counted in for each of its inner states, which is exact as long as no node type
 * has both.
 */
export function placesOf({ states }: FlowMachine): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const node of Object.keys(states).sort()) {
    const config = states[node];
    if (!config) continue;
    if (!config.states) places.set(node, placeOf(node, node, [config]));
    for (const [inner, innerConfig] of Object.entries(config.states ?? {})) {
      const id = `${node}.${inner}`;
      places.set(id, placeOf(id, node, [innerConfig, config]));
    }
  }
  return places;
}

function placeOf(id: string, node: string, chain: readonly InnerState[]): Place {
  const tags = chain.flatMap((config) => config.tags ?? []);
  const kind = chain.some(({ type }) => type === 'final')
    ? 'ends'
    : tags.includes('held')
      ? 'held'
      : tags.includes('calling')
        ? 'calls'
        : 'open';
  return { id, node, chain, entry: chain.toReversed().flatMap(({ entry }) => entry ?? []), kind };
}

/** Where a transition's target leads: `menu`, `.menu`, `#flow.menu` or `#flow.menu.more`. Undefined when there is no such place. */
export function placeAt(
  target: string,
  { id, states }: FlowMachine,
  places: ReadonlyMap<string, Place>,
): Place | undefined {
  const path = target.startsWith(`#${id}.`) ? target.slice(id.length + 2) : target.replace(/^\./, '');
  const initial: StateConfig['initial'] = states[path]?.initial;
  return places.get(initial === undefined ? path : `${path}.${initial}`);
}

/** What a place may do on an event, in the order in which it is tried. */
export function onEvent({ chain }: Place, event: EventName): Transition[] {
  return chain.flatMap(({ on }) => many(on?.[event]));
}

export function always({ chain }: Place): Transition[] {
  return chain.flatMap((config) => many(config.always));
}

/** Timers, each with what may happen when it is over. */
export function timers({ chain }: Place): [delay: string, Transition[]][] {
  return chain.flatMap(({ after }) =>
    Object.entries(after ?? {})
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([delay, list]): [string, Transition[]] => [delay, many(list)]),
  );
}
