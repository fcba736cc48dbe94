import type { Facts, Input, PersonInput } from '@parley/flows/input.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { isFreeForm, type OutboundMessage } from '@parley/flows/message.ts';
import { type LoadedMachine, loadMachine, start, transition } from '@parley/flows/transition.ts';
import { matchTrigger } from '@parley/flows/triggers.ts';
import type { Effect, SessionState, Turn } from '@parley/flows/turn.ts';
import { WINDOW_MS, windowAt } from '../conversation/window.ts';

/** What came of one input, in order. */
export type Happening =
  | { type: 'message'; node: string; message: OutboundMessage; refused: 'window-closed' | null }
  | { type: 'effect'; effect: Exclude<Effect, { type: 'send' }> }
  | { type: 'ended'; reason: string }
  /** Nothing moved, and why. */
  | { type: 'nothing'; reason: string };

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

type Contact = Facts['contact'];
type Running = { machine: LoadedMachine; state: SessionState };

/** More flows than this that start each other without waiting are a circle, as in the server. */
const MAX_STARTS = 10;

/**
 * One conversation in memory, moved by the same pure functions as in the server, with a clock that only `wait` moves far. The first
 * flow is the default one, the others can be started by their triggers or by each other.
 */
export function createSimulation(
  flows: readonly [FlowMachine, ...FlowMachine[]],
  { contact, now }: { contact: Contact; now: () => number },
): Simulation {
  const machines = new Map(flows.map((flow) => [flow.id, loadMachine(flow)]));
  const timers = new Map<string, number>();
  let running: Running | null = null;
  let held = false;
  let skippedMs = 0;
  let lastInboundAt: Date | null = null;
  let locale = contact.locale;

  const clock = () => now() + skippedMs;
  const facts = (): Facts => {
    const { open, closesAt } = windowAt(lastInboundAt, new Date(clock()));
    return {
      now: clock(),
      contact: { ...contact, locale },
      windowClosesAt: open && closesAt ? closesAt.getTime() : null,
    };
  };

  const take = (machine: LoadedMachine, turn: Turn, starts: number): Happening[] => {
    const { windowClosesAt } = facts();
    const happened: Happening[] = [];
    for (const effect of turn.effects) {
      if (effect.type === 'send') {
        const { node, message } = effect;
        const refused = windowClosesAt === null && isFreeForm(message) ? 'window-closed' : null;
        happened.push({ type: 'message', node, message, refused });
        continue;
      }
      if (effect.type === 'schedule') timers.set(effect.timer, clock() + effect.delayMs);
      if (effect.type === 'cancel') timers.delete(effect.timer);
      happened.push({ type: 'effect', effect });
    }
    const next = turn.effects.findLast((effect) => effect.type === 'start');
    held = turn.held;
    locale = turn.state.context.locale;
    running = turn.ended === null && !next ? { machine, state: turn.state } : null;
    if (running) return happened;
    timers.clear();
    happened.push({ type: 'ended', reason: next ? 'started-flow' : (turn.ended ?? 'finished') });
    return next ? [...happened, ...startFlow(next.flow, '', starts + 1)] : happened;
  };

  const startFlow = (flowId: string, language: string, starts: number): Happening[] => {
    const machine = machines.get(flowId);
    if (!machine) return [{ type: 'nothing', reason: `the flow “${flowId}” was not given` }];
    if (starts > MAX_STARTS) return [{ type: 'nothing', reason: 'the flows start each other without end' }];
    return take(machine, start(machine, facts(), language), starts);
  };

  const advance = (input: Input): Happening[] => {
    if (!running) return [{ type: 'nothing', reason: 'no session is running' }];
    const { machine, state } = running;
    const turn = transition(machine, state, input, facts());
    if (turn.state !== state || turn.effects.length > 0) return take(machine, turn, 0);
    const reason = turn.held ? 'a person holds the conversation' : 'the flow does nothing with that here';
    return [{ type: 'nothing', reason }];
  };

  return {
    begin(flowId, { locale: language, unprompted }) {
      if (!unprompted) lastInboundAt = new Date(clock());
      return startFlow(flowId, language, 0);
    },
    say(input) {
      lastInboundAt = new Date(clock());
      if (running) return advance(input);
      const bound = flows.map((flow, index) => ({
        flowId: flow.id,
        isDefault: index === 0,
        settings: flow.meta.flow,
      }));
      const match = matchTrigger(bound, input, null);
      return match
        ? startFlow(match.flowId, match.locale, 0)
        : [{ type: 'nothing', reason: 'no flow is started by that' }];
    },
    tell: advance,
    wait() {
      const [next] = [...timers].sort(([, one], [, other]) => one - other);
      if (!next) return [{ type: 'nothing', reason: 'no timer is running' }];
      const [timer, dueAt] = next;
      timers.delete(timer);
      skippedMs += Math.max(0, dueAt - clock());
      return advance({ type: 'timer', timer });
    },
    standing: () => ({
      now: new Date(clock()),
      windowClosesAt: windowAt(lastInboundAt, new Date(clock())).open
        ? new Date((lastInboundAt?.getTime() ?? 0) + WINDOW_MS)
        : null,
      flow: running?.machine.id ?? null,
      state: running?.state ?? null,
      held,
      timers: [...timers].map(([timer, dueAt]) => ({ timer, dueAt: new Date(dueAt) })),
    }),
  };
}
