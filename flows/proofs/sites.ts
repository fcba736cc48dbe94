import { saidAtClosing } from '../at-closing.ts';
import { many } from '../machine.ts';
import type { Action, EventName, FlowMachine, InnerState, Transition } from '../machine-schema.ts';
import { reopenAt, reopenByDefault } from '../reopening.ts';

/** Where a machine does or asks something: on the way into a state, or on a transition. */
export type Site = {
  node: string;
  actions: readonly Action[];
  transition?: Transition;
  /** Set where the transition is taken because of an event. */
  event?: EventName;
};

/** Every site of every node, reachable or not, in the order of the nodes' ids. The flow's own transitions belong to where they lead. */
export function sitesOf(machine: FlowMachine): Site[] {
  const { states, on } = machine;
  const sites = Object.keys(states)
    .sort()
    .flatMap((node) => {
      const config = states[node];
      const steps = [config, ...Object.values(config?.states ?? {})].flatMap((state) =>
        state ? sitesIn(state, node) : [],
      );
      return [...steps, ...sending(node, reopenAt(machine, node))];
    });
  const everywhere = eventSites(on ?? {}, (transition) => transition.target.replace(/^\./, ''));
  return [
    ...sites,
    ...everywhere,
    ...sending('', reopenByDefault(machine)),
    ...sending('', saidAtClosing(machine)),
  ];
}

/** What re-opens the window, and what is said before it closes, is said by no state; the flow's own belongs to no node. */
function sending(node: string, said: ReturnType<typeof reopenAt>): Site[] {
  return said ? [{ node, actions: [{ type: 'send', params: said }] }] : [];
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
