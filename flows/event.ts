import type { Scope, Values } from './expression.ts';
import type { Facts, Input } from './input.ts';
import { isOptOut, keywordIn, OPT_OUT_KEYWORD, sameText } from './keywords.ts';
import { localise } from './localise.ts';
import { many } from './machine.ts';
import type { Action, EventName, FlowMachine } from './machine-schema.ts';
import { type Option, optionsOf } from './message.ts';
import { renderMessage } from './render.ts';
import type { SessionState } from './turn.ts';

/** What the machine meets. A timer's event carries the name that XState gave it. */
export type Event = { type: EventName | `xstate.after.${string}`; [field: string]: unknown };

type Send = Extract<Action, { type: 'send' }>['params'];

type Standing = {
  machine: { config: FlowMachine; scope: Scope };
  state: SessionState;
  isHeld: boolean;
};

/**
 * The event that an input is where the session stands; null when it is none. Text that names an option becomes its `choice`, and
 * text that is a keyword becomes `keyword`, *before* the machine sees it: a state's own catch-all would win over the root's.
 * Opting out wins over everything, an offered option over a keyword.
 */
export function eventFor(standing: Standing, input: Input, facts: Facts): Event | null {
  const { state, isHeld } = standing;
  switch (input.type) {
    case 'timer':
      return { type: input.timer as `xstate.after.${string}` };
    case 'call.done':
    case 'call.failed':
      return input.call === state.call ? { ...input } : null;
    case 'send.failed':
      return isLoop(standing, input.node) ? null : { ...input };
    case 'agent.resolved':
    case 'agent.absent':
      return isHeld ? { ...input } : null;
    case 'agent.returned':
      return isHeld ? null : { type: 'again' };
    case 'window.closing':
    case 'window.closed':
      return isHeld ? null : { ...input };
    case 'text': {
      if (isOptOut(input.text)) return { type: 'keyword', keyword: OPT_OUT_KEYWORD, text: input.text };
      if (isHeld) return null;
      const option = optionTyped(offered(standing, facts), input.text);
      if (option) return { type: 'choice', id: option.id, title: option.title, offered: true };
      const keyword = keywordIn(standing.machine.config.meta.flow, input.text);
      return keyword === null ? { ...input } : { type: 'keyword', keyword, text: input.text };
    }
    case 'choice':
      return isHeld ? null : choiceEvent(standing, input, facts);
    default:
      return isHeld ? null : { ...input };
  }
}

/** A tap on a message of another node, or of an earlier session: followed where the flow says so, else the question comes again. */
function choiceEvent(standing: Standing, input: Extract<Input, { type: 'choice' }>, facts: Facts): Event {
  const { id, title, offeredBy } = input;
  const isLate = offeredBy && (offeredBy.earlierSession || offeredBy.node !== currentNode(standing.state));
  if (!isLate) {
    const isOffered = offered(standing, facts).some((option) => option.id === id);
    return { type: 'choice', id, title, offered: isOffered };
  }
  const isFollowed = many(standing.machine.config.on?.late).some(
    ({ guard }) =>
      guard?.type === 'chose' &&
      'id' in guard.params &&
      guard.params.id === id &&
      guard.params.node === offeredBy.node,
  );
  return isFollowed ? { type: 'late', id, node: offeredBy.node } : { type: 'again' };
}

export function currentNode({ value }: SessionState): string {
  return typeof value === 'string' ? value : (Object.keys(value)[0] ?? '');
}

/** The options on the contact's screen, as rendered for them. */
function offered({ machine, state }: Standing, facts: Facts): Option[] {
  const { locale, vars, local } = state.context;
  const values: Values = { vars, facts };
  const texts = machine.config.meta.flow.texts?.[locale];
  return sendsOf(machine.config, state)
    .filter(({ message }) => optionsOf(message).length > 0 || (message.type === 'list' && message.rowsFrom))
    .flatMap(({ key, message }) => {
      const page = local[`${currentNode(state)}.page`] ?? 0;
      return optionsOf(renderMessage(localise(message, key, texts), machine.scope, values, locale, page));
    });
}

/** What the states that the session stands in said on entry. */
function sendsOf({ states }: FlowMachine, state: SessionState): Send[] {
  const config = states[currentNode(state)];
  const inner =
    typeof state.value === 'string' ? undefined : config?.states?.[Object.values(state.value)[0] ?? ''];
  const entered = [...(config?.entry ?? []), ...(inner?.entry ?? [])];
  return entered.flatMap((action) => (action.type === 'send' ? [action.params] : []));
}

/** A title as it stands, unless several have it, or the option's number. */
function optionTyped(options: Option[], text: string): Option | undefined {
  const [titled, twin] = options.filter(({ title }) => sameText(title, text));
  if (titled) return twin ? undefined : titled;
  const number = /^\s*(\d{1,2})\s*[.)]?\s*$/.exec(text)?.[1];
  return number === undefined ? undefined : options[Number(number) - 1];
}

/** A failed message of the very node that answers failed messages must not lead there again, for ever. */
function isLoop({ machine }: Standing, node: string | undefined): boolean {
  return many(machine.config.on?.['send.failed']).some(({ target }) => target === `.${node}`);
}
