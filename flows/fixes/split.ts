import type { Scope } from '../expression.ts';
import { takeApart } from '../placeholders.ts';
import { longestText } from '../render.ts';

type Token = {
  text: string;
  longest: number /** How good a place to part is behind it; 0 is none. */;
  rank: number;
};

/** More messages in a row than this are no help. */
const PIECES_MAX = 10;

/**
 * The text in pieces of at most `max` characters whatever the values of its placeholders are, parted between paragraphs, else sentences,
 * else words. Null when a word or a value alone is longer, or there would be too many.
 */
export function splitText(text: string, max: number, scope: Scope): string[] | null {
  const pieces: string[] = [];
  let left = tokensOf(text, scope);
  while (left.length > 0) {
    const count = best(left, max);
    if (count === 0 || pieces.length === PIECES_MAX) return null;
    const piece = left
      .slice(0, count)
      .map((token) => token.text)
      .join('')
      .trim();
    if (piece !== '') pieces.push(piece);
    left = left.slice(count);
  }
  return pieces;
}

/** How many tokens the next piece has: as many as fit up to the best place to part in the later half of them. */
function best(tokens: readonly Token[], max: number): number {
  let length = 0;
  let found = { count: 0, rank: 0 };
  for (const [at, { longest, rank, text }] of tokens.entries()) {
    const shown = longest - (text.length - text.trimEnd().length);
    if (length + shown > max) return found.count;
    length += longest;
    const isLate = length > max / 2;
    if (rank > 0 && (rank >= found.rank || (isLate && found.count === 0))) found = { count: at + 1, rank };
  }
  return tokens.length;
}

function tokensOf(text: string, scope: Scope): Token[] {
  return takeApart(text).parts.flatMap((part): Token[] => {
    if (typeof part !== 'string') {
      const written = `{{${part.source}}}`;
      return [{ text: written, longest: longestText(written, scope), rank: 0 }];
    }
    return (part.match(/\s+|\S+\s*/g) ?? []).map((word) => ({
      text: word,
      longest: word.length,
      rank: rankOf(word),
    }));
  });
}

function rankOf(word: string): number {
  if (/\n\s*\n\s*$/.test(word)) return 3;
  if (/\n\s*$|[.!?…]\s+$/.test(word)) return 2;
  return /\s$/.test(word) ? 1 : 0;
}
