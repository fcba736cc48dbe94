import type { Input, PersonInput } from '@parley/flows/input.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import {
  type Contact,
  factsOf,
  type Happening,
  type Move,
  makeMove,
  quiet,
  shelfOf,
} from '@parley/flows/simulation.ts';
import type { SessionState } from '@parley/flows/turn.ts';

export type Simulation = {
  /** Begin a session by hand, after the person has said hello or, `unprompted`, without a word of theirs. */
  begin(flowId: string, how: { locale: string; unprompted: boolean }): Happening[];
  /** The person does something: moves the session, or starts one, as on WhatsApp. */
  say(input: PersonInput): Happening[];
  /** The platform says something to the running session. */
  tell(input: Input): Happening[];
  /** Let time pass until the next timer, and fire it. */
  wait(): Happening[];
  standing(): Standing;
};

export type Standing = {
  now: Date;
  windowClosesAt: Date | null;
  flow: string | null;
  state: SessionState | null;
  held: boolean;
  timers: { timer: string; dueAt: Date }[];
};

/**
 * One conversation in memory, moved by the same pure functions as in the server, with a clock that only `wait` moves far. The first
 * flow is the default one, the others can be started by their triggers or by each other.
 */
export function createSimulation(
  flows: readonly [FlowMachine, ...FlowMachine[]],
  { contact, now }: { contact: Contact; now: () => number },
): Simulation {
  const shelf = shelfOf(flows);
  let conversation = quiet(contact, now());
  let skippedMs = 0;

  const move = (made: Move): Happening[] => {
    const before = { ...conversation, now: now() + skippedMs };
    const { conversation: after, moments } = makeMove(shelf, before, made);
    skippedMs += after.now - before.now;
    conversation = after;
    return moments.flatMap(({ happened }) => happened);
  };

  return {
    begin: (flow, how) => move({ do: 'begin', flow, ...how }),
    say: (input) => move({ do: 'say', input }),
    tell: (input) => move({ do: 'tell', input }),
    wait: () => move({ do: 'wait' }),
    standing() {
      const current = { ...conversation, now: now() + skippedMs };
      const { windowClosesAt } = factsOf(current);
      return {
        now: new Date(current.now),
        windowClosesAt: windowClosesAt === null ? null : new Date(windowClosesAt),
        flow: current.session?.flow ?? null,
        state: current.session?.state ?? null,
        held: current.held,
        timers: Object.entries(current.timers).map(([timer, dueAt]) => ({ timer, dueAt: new Date(dueAt) })),
      };
    },
  };
}
