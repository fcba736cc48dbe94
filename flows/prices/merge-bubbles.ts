import { numberOn } from '../rules/pack.ts';
import type { PathSend } from './flow-paths.ts';

/** Texts that are sent one right after the other, and could be one message. */
export type Merge = {
  nodes: string[];
  bubbles: number;
  /** What one message instead of them saves over all runs, in micros. */
  saves: number;
};

/**
 * Where a path says in several bubbles what one could say. `microsEach` is what one free-form message costs over all runs: where they are
 * free there is nothing to save. Together they must not be longer than one message may be on that day.
 */
export function mergesOf(sends: readonly PathSend[], microsEach: number, day: string): Merge[] {
  if (microsEach <= 0) return [];
  const longest = numberOn('text.body', day);
  const merges: Merge[] = [];
  let run: PathSend[] = [];
  const close = () => {
    if (run.length > 1) {
      const nodes = [...new Set(run.map(({ node }) => node))];
      merges.push({ nodes, bubbles: run.length, saves: (run.length - 1) * microsEach });
    }
    run = [];
  };
  for (const send of sends) {
    const [first] = run;
    if (first && first.turn !== send.turn) close();
    if (send.message.type !== 'text') {
      close();
      continue;
    }
    if (lengthOf([...run, send]) > longest) close();
    run.push(send);
  }
  close();
  return merges;
}

/** With an empty line between them. What placeholders become is not known, so they count as they are written. */
const lengthOf = (sends: readonly PathSend[]) =>
  sends.reduce((sum, { message }) => sum + (message.type === 'text' ? message.body.length + 2 : 0), -2);
