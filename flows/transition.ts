import { toEffect } from './effect.ts';
import { currentNode, type Event, eventFor } from './event.ts';
import type { Scope } from './expression.ts';
import type { Facts, Input } from './input.ts';
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
import type { Action, FlowMachine } from './machine-schema.ts';
import { chooseLocale } from './triggers.ts';
import type { Context, Effect, SessionState, Turn } from './turn.ts';

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

/** Begin a session. `locale` is the language to speak if the flow has it; '' for the contact's, or the flow's default. */
export function start(machine: LoadedMachine, facts: Facts, locale: string): Turn {
  const spoken = chooseLocale(machine.config.meta.flow, locale || facts.contact.locale);
  const stepped = initialStep(machine.logic, { facts, locale: spoken });
  return toTurn(machine, stepped, { turn: 0, call: null }, facts);
}

/**
 * Advance a session by one input. Pure: same state, input and facts, same turn. An input that means nothing where the session
 * stands (a late answer to an earlier call, a reaction, a message while a person holds the conversation) changes nothing.
 * Throws when the state does not fit the machine or the turn does not end: promises of ours.
 */
export function transition(machine: LoadedMachine, state: SessionState, input: Input, facts: Facts): Turn {
  if (state.done) throw new Error(`session of ${machine.id} has ended`);
  const resumed = restore(machine.logic, state);
  const event = eventFor({ machine, state, isHeld: resumed.hasTag('held') }, input, facts);
  if (event === null) return unchanged(state, resumed.hasTag('held'));
  if (event.type === 'keyword' && event.keyword === OPT_OUT_KEYWORD)
    return optOut(machine, state, resumed, event, facts);
  return toTurn(machine, step(machine.logic, resumed, { ...event, facts }), state, facts);
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
  const node = currentNode(state);
  const wording = 'text' in event ? String(event.text) : '';
  const withdrawn: Effect = { type: 'consent', node, purpose: '*', granted: false, wording };
  const carried: Carried = { ...event, facts };
  if (resumed.hasTag('held') || !resumed.can(carried)) {
    const ended = resumed.hasTag('held') ? null : 'opted-out';
    return {
      state: { ...state, turn: state.turn + 1, done: ended !== null },
      effects: [withdrawn],
      path: [],
      held: resumed.hasTag('held'),
      ended,
    };
  }
  const turn = toTurn(machine, step(machine.logic, resumed, carried), state, facts);
  return { ...turn, effects: [withdrawn, ...turn.effects] };
}

function toTurn(
  machine: LoadedMachine,
  [snapshot, actions]: Stepped,
  before: Pick<SessionState, 'turn' | 'call'>,
  facts: Facts,
): Turn {
  if (snapshot.status === 'error') throw new Error(`turn of ${machine.id} failed`, { cause: snapshot.error });
  const turn = before.turn + 1;
  const effects: Effect[] = [];
  const path: Turn['path'] = [];
  for (const { type, params, info } of actions) {
    if (type === 'took') {
      path.push(params as Turn['path'][number]);
      continue;
    }
    const context = (info as { context: Context }).context;
    const effect = toEffect(machine, { type, params } as Action, { context, facts, turn });
    if (effect) effects.push(effect);
  }
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
