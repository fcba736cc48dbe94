import { many } from '../machine.ts';
import type { Action, EventName, FlowMachine, InnerState, Transition } from '../machine-schema.ts';

/** Where a machine does or asks something: on the way into a state, or on a transition. */
export type Site = {
  node: string;
  actions: readonly Action[];
  transition?: Transition;
  /** Set where the transition is taken because of an event. */
  event?: EventName;
};

/** Every site of every node, reachable or not, in the order of the nodes' ids. The flow's own transitions belong to where they lead. */
export function sitesOf({ states, on }: FlowMachine): Site[] {
  const sites = Object.keys(states)
    .sort()
    .flatMap((node) => {
      const config = states[node];
      return [config, ...Object.values(config?.states ?? {})].flatMap((state) =>
        state ? sitesIn(state, node) : [],
      );
    });
  const everywhere = eventSites(on ?? {}, (transition) => transition.target.replace(/^\./, ''));
  return [...sites, ...everywhere];
}

function sitesIn({ entry, on, after, always }: InnerState, node: string): Site[] {
  const unprompted = [...Object.values(after ?? {}), always].flatMap((list): Transition[] => many(list));
  return [
    { node, actions: entry ?? [] },
    ...eventSites(on ?? {}, () => node),
    ...unprompted.map((transition) => ({ node, transition, actions: transition.actions ?? [] })),
  ];
}

function eventSites(on: NonNullable<InnerState['on']>, nodeOf: (transition: Transition) => string): Site[] {
  return (Object.keys(on) as EventName[]).flatMap((event) =>
    many(on[event]).map((transition) => ({
      node: nodeOf(transition),
      event,
      transition,
      actions: transition.actions ?? [],
    })),
  );
}
