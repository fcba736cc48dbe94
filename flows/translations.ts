import { saidAtClosing } from './at-closing.ts';
import { own } from './edit/record.ts';
import type { Scope } from './expression.ts';
import type { Flow } from './flow.ts';
import { toMachine, transitionsOf } from './machine.ts';
import type { StateConfig } from './machine-schema.ts';
import type { OutboundMessage } from './message.ts';
import { mapTexts } from './message-texts.ts';
import { isForPeople } from './proofs/texts.ts';
import { longestText } from './render.ts';
import { reopenAt, reopenByDefault } from './reopening.ts';
import { limitOf } from './text-limit.ts';

/** One text of a flow in all of its languages. */
export type TextRow = {
  /** The key in `settings.texts`: `menu.buttons.order.title`. */
  path: string;
  /** The node that says it, or `FLOW_ITSELF`. */
  node: string;
  /** As it is written in the node. */
  own: string;
  /** Characters that WhatsApp takes; undefined where it sets no limit. */
  limit: number | undefined;
  /** False for addresses, codes and the like, which are the same in every language. */
  needsTranslation: boolean;
  /** What there is in each language, the default one included; a language without it shows the default's. */
  texts: { readonly [locale: string]: string };
};

/** Stands for the node where a text belongs to no node but to the flow. */
export const FLOW_ITSELF = '*';

/** Every text that people or agents read, once, in the order of the flow's nodes. */
export function translationTable(flow: Flow): TextRow[] {
  const rows = new Map<string, TextRow>();
  const { defaultLocale, locales, texts } = flow.settings;
  const add = (row: Pick<TextRow, 'path' | 'node' | 'own' | 'limit' | 'needsTranslation'>) => {
    if (rows.has(row.path)) return;
    const known = locales.flatMap((locale): [string, string][] => {
      const text = own(own(texts, locale), row.path) ?? (locale === defaultLocale ? row.own : '');
      return text === '' ? [] : [[locale, text]];
    });
    rows.set(row.path, { ...row, texts: Object.fromEntries(known) });
  };
  const machine = toMachine(flow);
  const addMessage = (node: string, { key, message }: { key: string; message: OutboundMessage }) =>
    mapTexts(message, key, (text, place) => {
      const limit = limitOf(message.type, { path: place.path.slice(key.length + 1) });
      const needsTranslation = isForPeople(text, place);
      if (text !== '') add({ path: place.path, node, own: text, limit, needsTranslation });
      return text;
    });
  for (const [node, state] of Object.entries(machine.states)) {
    for (const action of actionsIn(state)) {
      if (action.type === 'send') {
        addMessage(node, action.params);
      } else if (action.type === 'escalate' && action.params.summary) {
        /* Agents read it, and they need not speak the contact's language. */
        const { summary } = action.params;
        add({ path: `${node}.summary`, node, own: summary, limit: undefined, needsTranslation: false });
      }
    }
    const reopen = reopenAt(machine, node);
    if (reopen) addMessage(node, reopen);
  }
  const reopen = reopenByDefault(machine);
  if (reopen) addMessage(FLOW_ITSELF, reopen);
  const closing = saidAtClosing(machine);
  if (closing) addMessage(FLOW_ITSELF, closing);
  return [...rows.values()];
}

/** Everything that a state may do: on the way in, and on its ways out. */
function actionsIn(state: StateConfig) {
  const entries = [state, ...Object.values(state.states ?? {})].flatMap(({ entry }) => entry ?? []);
  return [...entries, ...transitionsOf(state).flatMap(({ actions }) => actions ?? [])];
}

export function isMissing(row: TextRow, locale: string): boolean {
  return row.needsTranslation && own(row.texts, locale) === undefined;
}

/** By how many characters a text may be longer than WhatsApp takes, whatever its values are; 0 when it fits. */
export function excessOf(row: TextRow, locale: string, scope: Scope): number {
  const text = own(row.texts, locale);
  if (text === undefined || row.limit === undefined) return 0;
  return Math.max(0, longestText(text, scope) - row.limit);
}

/** How much of a language is there. `of` counts what is to be translated. */
export function progressOf(rows: readonly TextRow[], locale: string): { done: number; of: number } {
  const wanted = rows.filter(({ needsTranslation }) => needsTranslation);
  return { done: wanted.filter((row) => !isMissing(row, locale)).length, of: wanted.length };
}
