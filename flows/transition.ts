import { type AnyEventObject, assign, createMachine, initialTransition, transition as next } from 'xstate';
import { parseAnswer } from './answer.ts';
import { coerce } from './coerce.ts';
import { delayMs, parseDelay } from './delay.ts';
import { type Event, eventFor } from './event.ts';
import { evaluateExpression, type Scope, type Values } from './expression.ts';
import { isOpenAt } from './hours.ts';
import type { Facts, Input } from './input.ts';
import { OPT_OUT_KEYWORD } from './keywords.ts';
import { many } from './machine.ts';
import type { Action, FlowMachine, Guard, StateConfig, Transition, ValueSource } from './machine-schema.ts';
import { localise, renderJson, renderMessage, renderText, renderUrl } from './render.ts';
import { chooseLocale } from './triggers.ts';
import type { Context, Effect, SessionState, Turn } from './turn.ts';

/** A machine ready to run. Making one costs milliseconds for a large flow: make one per version and keep it. */
export type LoadedMachine = {
  id: string;
  config: FlowMachine;
  logic: Logic;
  scope: Scope;
};

type Logic = ReturnType<typeof createLogic>;
type Carried = Event & { facts: Facts };
type Args = { context: Context; event: AnyEventObject };
type ActionParams<Type extends Action['type']> = Extract<Action, { type: Type }>['params'];
type GuardParams<Type extends Guard['type']> = Extract<Guard, { type: Type }>['params'];

/** More steps than any sensible turn takes without waiting. A flow that needs more is a loop, and its turn fails. */
const STEPS_MAX = 200;

export function loadMachine(config: FlowMachine): LoadedMachine {
  const scope: Scope = { variables: config.meta.flow.variables };
  return { id: config.id, config, scope, logic: createLogic(config, scope) };
}

/** Begin a session. `locale` is the language to speak if the flow has it; '' for the contact's, or the flow's default. */
export function start(machine: LoadedMachine, facts: Facts, locale: string): Turn {
  const spoken = chooseLocale(machine.config.meta.flow, locale || facts.contact.locale);
  const [snapshot, actions] = initialTransition(machine.logic, { facts, locale: spoken });
  return toTurn(machine, snapshot as unknown as Snapshot, actions, { turn: 0, call: null }, facts);
}

/**
 * Advance a session by one input. Pure: same state, input and facts, same turn. An input that means nothing where the session
 * stands (a late answer to an earlier call, a reaction, a message while a person holds the conversation) changes nothing.
 * Throws when the state does not fit the machine or the turn does not end: promises of ours.
 */
export function transition(machine: LoadedMachine, state: SessionState, input: Input, facts: Facts): Turn {
  if (state.done) throw new Error(`session of ${machine.id} has ended`);
  const resumed = restore(machine, state);
  const event = eventFor({ machine, state, isHeld: resumed.hasTag('held') }, input, facts);
  if (event === null) return unchanged(state, resumed.hasTag('held'));
  if (event.type === 'keyword' && event.keyword === OPT_OUT_KEYWORD)
    return optOut(machine, state, resumed, event, facts);
  const [snapshot, actions] = next(machine.logic, resumed as never, { ...event, facts });
  return toTurn(machine, snapshot as unknown as Snapshot, actions, state, facts);
}

type Snapshot = {
  status: string;
  value: SessionState['value'];
  context: Context;
  error: unknown;
  hasTag(tag: string): boolean;
  can(event: AnyEventObject): boolean;
};

function createLogic(source: FlowMachine, scope: Scope) {
  const config = structuredClone(source);
  for (const [nodeId, state] of Object.entries(config.states)) markPath(state, nodeId);
  markPath({ on: config.on }, '');
  const evaluate = ({ context, event }: Args, expression: string) =>
    evaluateExpression(expression, scope, valuesOf(context, event));
  return createMachine(
    {
      ...(config as object),
      options: { maxIterations: STEPS_MAX },
      context: ({ input }: { input: { locale: string } }) => ({ ...source.context, locale: input.locale }),
    } as never,
    {
      actions: {
        set: assign((args: Args, params: unknown) => set(args, params as ActionParams<'set'>, scope)),
      },
      guards: {
        chose: ({ event }: Args, params: unknown) => chose(event, params as GuardParams<'chose'>),
        is: ({ event }: Args, params: unknown) => event.keyword === (params as GuardParams<'is'>).keyword,
        matches: ({ event }: Args, params: unknown) =>
          parseAnswer((params as GuardParams<'matches'>).answer, String(event.text), factsOf(event).contact)
            .ok,
        when: (args: Args, params: unknown) => {
          const condition = params as GuardParams<'when'>;
          if ('counter' in condition) return (args.context.local[condition.counter] ?? 0) < condition.below;
          if ('hours' in condition) return isOpenAt(condition.hours, factsOf(args.event).now);
          const result = evaluate(args, condition.expression);
          return result.ok && result.value === true;
        },
      },
      delays: Object.fromEntries(
        delayKeys(config).map((key) => [key, ({ event }: Args) => delayOf(key, factsOf(event))]),
      ),
    } as never,
  );
}

/** Adds to every transition that stands for a port an action that says so: how a turn's path comes back, in order. */
function markPath(config: Pick<StateConfig, 'on' | 'after' | 'always' | 'states'>, nodeId: string): void {
  const lists = [...Object.values(config.on ?? {}), ...Object.values(config.after ?? {}), config.always];
  for (const transition of lists.flatMap((list): Transition[] => many(list))) {
    if (!transition.meta) continue;
    const took = {
      type: 'took',
      params: { node: transition.meta.node ?? nodeId, port: transition.meta.port },
    };
    transition.actions = [took as unknown as Action, ...(transition.actions ?? [])];
  }
  for (const inner of Object.values(config.states ?? {})) markPath(inner, nodeId);
}

/** Delays that are not plain milliseconds and so need an implementation. */
function delayKeys(config: FlowMachine): string[] {
  return Object.values(config.states)
    .flatMap((state) => [state, ...Object.values(state.states ?? {})])
    .flatMap(({ after }) => Object.keys(after ?? {}))
    .filter((key) => !/^\d+$/.test(key));
}

function delayOf(key: string, facts: Facts): number {
  const delay = parseDelay(key);
  if (!delay) throw new Error(`unknown delay “${key}”`);
  return delayMs(delay, facts);
}

function factsOf(event: AnyEventObject): Facts {
  return (event.facts ?? event.input?.facts) as Facts;
}

function valuesOf(context: Context, event: AnyEventObject): Values {
  const response = event.type === 'call.done' ? { status: event.status, body: event.body } : undefined;
  return { vars: context.vars, facts: factsIn(context, factsOf(event)), ...(response && { response }) };
}

/** The session's language is the contact's, as far as the flow can see. */
const factsIn = (context: Context, facts: Facts): Facts => ({
  ...facts,
  contact: { ...facts.contact, locale: context.locale },
});

function chose(event: AnyEventObject, params: GuardParams<'chose'>): boolean {
  if ('offered' in params) return event.offered === true;
  return event.id === params.id && (params.node === undefined || event.node === params.node);
}

function set({ context, event }: Args, params: ActionParams<'set'>, scope: Scope): Partial<Context> {
  if ('counter' in params) {
    const count = 'to' in params ? params.to : (context.local[params.counter] ?? 0) + params.add;
    return { local: { ...context.local, [params.counter]: count } };
  }
  const value = valueFrom(params.value, context, event, scope);
  if (value === undefined) return {};
  if (params.variable === 'locale') return typeof value === 'string' ? { locale: value } : {};
  const variable = scope.variables.find(({ name }) => name === params.variable);
  const held = variable && coerce(variable, value);
  return held === undefined ? {} : { vars: { ...context.vars, [params.variable]: held } };
}

function valueFrom(source: ValueSource, context: Context, event: AnyEventObject, scope: Scope): unknown {
  switch (source.from) {
    case 'expression': {
      const result = evaluateExpression(source.expression, scope, valuesOf(context, event));
      return result.ok ? result.value : undefined;
    }
    case 'answer': {
      const answer = parseAnswer(source.answer, String(event.text), factsOf(event).contact);
      return answer.ok ? answer.value : undefined;
    }
    case 'event':
      return source.field === null ? event : fieldOf(event, source.field);
  }
}

/** `id` of a choice, `values.date` of a form: own properties only, whatever the sender made of them. */
function fieldOf(event: AnyEventObject, path: string): unknown {
  let value: unknown = event;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as { [key: string]: unknown })[key];
  }
  return value;
}

function restore({ logic }: LoadedMachine, { value, context }: SessionState): Snapshot {
  const persisted = { status: 'active', value, context, historyValue: {}, children: {} };
  return logic.restoreSnapshot(persisted as never, {} as never) as unknown as Snapshot;
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
  const node = typeof state.value === 'string' ? state.value : (Object.keys(state.value)[0] ?? '');
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
  const [snapshot, actions] = next(machine.logic, resumed as never, carried);
  const turn = toTurn(machine, snapshot as unknown as Snapshot, actions, state, facts);
  return { ...turn, effects: [withdrawn, ...turn.effects] };
}

type Executable = { type: string; params?: unknown; info?: unknown };

function toTurn(
  machine: LoadedMachine,
  snapshot: Snapshot,
  actions: readonly Executable[],
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

/** Renders what an action says with the context of its own moment, not with the one that the turn ended in. */
function toEffect(
  machine: LoadedMachine,
  action: Action,
  { context, facts, turn }: { context: Context; facts: Facts; turn: number },
): Effect | null {
  const { scope } = machine;
  const { locale } = context;
  const values: Values = { vars: context.vars, facts: factsIn(context, facts) };
  const texts = machine.config.meta.flow.texts?.[locale];
  const say = (text: string, key: string) => renderText(texts?.[key] ?? text, scope, values, locale);
  switch (action.type) {
    case 'send': {
      const { key, message } = action.params;
      const page = context.local[`${nodeOf(key)}.page`] ?? 0;
      return {
        type: 'send',
        node: nodeOf(key),
        message: renderMessage(localise(message, key, texts), scope, values, locale, page),
      };
    }
    case 'call': {
      const { node, method, url, headers, body, timeoutMs } = action.params;
      return {
        type: 'call',
        node,
        call: `${node}#${turn}`,
        request: {
          method,
          url: renderUrl(url, scope, values, locale),
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [
              name,
              oneLine(renderText(value, scope, values, locale)),
            ]),
          ),
          body: body === null ? null : renderJson(body, scope, values, locale),
          timeoutMs,
        },
      };
    }
    case 'escalate': {
      const { node, method, team, summary } = action.params;
      return {
        type: 'escalate',
        node,
        method,
        ...(team !== undefined && { team }),
        ...(summary !== undefined && { summary: say(summary, `${node}.summary`) }),
      };
    }
    case 'consent': {
      const { node, purpose, granted, wording } = action.params;
      return { type: 'consent', node, purpose, granted, wording: say(wording, `${node}.body`) };
    }
    case 'tag':
      return { type: 'tag', add: action.params.add, remove: action.params.remove };
    case 'start':
      return { type: 'start', flow: action.params.flow };
    case 'end':
      return { type: 'end', reason: action.params.reason };
    default:
      return timerEffect(action);
  }
}

/** XState's own actions for `after`: raise with a delay, and cancel. */
function timerEffect(action: { type: string; params?: unknown }): Effect | null {
  if (action.type === 'xstate.raise') {
    const { event, delay } = action.params as { event: { type: string }; delay?: number };
    return delay === undefined ? null : { type: 'schedule', timer: event.type, delayMs: delay };
  }
  if (action.type === 'xstate.cancel') {
    return { type: 'cancel', timer: (action.params as { sendId: string }).sendId };
  }
  throw new Error(`unknown action “${action.type}”`);
}

const nodeOf = (key: string) => key.split('.')[0] ?? key;

/** A value cannot add a header of its own. */
const oneLine = (text: string) => text.replace(/[\r\n\0]+/g, ' ');
