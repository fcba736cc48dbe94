import type { DefinedBody } from './definition.ts';
import { type Finding, finding, length } from './lint-finding.ts';
import { placesAt, placesIn, strayBraces } from './places.ts';

/**
 * Words that a text needs for each of its places. Meta publishes that there may be too many (2388293), not how many: three words and one
 * more for each place is what reports of refused templates come to.
 */
const WORDS_PER_PLACE = 3;

/** A body with its places and samples. */
export function lintBody(
  field: string,
  { text, samples }: DefinedBody,
  places: 'positional' | 'named',
  limit: number,
): Finding[] {
  const at = `${field}.text`;
  const names = placesIn(text);
  return [
    ...length(at, text, limit),
    ...(strayBraces(text) ? [finding(at, 'braces')] : []),
    ...lintNames(at, names, places),
    ...lintNeighbours(at, text),
    ...names.flatMap((name) =>
      samples[name]?.trim() ? [] : [finding(`${field}.samples.${name}`, 'sample')],
    ),
    ...(/\n{3,}| {5,}|\t/.test(text) ? [finding(at, 'spaces')] : []),
  ];
}

function lintNames(field: string, names: readonly string[], places: 'positional' | 'named'): Finding[] {
  if (places === 'named') {
    return names.every((name) => /^[a-z_][a-z0-9_]*$/.test(name)) ? [] : [finding(field, 'place-name')];
  }
  const numbers = names.map(Number).sort((one, other) => one - other);
  return numbers.every((number, at) => number === at + 1) ? [] : [finding(field, 'place-order')];
}

function lintNeighbours(field: string, text: string): Finding[] {
  const trimmed = text.trim();
  const found = placesAt(trimmed);
  const first = found[0];
  const last = found.at(-1);
  if (!first || !last) return [];
  // A full stop behind the last place does not help: reviewers count words.
  const atEdge = first.from === 0 || trimmed.slice(last.to).replaceAll(/[\s\p{P}]/gu, '') === '';
  const isNextToAnother = found.some(
    ({ to }, at) => found[at + 1] && trimmed.slice(to, found[at + 1]?.from).trim() === '',
  );
  const words = trimmed.replaceAll(/\{\{\s*\w+\s*\}\}/g, ' ').match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return [
    ...(atEdge ? [finding(field, 'place-edge')] : []),
    ...(isNextToAnother ? [finding(field, 'place-neighbours')] : []),
    ...(words < found.length * 2 + 1
      ? [finding(field, 'places-many')]
      : words < found.length * WORDS_PER_PLACE
        ? [finding(field, 'places-many', 'warning')]
        : []),
  ];
}
