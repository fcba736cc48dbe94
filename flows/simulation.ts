import { coerce } from './coerce.ts';
import type { Facts, Input, PersonInput } from './input.ts';
import type { FlowMachine } from './machine-schema.ts';
import { isFreeForm, type OutboundMessage } from './message.ts';
import { type LoadedMachine, loadMachine, start, transition } from './transition.ts';
import { matchTrigger } from './triggers.ts';
import type { Effect, SessionState, Turn } from './turn.ts';
import { windowAt } from './window.ts';

/**
 * A conversation without a server: the same turns, timers and window as in the server, as one pure function from a conversation and a
 * move to the next conversation. The terminal and the editor's phone are two faces of it.
 */

/** The conversation between two moves: plain data. Times are milliseconds since 1970. */
export type Conversation = {
  now: number;
  /** `locale` is the language that was spoken last. */
  contact: Contact;
  lastInboundAt: number | null;
  session: { flow: string; state: SessionState } | null;
  held: boolean;
  /** When each timer of the session is due. */
  timers: { [timer: string]: number };
};

export type Contact = Facts['contact'];

export type Move =
  /**
   * Begin a session by hand, after the person has written something or, `unprompted`, without a word of theirs. With `node` it begins there
   * instead of where the flow does.
   */
  | { do: 'begin'; flow: string; locale: string; unprompted: boolean; node?: string }
  /** The person does something: moves the session, or starts one, as on WhatsApp. */
  | { do: 'say'; input: PersonInput }
  /** The platform says something to the running session. */
  | { do: 'tell'; input: Input }
  /** Let time pass until the next timer, and fire it. */
  | { do: 'wait' }
  /** Let so much time pass, firing what is due on the way. */
  | { do: 'pass'; ms: number }
  /** Give a variable of the session another value; one that it cannot hold changes nothing. */
  | { do: 'set'; variable: string; value: unknown };

/** What came of one input, in order. */
export type Happening =
  | { type: 'message'; node: string; message: OutboundMessage; refused: 'window-closed' | null }
  | { type: 'effect'; effect: Exclude<Effect, { type: 'send' }> }
  | { type: 'ended'; reason: string }
  /** Nothing moved, and why. */
  | { type: 'nothing'; reason: string };

/** A port that was taken. */
export type Taken = { flow: string; node: string; port: string };

/** One input of a move and what it led to. Null: a session was begun. `at` is the moment of it. */
export type Moment = { input: Input | null; at: number; happened: Happening[]; path: Taken[] };

export type Moved = { conversation: Conversation; moments: Moment[] };

/**
 * The flows that can run. `flows` are those of the number, the first as the default one, the others started by their triggers or by each
 * other; what else is in `machines` runs only when one of them starts it.
 */
export type Shelf = { flows: readonly FlowMachine[]; machines: ReadonlyMap<string, LoadedMachine> };

/** `started`: flows that have no triggers here. One of `flows` comes before another of them that has its id. */
export function shelfOf(flows: readonly FlowMachine[], started: readonly FlowMachine[] = []): Shelf {
  return { flows, machines: new Map([...started, ...flows].map((flow) => [flow.id, loadMachine(flow)])) };
}

/** A conversation in which nothing has been said. */
export function quiet(contact: Contact, now: number): Conversation {
  return { now, contact, lastInboundAt: null, session: null, held: false, timers: {} };
}

/** Makes one move. Pure. Throws what `transition` throws: the conversation stays where it was. */
export function makeMove(shelf: Shelf, conversation: Conversation, move: Move): Moved {
  switch (move.do) {
    case 'begin': {
      const lastInboundAt = move.unprompted ? conversation.lastInboundAt : conversation.now;
      return begin(shelf, { ...conversation, lastInboundAt }, move, null);
    }
    case 'say':
      return hear(shelf, { ...conversation, lastInboundAt: conversation.now }, move.input);
    case 'tell':
      return advance(shelf, conversation, move.input);
    case 'wait':
      return wait(shelf, conversation);
    case 'pass':
      return pass(shelf, conversation, conversation.now + Math.max(0, move.ms));
    case 'set':
      return { conversation: withVariable(shelf, conversation, move), moments: [] };
  }
}

/** What a turn may know of the world, now. */
export function factsOf({ now, contact, lastInboundAt }: Conversation): Facts {
  const { open, closesAt } = windowAt(lastInboundAt === null ? null : new Date(lastInboundAt), new Date(now));
  return { now, contact, windowClosesAt: open && closesAt ? closesAt.getTime() : null };
}

/** The timer that fires next; null when none runs. */
export function nextTimer({ timers }: Conversation): { timer: string; dueAt: number } | null {
  const [next] = Object.entries(timers).sort(([, one], [, other]) => one - other);
  return next ? { timer: next[0], dueAt: next[1] } : null;
}

/** More flows than this that start each other without waiting are a circle, as in the server. */
const STARTS_MAX = 10;
/** A failed message whose answer fails too, and so on: the flow hears of no more than this. */
const FAILURES_MAX = 10;
/** A long time may hold many short timers that start each other. */
const TIMERS_MAX = 200;

type Begun = { flow: string; locale: string; node?: string };

function begin(shelf: Shelf, conversation: Conversation, how: Begun, input: Input | null): Moved {
  const moment: Moment = { input, at: conversation.now, happened: [], path: [] };
  return withFailures(shelf, startFlow(shelf, conversation, how, moment, 0), moment);
}

function startFlow(
  shelf: Shelf,
  before: Conversation,
  how: Begun,
  moment: Moment,
  starts: number,
): Conversation {
  const { flow, locale, node } = how;
  const machine = shelf.machines.get(flow);
  const refused =
    starts > STARTS_MAX
      ? 'the flows start each other without end'
      : machine
        ? null
        : `the flow “${flow}” is not there: it is not published, or was not given`;
  if (!machine || refused !== null) {
    moment.happened.push({ type: 'nothing', reason: refused ?? '' });
    return before;
  }
  const from = node === undefined ? machine : loadMachine({ ...machine.config, initial: node });
  return take(shelf, before, from, start(from, factsOf(before), locale), moment, starts);
}

function hear(shelf: Shelf, conversation: Conversation, input: PersonInput): Moved {
  if (conversation.session) return advance(shelf, conversation, input);
  const bound = shelf.flows.map((flow, index) => ({
    flowId: flow.id,
    isDefault: index === 0,
    settings: flow.meta.flow,
  }));
  const match = matchTrigger(bound, input, null);
  return match
    ? begin(shelf, conversation, { flow: match.flowId, locale: match.locale }, input)
    : nothing(conversation, input, 'no flow is started by that');
}

function advance(shelf: Shelf, conversation: Conversation, input: Input): Moved {
  const { session } = conversation;
  const machine = session && shelf.machines.get(session.flow);
  if (!session || !machine) return nothing(conversation, input, 'no session is running');
  const turn = transition(machine, session.state, input, factsOf(conversation));
  if (turn.state === session.state && turn.effects.length === 0) {
    const reason = turn.held ? 'a person holds the conversation' : 'the flow does nothing with that here';
    return nothing(conversation, input, reason);
  }
  const moment: Moment = { input, at: conversation.now, happened: [], path: [] };
  return withFailures(shelf, take(shelf, conversation, machine, turn, moment, 0), moment);
}

function nothing(conversation: Conversation, input: Input | null, reason: string): Moved {
  const at = conversation.now;
  return { conversation, moments: [{ input, at, happened: [{ type: 'nothing', reason }], path: [] }] };
}

/** The conversation after a turn; what came of the turn is added to the moment. */
function take(
  shelf: Shelf,
  before: Conversation,
  machine: LoadedMachine,
  turn: Turn,
  moment: Moment,
  starts: number,
): Conversation {
  const isClosed = factsOf(before).windowClosesAt === null;
  const timers = { ...before.timers };
  for (const effect of turn.effects) {
    if (effect.type === 'send') {
      const { node, message } = effect;
      const refused = isClosed && isFreeForm(message) ? 'window-closed' : null;
      moment.happened.push({ type: 'message', node, message, refused });
      continue;
    }
    if (effect.type === 'schedule') timers[effect.timer] = before.now + effect.delayMs;
    if (effect.type === 'cancel') delete timers[effect.timer];
    moment.happened.push({ type: 'effect', effect });
  }
  moment.path.push(...turn.path.map(({ node, port }) => ({ flow: machine.id, node, port })));
  const next = turn.effects.findLast((effect) => effect.type === 'start');
  const contact = { ...before.contact, locale: turn.state.context.locale };
  const after = { ...before, contact, held: turn.held };
  if (turn.ended === null && !next)
    return { ...after, session: { flow: machine.id, state: turn.state }, timers };
  moment.happened.push({ type: 'ended', reason: next ? 'started-flow' : (turn.ended ?? 'finished') });
  const ended = { ...after, session: null, timers: {} };
  return next ? startFlow(shelf, ended, { flow: next.flow, locale: '' }, moment, starts + 1) : ended;
}

/** As in the server, the session hears of each message that could not be sent, as an input of its own. */
function withFailures(shelf: Shelf, conversation: Conversation, moment: Moment): Moved {
  const moments = [moment];
  let after = conversation;
  const failed = failuresIn(moment);
  for (let told = 0; told < FAILURES_MAX; told += 1) {
    const node = failed.shift();
    const machine = after.session && shelf.machines.get(after.session.flow);
    if (node === undefined || !after.session || !machine?.config.on?.['send.failed']) break;
    const input: Input = { type: 'send.failed', node, reason: 'window-closed' };
    const turn = transition(machine, after.session.state, input, factsOf(after));
    if (turn.path.length === 0 && turn.effects.length === 0) continue;
    const next: Moment = { input, at: after.now, happened: [], path: [] };
    after = take(shelf, after, machine, turn, next, 0);
    moments.push(next);
    failed.push(...failuresIn(next));
  }
  return { conversation: after, moments };
}

function failuresIn({ happened }: Moment): string[] {
  return happened.flatMap((one) => (one.type === 'message' && one.refused ? [one.node] : []));
}

function wait(shelf: Shelf, conversation: Conversation): Moved {
  const next = nextTimer(conversation);
  return next ? fire(shelf, conversation, next) : nothing(conversation, null, 'no timer is running');
}

function fire(
  shelf: Shelf,
  conversation: Conversation,
  { timer, dueAt }: { timer: string; dueAt: number },
): Moved {
  const { [timer]: _, ...timers } = conversation.timers;
  const now = Math.max(conversation.now, dueAt);
  return advance(shelf, { ...conversation, now, timers }, { type: 'timer', timer });
}

function pass(shelf: Shelf, conversation: Conversation, until: number): Moved {
  const moments: Moment[] = [];
  let after = conversation;
  for (let fired = 0; fired < TIMERS_MAX; fired += 1) {
    const next = nextTimer(after);
    if (!next || next.dueAt > until) break;
    const moved = fire(shelf, after, next);
    moments.push(...moved.moments);
    after = moved.conversation;
  }
  return { conversation: { ...after, now: Math.max(after.now, until) }, moments };
}

function withVariable(
  shelf: Shelf,
  conversation: Conversation,
  { variable: name, value }: { variable: string; value: unknown },
): Conversation {
  const { session } = conversation;
  const declared = session && shelf.machines.get(session.flow)?.config.meta.flow.variables;
  const variable = declared?.find((one) => one.name === name);
  const held = variable && coerce(variable, value);
  if (!session || held === undefined) return conversation;
  const { context } = session.state;
  const state = { ...session.state, context: { ...context, vars: { ...context.vars, [name]: held } } };
  return { ...conversation, session: { ...session, state } };
}
