import { parseDelay } from '../delay.ts';
import { durationWords } from '../duration.ts';
import type { Flow } from '../flow.ts';
import { ESCALATION_KEYWORD, OPT_OUT_KEYWORD } from '../keywords.ts';
import type { EventName, Transition } from '../machine-schema.ts';
import { definitionOf } from '../nodes/registry.ts';
import type { FlowSettings } from '../settings.ts';

/** What can happen to a session, in the words of a counter-example: what the contact does, or what happens around them. */
export const ANY_TEXT = 'any text';
export const FITTING_ANSWER = 'an answer that fits';

const HAPPENS: { readonly [event in EventName]: string } = {
  text: ANY_TEXT,
  choice: 'a tap on something else',
  keyword: 'a keyword',
  media: 'a picture, a recording or a file',
  location: 'a location',
  'contact-card': 'a contact card',
  order: 'an order',
  form: 'a filled-in form',
  unsupported: 'a message of an unknown kind',
  reaction: 'a reaction',
  late: 'a tap on an older message',
  again: 'a tap on an older message',
  'call.done': 'the request is answered',
  'call.failed': 'the request fails',
  'agent.resolved': 'the agent hands back',
  'agent.absent': 'nobody answers',
  'window.closing': 'the 24-hour window is about to close',
  'window.closed': 'the 24-hour window closes',
  'send.failed': 'a message cannot be sent',
};

export type Labels = (node: string, port: string) => string;

/** The names that people see of a flow's ports; the port's id where it has none. */
export function labelsOf({ nodes }: Flow): Labels {
  const known = new Map<string, Map<string, string>>();
  return (nodeId, port) => {
    let labels = known.get(nodeId);
    if (!labels) {
      const node = nodes[nodeId];
      const ports = (node && definitionOf(node.type)?.ports(node)) ?? [];
      labels = new Map(ports.map(({ id, label }) => [id, label.trim()]));
      known.set(nodeId, labels);
    }
    return labels.get(port) || port;
  };
}

/** A transition that an event sets off, in words. `node` is where the session stands. */
export function wordsForEvent(
  event: EventName,
  { guard, meta }: Transition,
  { node, labels, settings }: { node: string; labels: Labels; settings: FlowSettings },
): string {
  if (guard?.type === 'is') return wordsForKeyword(guard.params.keyword, settings);
  if (guard?.type === 'matches') return FITTING_ANSWER;
  if (guard?.type === 'chose') {
    if (!meta) return 'a tap on the row for more';
    const title = labels(meta.node ?? node, meta.port);
    if (event === 'late') return `a late tap on “${title}”`;
    return 'offered' in guard.params ? 'a tap on a row' : title;
  }
  return HAPPENS[event];
}

export function wordsForKeyword(keyword: string, settings: FlowSettings): string {
  if (keyword === OPT_OUT_KEYWORD) return 'a word for opting out';
  const words = keyword === ESCALATION_KEYWORD ? settings.escalation.keywords : settings.keywords?.[keyword];
  const [word] = wordsByLocale(words ?? {}, settings.defaultLocale);
  return word === undefined ? HAPPENS.keyword : `the word “${word}”`;
}

/** All words, those of the language that the flow falls back to first. */
export function wordsByLocale(words: { [locale: string]: string[] }, first: string): string[] {
  const others = Object.keys(words)
    .filter((locale) => locale !== first)
    .sort();
  return [first, ...others].flatMap((locale) => words[locale] ?? []);
}

export function wordsForTimer(key: string): string {
  const delay = parseDelay(key);
  if (!delay) return 'the time is up';
  if (delay.kind === 'ms') return `${durationWords(delay.ms)} go by`;
  return delay.kind === 'until' ? `it becomes ${delay.time}` : 'the 24-hour window is about to close';
}

/** A step that the flow takes by itself; null where nothing had to be decided, since then a reader need not see it. */
export function wordsForDecision(
  { guard, meta }: Transition,
  { isOnlyOne, node, labels }: { isOnlyOne: boolean; node: string; labels: Labels },
): string | null {
  if (guard?.type === 'when' && 'hours' in guard.params) return 'in opening hours';
  const label = meta && labels(node, meta.port);
  if (guard) return `when ${label ?? 'a condition holds'}`;
  return isOnlyOne || label === undefined ? null : lowerFirst(label);
}

const lowerFirst = (label: string) => label.charAt(0).toLowerCase() + label.slice(1);
