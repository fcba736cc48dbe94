import { plain } from './keywords.ts';
import type { FlowSettings } from './settings.ts';

/** A flow that a number's messages may start, by the words that do. */
export type Starter = { flow: string; words: readonly string[] };

/** A word that starts two flows: only one of them ever hears it. */
export type Clash = { word: string; one: string; other: string };

/** The words that start a flow, in all its languages. */
export function startWordsOf({ triggers }: FlowSettings): string[] {
  return Object.values(triggers?.keywords ?? {}).flat();
}

/** The words that start more than one of these flows, each pair of flows once for a word. */
export function clashesOf(starters: readonly Starter[]): Clash[] {
  return starters.flatMap((one, at) => {
    const words = new Map(one.words.map((word) => [plain(word), word]));
    return starters.slice(at + 1).flatMap((other) => {
      const taken = new Set(other.words.map(plain).filter((word) => word !== '' && words.has(word)));
      return [...taken].map((word) => ({ word: words.get(word) ?? word, one: one.flow, other: other.flow }));
    });
  });
}
