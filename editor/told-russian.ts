import { definitionOf } from '@parley/flows/nodes/registry.ts';
import { RUSSIAN } from '@parley/flows/words/russian.ts';
import { translator } from '@parley/flows/words/translate-text.ts';
import { RU_NODES, RU_PORTS } from './node-words.ts';

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/* Labels stand within sentences as well, and then begin small. */
const labels = Object.values(RU_PORTS).flatMap((port) => Object.entries(port));
const names = new Map([
  ...labels.map(([label, other]) => [lowerFirst(label), lowerFirst(other)] as const),
  ...labels,
  ...Object.entries(RU_NODES).map(([type, [title]]) => [definitionOf(type)?.title ?? type, title] as const),
]);

const translate = translator(RUSSIAN, names);

/** A sentence of `flows` in Russian, and what is not one as it is. Steps of an example may stand in one line. */
export function toldInRussian(text: string): string {
  return (
    translate(text) ??
    text
      .split(' → ')
      .map((step) => translate(step) ?? names.get(step) ?? step)
      .join(' → ')
  );
}
