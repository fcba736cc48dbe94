import { type AnyActorScope, type AnyEventObject, assign, createActor, createMachine } from 'xstate';
import { coerce } from './coerce.ts';
import { delayMs, parseDelay } from './delay.ts';
import { VERIFIED } from './doubt.ts';
import type { Event } from './event.ts';
import { evaluateExpression, type Scope, type Values } from './expression.ts';
import { isOpenAt } from './hours.ts';
import type { Facts } from './input.ts';
import { waysOf } from './machine.ts';
import type { Action, FlowMachine, Guard, ValueSource } from './machine-schema.ts';
import { parseAnswer } from './parse-answer.ts';
import type { Context, SessionState } from './turn.ts';

/**
 * What the closed set of guards, delays and `set` does, and all that Parley asks of XState. XState's types follow the machine's own,
 * which are only known when a file is read: the casts stand here, and nowhere else.
 */

export type Logic = ReturnType<typeof createLogic>;
type Args = { context: Context; event: AnyEventObject };
type ActionParams<Type extends Action['type']> = Extract<Action, { type: Type }>['params'];
type GuardParams<Type extends Guard['type']> = Extract<Guard, { type: Type }>['params'];

/** The event that moves a session, with what the turn may know of the world. */
export type Carried = Event & { facts: Facts };

/** Where a session stands, as XState sees it. */
export type Snapshot = {
  status: string;
  value: SessionState['value'];
  context: Context;
  error: unknown;
  hasTag(tag: string): boolean;
  can(event: Carried): boolean;
};

/** Where a step led, and the actions on the way, in order, each with the context of its own moment. */
export type Stepped = [Snapshot, readonly { type: string; params?: unknown; info?: unknown }[]];

export function initialStep(logic: Logic, input: { facts: Facts; locale: string }): Stepped {
  const { scope, actions } = collecting(logic);
  return [logic.getInitialSnapshot(scope as never, input), actions] as unknown as Stepped;
}

export function step(logic: Logic, snapshot: Snapshot, event: Carried): Stepped {
  const { scope, actions } = collecting(logic);
  return [logic.transition(snapshot as never, event, scope as never), actions] as unknown as Stepped;
}

/**
 * What XState's own pure functions make anew for every step: an actor that does nothing, which costs as much as the step itself. One a
 * machine will do, since ours start no other actors, and so nothing is ever left in it.
 */
function collecting(logic: Logic): { scope: AnyActorScope; actions: unknown[] } {
  const actions: unknown[] = [];
  const scope = inertScopes.get(logic) ?? inertScope(logic);
  inertScopes.set(logic, scope);
  return { scope: { ...scope, actionExecutor: (action: unknown) => void actions.push(action) }, actions };
}

const inertScopes = new WeakMap<Logic, AnyActorScope>();

function inertScope(logic: Logic): AnyActorScope {
  const self = createActor(logic, { input: { locale: '' } } as never);
  const nothing = () => {};
  return {
    ...{ self, system: self.system, id: '', sessionId: '', logger: nothing, defer: nothing, emit: nothing },
    ...{ stopChild: nothing, actionExecutor: nothing },
  };
}

/** Throws when the state is not one of the machine's. `restoreSnapshot`, because `resolveState` walks through every state. */
export function restore(logic: Logic, { value, context }: SessionState): Snapshot {
  const persisted = { status: 'active', value, context, historyValue: {}, children: {} };
  return logic.restoreSnapshot(persisted as never, {} as never) as unknown as Snapshot;
}

/** More steps than any sensible turn takes without waiting. A flow that needs more is a loop, and its turn fails. */
const STEPS_MAX = 200;

/** The saved machine, with its guards, delays and `set`, and a marker on each transition that stands for a port. */
export function createLogic(source: FlowMachine, scope: Scope) {
  const config = structuredClone(source);
  markPath(config);
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
          if ('available' in condition)
            return !factsOf(args.event).absentTeams?.includes(condition.available);
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

/**
 * Adds to every transition that stands for a port an action that says so: how a turn's path comes back, in order. Where the transition
 * itself sets variables another one says that it is over, so that they are told from those that the next node sets.
 */
function markPath(config: FlowMachine): void {
  for (const [key, ways] of waysOf(config)) {
    const dot = key.indexOf('.');
    const taken = { node: key.slice(0, dot), port: key.slice(dot + 1) };
    ways.forEach((transition, by) => {
      const took = { type: 'took', params: by > 0 ? { ...taken, by } : taken };
      const { actions = [] } = transition;
      const went = actions.some(({ type }) => type === 'set') ? [{ type: 'went' }] : [];
      transition.actions = [took, ...actions, ...went] as unknown as Action[];
    });
  }
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
export const factsIn = (context: Context, facts: Facts): Facts => ({
  ...facts,
  contact: {
    ...facts.contact,
    locale: context.locale,
    ...(context.local[VERIFIED] !== undefined && { isDoubted: false }),
  },
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
