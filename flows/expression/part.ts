import { refuse } from './fault.ts';
import type { Frame } from './frame.ts';
import { type Kind, wordsFor } from './kind.ts';
import type { Node } from './parse.ts';

/** What a checked expression yields, and how. `run` throws a `Fault` when the data at hand give it no value. */
export type Code = {
  kind: Kind;
  /** The value itself where it is written out. */
  literal?: string | number | boolean;
  run(frame: Frame): unknown;
};

/** A checked part of an expression, with the place it stands at. */
export type Part = Code & {
  offset: number;
  end: number;
  /** As the author wrote it, or `…` when that is long. */
  written: string;
  /** The items, when it is a list written out. */
  items?: readonly Part[];
};

export const SCALARS: readonly Kind['is'][] = ['text', 'number', 'boolean', 'date'];

export function partOf(node: Node, source: string, code: Code & { items?: readonly Part[] }): Part {
  const written = source.slice(node.start, node.end).replace(/\s+/g, ' ');
  return { ...code, offset: node.start, end: node.end, written: written.length <= 40 ? written : '…' };
}

/** The part, in a message to its author. */
export function shown({ written }: Part): string {
  return written === '…' ? 'This part' : `\`${written}\``;
}

export function isScalar({ kind }: Part): boolean {
  return SCALARS.includes(kind.is);
}

/** Refuses a part that is no condition. */
export function asCondition(part: Part): Part {
  const { is } = part.kind;
  if (is === 'boolean' || is === 'dynamic') return part;
  return refuse(
    `${shown(part)} is ${wordsFor(is)}; a condition is needed here, such as ${conditionFrom(part)}.`,
    part.offset,
  );
}

function conditionFrom({ written, kind }: Part): string {
  if (kind.is === 'list') return `size(${written}) > 0`;
  if (kind.is === 'number') return `${written} > 0`;
  return kind.is === 'date' ? `${written} < now` : `${written} != ""`;
}

/** Refuses a part that is more than one value: a list, a record, `null`. */
export function asScalar(part: Part): Part {
  if (isScalar(part) || part.kind.is === 'dynamic') return part;
  return refuse(`${shown(part)} is ${wordsFor(part.kind.is)}; a single value is needed here.`, part.offset);
}
