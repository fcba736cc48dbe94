/**
 * Texts as WhatsApp counts and accepts them.
 */

/**
 * The length that limits, maximum lengths and proofs are measured in: UTF-16 code units. Meta only says "characters"; code units are
 * never fewer than code points or visible characters, so what fits by this count fits by every other.
 */
export function lengthOf(text: string): number {
  return text.length;
}

/** The text without NUL, which PostgreSQL refuses, and without halves of surrogate pairs, which are no valid UTF-8. Never longer. */
export function clean(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '') : text).toWellFormed();
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** How far beyond the limit to look for the end of a visible character; longer ones, which nobody types, are cut inside. */
const GRAPHEME_MAX = 64;
/** Longer runs of letters are no words, but addresses and the like. */
const WORD_MAX = 60;

/** The longest beginning of the text within `limit` that cuts no visible character (an emoji, a letter with its accents) in two. */
export function cut(text: string, limit: number): string {
  if (lengthOf(text) <= limit) return text;
  if (!(limit >= 1)) return '';
  const most = Math.floor(limit);
  const from = Math.max(0, most - GRAPHEME_MAX);
  const border = graphemes.segment(text.slice(from, most + GRAPHEME_MAX)).containing(most - from)?.index ?? 0;
  if (border > 0) return text.slice(0, from + border);
  const codePoint = text.codePointAt(most - 1) ?? 0;
  return text.slice(0, codePoint > 0xffff ? most - 1 : most);
}

/**
 * The text itself when it is within `limit`; else its beginning with `…` at the end, cut between words unless that would lose more
 * than half of it. The result is never longer than `limit`.
 */
export function shorten(text: string, limit: number): string {
  if (lengthOf(text) <= limit) return text;
  if (!(limit >= 1)) return '';
  const kept = cut(text, limit - 1);
  const space = /\s/.test(text.charAt(kept.length)) ? kept.length : lastSpace(kept);
  return `${(space >= kept.length / 2 ? kept.slice(0, space) : kept).trimEnd()}…`;
}

/** Where the last word begins, if it is no longer than words are. */
function lastSpace(text: string): number {
  let at = text.length - 1;
  while (at >= text.length - WORD_MAX && !/\s/.test(text.charAt(at))) at -= 1;
  return at < text.length - WORD_MAX ? -1 : at;
}
