import type { Problem } from '../problem.ts';
import type { Subject } from './subject.ts';
import { isClosed } from './window-time.ts';
import { saysFreely, startsUnprompted, type Way, waysThroughTime } from './window-ways.ts';

/**
 * Nothing free-form is said after the 24-hour window may have closed, whenever the contact answers, unless a template is named that goes out
 * instead and opens it again. What the contact does opens the window for a day; timers, requests and agents take time.
 * Source: WhatsApp Cloud API, "Send messages", customer service window; error 131047.
 */
export function windowMayBeClosed(subject: Subject): Problem[] {
  const found = new Map<string, Problem>();
  for (const way of waysThroughTime(subject, 'longest')) {
    const { node, entry } = way.position.place;
    if (found.has(node) || way.cover !== 'none' || !isClosed(way.age) || !saysFreely(way.position)) continue;
    const isStart = entry.some(({ type }) => type === 'start');
    const what = isStart ? 'The flow that starts here may say something' : 'This may be said';
    const cure = wayOut(way);
    found.set(node, {
      code: 'window-may-be-closed',
      level: 'error',
      node,
      message: `${what} when the 24-hour window has closed, and only a template arrives then. ${cure}`,
      example: wordsOf(way, subject),
    });
  }
  return [...found.values()];
}

/** Where the template can be named: at the node that time went by in, or for the flow. */
function wayOut(way: Way): string {
  let from: Way | null = way;
  while (from?.before && from.before.step.by === null) from = from.before.way;
  const step = from?.before?.step;
  const waited = from?.before?.way.position.place.node;
  const isOfNode = step?.by && /^(after |call\.|agent\.)/.test(step.by);
  return isOfNode && waited
    ? `Name a template at “${waited}”, or one for the whole flow, that asks the contact to write again.`
    : 'Name a template for the whole flow that asks the contact to write again.';
}

function wordsOf(way: Way, subject: Subject): string[] {
  const words: string[] = [];
  let at: Way = way;
  for (; at.before; at = at.before.way) {
    const { step, way: from } = at.before;
    if (step.words !== null) words.push(step.words);
    if (step.by === 'agent.resolved' && !isClosed(from.age)) words.push('more than 24 h go by');
  }
  if (startsUnprompted(subject)) words.push('the flow is started without a word of the contact');
  return words.reverse();
}

export type WindowState = 'open' | 'maybe' | 'closed';

/** For each node that a session can come to, whether the window is open when it is entered. */
export function windowStates(subject: Subject): Map<string, WindowState> {
  const longest = extremes(waysThroughTime(subject, 'longest'), Math.max);
  const shortest = extremes(waysThroughTime(subject, 'shortest'), Math.min);
  return new Map(
    [...longest].map(([node, age]): [string, WindowState] => {
      if (!isClosed(age)) return [node, 'open'];
      return [node, isClosed(shortest.get(node) ?? 0) ? 'closed' : 'maybe'];
    }),
  );
}

function extremes(ways: readonly Way[], pick: (one: number, other: number) => number): Map<string, number> {
  const ages = new Map<string, number>();
  for (const { position, age } of ways) {
    const { node } = position.place;
    if (node === '') continue;
    const known = ages.get(node);
    ages.set(node, known === undefined ? age : pick(known, age));
  }
  return ages;
}
