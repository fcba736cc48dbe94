import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import { structuredPatch } from 'diff';

/** A line of the comparison of two files: `skipped` stands for lines that are the same in both. */
export type JsonLine = { is: 'added' | 'removed' | 'same' | 'skipped'; text: string };

/** The files of two flows compared line by line, with three lines around each change. */
export function jsonLines(before: Flow, after: Flow): JsonLine[] {
  const [was, is] = [before, after].map((flow) => JSON.stringify(toMachine(flow), null, 2));
  const { hunks } = structuredPatch('', '', was ?? '', is ?? '', '', '', { context: 3 });
  return hunks.flatMap(({ oldStart, lines }) => [
    { is: 'skipped' as const, text: `… ${oldStart}` },
    ...lines.map((line) => ({ is: KINDS[line[0] ?? ' '] ?? 'same', text: line.slice(1) })),
  ]);
}

const KINDS: { readonly [sign: string]: JsonLine['is'] } = { '+': 'added', '-': 'removed' };
