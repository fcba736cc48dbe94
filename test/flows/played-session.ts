import { currentNode } from '@parley/flows/event.ts';
import type { Flow } from '@parley/flows/flow.ts';
import type { Facts, Input } from '@parley/flows/input.ts';
import { type Option, optionsOf } from '@parley/flows/message.ts';
import { type LoadedMachine, start, transition } from '@parley/flows/transition.ts';
import type { SessionState, Turn } from '@parley/flows/turn.ts';

/** A session as a runtime would keep it: its state, its timers, what is on the contact's screen. */
export type Played = {
  state: SessionState;
  turn: Turn;
  timers: readonly string[];
  options: readonly Option[];
};

export function begin(machine: LoadedMachine, facts: Facts, locale = ''): Played {
  return after(start(machine, facts, locale), { timers: [], options: [] }, '');
}

export function play(
  machine: LoadedMachine,
  { state, timers, options }: Played,
  input: Input,
  facts: Facts,
): Played {
  const isFired = (timer: string) => input.type === 'timer' && timer === input.timer;
  const left = timers.filter((timer) => !isFired(timer));
  const node = currentNode(state);
  return after(transition(machine, state, input, facts), { timers: left, options }, node);
}

function after(turn: Turn, before: Pick<Played, 'timers' | 'options'>, nodeBefore: string): Played {
  const timers = new Set(before.timers);
  for (const effect of turn.effects) {
    if (effect.type === 'schedule') timers.add(effect.timer);
    if (effect.type === 'cancel') timers.delete(effect.timer);
  }
  const node = currentNode(turn.state);
  const shown = turn.effects.flatMap((effect) =>
    effect.type === 'send' && effect.node === node ? [optionsOf(effect.message)] : [],
  );
  return {
    state: turn.state,
    turn,
    timers: [...timers],
    options: shown.at(-1) ?? (node === nodeBefore ? before.options : []),
  };
}

/** Whether anything came of it, for the contact or for the session. */
export function isHeard(before: Played, { turn, state }: Played): boolean {
  const seen = ({ value, context }: SessionState) => JSON.stringify([value, context]);
  return turn.effects.length > 0 || turn.path.length > 0 || seen(before.state) !== seen(state);
}

export const isHeld = ({ turn }: Played) => turn.held;
export const isOver = ({ state }: Played) => state.done;
export const isCalling = ({ state }: Played) => state.call !== null;
const escalates = ({ turn }: Played) => turn.effects.some(({ type }) => type === 'escalate');

/** What a contact can do who wants to be understood: tap what is offered, answer, use the words that they were told of, say anything. */
export function contactInputs(flow: Flow, { state, options }: Played): Input[] {
  const node = currentNode(state);
  const { escalation, keywords = {} } = flow.settings;
  const words = [escalation.keywords, ...Object.values(keywords)].flatMap(
    (byLocale) => byLocale[state.context.locale] ?? [],
  );
  return [
    ...options.map(
      ({ id, title }): Input => ({
        type: 'choice',
        id,
        title,
        offeredBy: { node, earlierSession: false },
      }),
    ),
    ...[...fittingAnswers(flow, node), ...words, '???', 'I want to talk to a person'].map(
      (text): Input => ({ type: 'text', text }),
    ),
  ];
}

function fittingAnswers({ nodes }: Flow, nodeId: string): string[] {
  const node = nodes[nodeId];
  if (node?.type !== 'question') return [];
  const { answer } = node;
  switch (answer.kind) {
    case 'number':
      return [String(answer.min ?? 5)];
    case 'email':
      return ['ann@example.com'];
    case 'phone':
      return ['+49 1511 2345678'];
    case 'date':
      return ['2026-05-05'];
    case 'pattern':
      return ['123'];
    case 'one-of':
      return [answer.options[0] ?? ''];
    default:
      return ['Ann'];
  }
}

/** The outcomes of the request that a session waits for; none when it waits for no request. */
export function callInputs({ state }: Played, bodies: readonly unknown[]): Input[] {
  const { call } = state;
  if (call === null) return [];
  return [
    ...bodies.map((body): Input => ({ type: 'call.done', call, status: 200, body })),
    { type: 'call.failed', call, reason: 'slow' },
  ];
}

/**
 * Whether the contact alone comes to a person within so many turns, whatever requests answer: tried out on the machine itself, move by
 * move. The oracle for what `escalation-unreachable` proves.
 */
export function reachesPerson(
  machine: LoadedMachine,
  flow: Flow,
  played: Played,
  { facts, turns }: { facts: Facts; turns: number },
): boolean {
  const settles = (next: Played, left: number): boolean => {
    if (escalates(next) || isHeld(next)) return true;
    if (isOver(next)) return false;
    const calls = callInputs(next, [{}]);
    if (calls.length > 0) return calls.every((input) => settles(play(machine, next, input, facts), left));
    return left > 0 && moves(next, left);
  };
  const moves = (from: Played, left: number): boolean =>
    contactInputs(flow, from).some((input) => settles(play(machine, from, input, facts), left - 1));
  return isHeld(played) || moves(played, turns);
}
