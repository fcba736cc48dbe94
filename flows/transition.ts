import { AT_CLOSING, saidAtClosing } from './at-closing.ts';
import { VERIFIED } from './doubt.ts';
import { toEffect } from './effect.ts';
import { currentNode, type Event, eventFor } from './event.ts';
import type { Scope } from './expression.ts';
import { type Facts, type Input, PERSON_EVENTS } from './input.ts';
import { OPT_OUT_KEYWORD } from './keywords.ts';
import {
  type Carried,
  createLogic,
  initialStep,
  type Logic,
  restore,
  type Snapshot,
  type Stepped,
  step,
} from './logic.ts';
import { many } from './machine.ts';
import type { Action, FlowMachine } from './machine-schema.ts';
import { optOutAnswer } from './opt-out-words.ts';
import { needsOpenWindow, reopenFor } from './reopening.ts';
import { chooseLocale } from './triggers.ts';
import type { Context, Effect, SessionState, TakenPort, Turn } from './turn.ts';
import { windowEvent, windowTimers } from './window-timers.ts';

/** A machine ready to run. Making one costs milliseconds for a large flow: make one per version and keep it. */
export type LoadedMachine = {
  id: string;
  config: FlowMachine;
  logic: Logic;
  scope: Scope;
};

export function loadMachine(config: FlowMachine): LoadedMachine {
  const scope: Scope = { variables: config.meta.flow.variables };
  return { id: config.id, config, scope, logic: createLogic(config, scope) };
}

/**
 * Begin a session. `locale` is the language to speak if the flow has it; '' for the contact's, or the flow's default. With the window
 * closed, a flow that names a template for that case begins once the contact has answered it.
 */
export function start(machine: LoadedMachine, facts: Facts, locale: string): Turn {
  const spoken = chooseLocale(machine.config.meta.flow, locale || facts.contact.locale);
  const turn = begun(machine, facts, spoken, 0);
  const value = machine.config.initial ?? '';
  const before = { value, context: { ...machine.config.context, locale: spoken }, turn: 0, call: null };
  return withTimers(
    machine,
    facts,
    orHeldBack(machine, { ...before, done: false }, { input: null, facts }, turn),
  );
}

function begun(machine: LoadedMachine, facts: Facts, locale: string, turn: number): Turn {
  return toTurn(
    machine,
    initialStep(machine.logic, { facts, locale }),
    { turn, call: null, context: machine.config.context },
    facts,
  );
}

/**
 * Advance a session by one input. Pure: same state, input and facts, same turn. An input that means nothing where the session
 * stands (a late answer to an earlier call, a reaction, a message while a person holds the conversation) changes nothing.
 * Throws when the state does not fit the machine or the turn does not end: promises of ours.
 */
export function transition(machine: LoadedMachine, state: SessionState, input: Input, facts: Facts): Turn {
  if (state.done) throw new Error(`session of ${machine.id} has ended`);
  const event = windowEvent(machine.config, input, facts);
  if (event === 'early') {
    const isHeld = !state.heldBack && restore(machine.logic, state).hasTag('held');
    return { ...unchanged(state, isHeld), effects: windowTimers(machine.config, facts) };
  }
  const turn = moved(machine, state, event ?? input, facts);
  return turn.state === state ? turn : withTimers(machine, facts, turn);
}

/** With the timers of the flow's own events about the window, which each turn sets anew. */
function withTimers({ config }: LoadedMachine, facts: Facts, turn: Turn): Turn {
  const timers = turn.ended === null ? windowTimers(config, facts) : [];
  return timers.length > 0 ? { ...turn, effects: [...turn.effects, ...timers] } : turn;
}

function moved(machine: LoadedMachine, state: SessionState, input: Input, facts: Facts): Turn {
  if (state.heldBack) return whileHeldBack(machine, state, state.heldBack.input, { input, facts });
  return orHeldBack(machine, state, { input, facts }, advance(machine, state, input, facts));
}

type Moving = { input: Input | null; facts: Facts };

/** The turn, or where it needs a window that is closed, and a template is named for that: the template, and the input kept for later. */
function orHeldBack(machine: LoadedMachine, state: SessionState, { input, facts }: Moving, turn: Turn): Turn {
  if (facts.windowClosesAt !== null || !needsOpenWindow(turn.effects)) return turn;
  const node = currentNode(state);
  const reopen = reopenFor(machine.config, node, input);
  if (!reopen) return turn;
  const moment = { context: state.context, facts, turn: state.turn + 1 };
  const template = toEffect(machine, { type: 'send', params: reopen }, moment);
  return {
    state: { ...state, turn: moment.turn, heldBack: { input } },
    effects: template?.type === 'send' ? [{ ...template, node }] : [],
    path: [],
    /* Whoever held the conversation is done with it: this is the flow going on. */
    held: false,
    ended: null,
  };
}

/**
 * What the contact says opens the window, and the session goes on with what was held back. Their words are for the template, except a
 * keyword, a tap on an older message that the flow follows, and one on the very message that the session still stands at.
 */
function whileHeldBack(
  machine: LoadedMachine,
  state: SessionState,
  heldBack: Input | null,
  { input, facts }: { input: Input; facts: Facts },
): Turn {
  const { heldBack: _, ...standing } = state;
  if (input.type === 'send.failed' && heldBack) {
    /* Also of the template itself. Nothing that needs the window comes of it: the contact's words are waited for as before. */
    const turn = advance(machine, standing, input, facts);
    return turn.state === standing || needsOpenWindow(turn.effects) ? unchanged(state, false) : turn;
  }
  if (!PERSON_EVENTS.some((type) => type === input.type)) return unchanged(state, false);
  const isHeld = heldBack !== null && restore(machine.logic, standing).hasTag('held');
  const event = eventFor({ machine, state: standing, isHeld }, input, facts);
  if (event?.keyword === OPT_OUT_KEYWORD && (isHeld || !heldBack))
    return answered(standing, optedOut(standing, event, { held: false }));
  if (!heldBack) return beginLate(machine, standing, { input, facts }, isOwnWish(event, input));
  return moved(machine, standing, isOwnWish(event, input) ? input : heldBack, facts);
}

function isOwnWish(event: Event | null, input: Input): boolean {
  if (event?.type === 'choice') return input.type === 'choice' && event.offered === true;
  return event?.type === 'keyword' || event?.type === 'late';
}

/** The start that was held back, and then what the contact wants besides, if anything. */
function beginLate(
  machine: LoadedMachine,
  standing: SessionState,
  { input, facts }: { input: Input; facts: Facts },
  isHeard: boolean,
): Turn {
  const first = begun(machine, facts, standing.context.locale, standing.turn);
  const turn = orHeldBack(machine, standing, { input: null, facts }, first);
  if (!isHeard || turn !== first || first.ended !== null) return turn;
  const second = advance(machine, first.state, input, facts);
  return {
    ...second,
    effects: [...first.effects, ...second.effects],
    path: [...first.path, ...second.path],
  };
}

function advance(machine: LoadedMachine, state: SessionState, input: Input, facts: Facts): Turn {
  const resumed = restore(machine.logic, forgetVerified(state));
  const event = eventFor({ machine, state, isHeld: resumed.hasTag('held') }, input, facts);
  if (event === null) return unchanged(state, resumed.hasTag('held'));
  if (event.type === 'keyword' && event.keyword === OPT_OUT_KEYWORD)
    return optOut(machine, state, resumed, event, facts);
  const said = event.type === 'window.closing' ? saidAtClosing(machine.config) : null;
  if (said) return saying(machine, state, said, facts);
  return toTurn(machine, step(machine.logic, resumed, { ...event, facts }), state, facts);
}

function forgetVerified(state: SessionState): SessionState {
  const { [VERIFIED]: wasVerified, ...local } = state.context.local;
  return wasVerified === undefined ? state : { ...state, context: { ...state.context, local } };
}

/** A text of the flow itself: the session stays where it stands. */
function saying(
  machine: LoadedMachine,
  state: SessionState,
  said: NonNullable<ReturnType<typeof saidAtClosing>>,
  facts: Facts,
): Turn {
  const turn = state.turn + 1;
  const effect = toEffect(machine, { type: 'send', params: said }, { context: state.context, facts, turn });
  return {
    state: { ...state, turn },
    effects: effect?.type === 'send' ? [{ ...effect, node: currentNode(state) }] : [],
    path: [{ node: '', port: AT_CLOSING }],
    held: false,
    ended: null,
  };
}

/** Whether the flow itself waits for a person where the session stands. */
export function isHeldAt(machine: LoadedMachine, state: SessionState): boolean {
  return !state.done && restore(machine.logic, state).hasTag('held');
}

/** The teams whose presence the flow asks for, '' for anybody; most flows ask for none. */
export function teamsAskedFor({ states }: FlowMachine): string[] {
  const guards = Object.values(states).flatMap((state) =>
    Object.values(state.states ?? {}).flatMap(({ always }) => many(always).map(({ guard }) => guard)),
  );
  const teams = guards.flatMap((guard) =>
    guard?.type === 'when' && 'available' in guard.params ? [guard.params.available] : [],
  );
  return [...new Set(teams)];
}

function unchanged(state: SessionState, held: boolean): Turn {
  return { state, effects: [], path: [], held, ended: null };
}

/**
 * Recorded whatever the flow does with it. A flow that has an answer wired goes there; otherwise the session ends in silence,
 * which also drops its timers.
 */
function optOut(
  machine: LoadedMachine,
  state: SessionState,
  resumed: Snapshot,
  event: Event,
  facts: Facts,
): Turn {
  const carried: Carried = { ...event, facts };
  const held = resumed.hasTag('held');
  const alone = optedOut(state, event, { held });
  if (held) return alone;
  if (!resumed.can(carried)) return answered(state, alone);
  const turn = toTurn(machine, step(machine.logic, resumed, carried), state, facts);
  return answered(state, { ...turn, effects: [...alone.effects, ...turn.effects] });
}

/** Whoever asks for no more messages hears once that they were understood, from the flow or else from us. */
function answered(state: SessionState, turn: Turn): Turn {
  if (turn.effects.some(({ type }) => type === 'send')) return turn;
  const message = { type: 'text' as const, body: optOutAnswer(state.context.locale) };
  return { ...turn, effects: [...turn.effects, { type: 'send', node: currentNode(state), message }] };
}

/** The wish recorded, and the session over unless a person holds it. */
function optedOut(state: SessionState, event: Event, { held }: { held: boolean }): Turn {
  const wording = 'text' in event ? String(event.text) : '';
  const node = currentNode(state);
  return {
    state: { ...state, turn: state.turn + 1, done: !held },
    effects: [{ type: 'consent', node, purpose: '*', granted: false, wording }],
    path: [],
    held,
    ended: held ? null : 'opted-out',
  };
}

/** Says of the port taken last which variables have changed. */
function noteSet(path: Turn['path'], before: Context['vars'], after: Context['vars']): void {
  const last = path.at(-1);
  if (!last || before === after) return;
  const changed = Object.entries(after).filter(([name, value]) => before[name] !== value);
  if (changed.length > 0) last.set = { ...last.set, ...Object.fromEntries(changed) };
}

function toTurn(
  machine: LoadedMachine,
  [snapshot, actions]: Stepped,
  before: Pick<SessionState, 'turn' | 'call'> & { context: Pick<Context, 'vars'> },
  facts: Facts,
): Turn {
  if (snapshot.status === 'error') throw new Error(`turn of ${machine.id} failed`, { cause: snapshot.error });
  const turn = before.turn + 1;
  const effects: Effect[] = [];
  const path: Turn['path'] = [];
  let { vars } = before.context;
  for (const { type, params, info } of actions) {
    const context = (info as { context: Context }).context;
    if (type === 'took') path.push({ ...(params as TakenPort) });
    if (type === 'took' || type === 'went') {
      noteSet(path, vars, context.vars);
      vars = context.vars;
      continue;
    }
    const effect = toEffect(machine, { type, params } as Action, { context, facts, turn });
    if (effect) effects.push(effect);
  }
  noteSet(path, vars, snapshot.context.vars);
  const end = effects.findLast((effect) => effect.type === 'end');
  const started = effects.some((effect) => effect.type === 'start');
  const done = snapshot.status === 'done';
  const call = snapshot.hasTag('calling')
    ? (effects.findLast((effect) => effect.type === 'call')?.call ?? before.call)
    : null;
  return {
    state: { value: snapshot.value, context: snapshot.context, turn, call, done },
    effects,
    path,
    held: !done && snapshot.hasTag('held'),
    ended: done ? (started ? 'started-flow' : (end?.reason ?? 'finished')) : null,
  };
}
