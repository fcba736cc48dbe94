import type { Input } from '@parley/flows/input.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import type { Happening, Moment, Move } from '@parley/flows/simulation.ts';
import type { Step, Talk } from './conversation.ts';

/** One thing in the thread, from top to bottom. `at` is its moment in milliseconds; `key` is stable while steps are added. */
export type Entry = { key: string; at: number } & (
  | { type: 'said'; input: Input }
  | { type: 'opening'; words: string }
  /** The session was begun at a node of its own. */
  | { type: 'began'; node: string }
  /** `isEarlier`: another session sent it, which a tap on it tells. */
  | { type: 'message'; node: string; message: OutboundMessage; isRefused: boolean; isEarlier: boolean }
  | { type: 'happening'; happening: Exclude<Happening, { type: 'message' }> }
  | { type: 'changed'; move: Extract<Move, { do: 'set' }> }
  | { type: 'passed'; ms: number }
  | { type: 'problem'; reason: string }
);

/** The thread of a conversation. Pure. */
export function entriesOf({ beginning, steps }: Talk): Entry[] {
  const entries: Entry[] = [];
  let now = beginning.now;
  const passTo = (at: number, key: string) => {
    if (at > now) entries.push({ key: `${key}-time`, at, type: 'passed', ms: at - now });
    now = Math.max(now, at);
  };
  steps.forEach((step, place) => {
    const key = `${place}`;
    if (place === 0 && beginning.opening !== null) {
      entries.push({ key: 'opening', at: now, type: 'opening', words: beginning.opening });
    }
    if (place === 0 && beginning.node !== null) {
      entries.push({ key: 'began', at: now, type: 'began', node: beginning.node });
    }
    for (const [index, moment] of step.moments.entries()) {
      passTo(moment.at, `${key}-${index}`);
      entries.push(...momentEntries(moment, `${key}-${index}`));
    }
    passTo(step.after.now, key);
    const own = stepEntry(step);
    if (own) entries.push({ key, at: now, ...own });
  });
  return markEarlier(entries);
}

function momentEntries({ input, at, happened }: Moment, key: string): Entry[] {
  const entries: Entry[] = [];
  if (input !== null && input.type !== 'timer') entries.push({ key: `${key}-in`, at, type: 'said', input });
  happened.forEach((happening, place) => {
    const own = `${key}-${place}`;
    if (happening.type === 'message') {
      const { node, message, refused } = happening;
      entries.push({
        key: own,
        at,
        type: 'message',
        node,
        message,
        isRefused: refused !== null,
        isEarlier: false,
      });
    } else if (isShown(happening)) {
      entries.push({ key: own, at, type: 'happening', happening });
    }
  });
  return entries;
}

function stepEntry({ move, problem }: Step) {
  if (problem !== null) return { type: 'problem' as const, reason: problem };
  return move.do === 'set' ? { type: 'changed' as const, move } : null;
}

/** Timers show in the clock, a session's `end` in the line that says it ended. */
function isShown(happening: Exclude<Happening, { type: 'message' }>): boolean {
  if (happening.type !== 'effect') return true;
  const { type } = happening.effect;
  return type !== 'schedule' && type !== 'cancel' && type !== 'end';
}

function markEarlier(entries: Entry[]): Entry[] {
  const end = entries.findLastIndex(
    (entry) => entry.type === 'happening' && entry.happening.type === 'ended',
  );
  return entries.map((entry, place) =>
    entry.type === 'message' && place < end ? { ...entry, isEarlier: true } : entry,
  );
}
