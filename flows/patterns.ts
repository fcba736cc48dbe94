import { RE2JS } from 're2js';

/**
 * Regular expressions of flows. They come from people we do not know and meet texts from people we do not know, so they run on RE2
 * (a port in plain JavaScript), whose time grows with the text and never explodes; JavaScript's own RegExp is never given one.
 */

/** Longest pattern that is compiled, in characters. */
export const PATTERN_MAX = 300;
/** Most instructions of a compiled pattern: `\d{4}` has about 6, `.{1,900}` has 1,800. Bounds the work per character of a text. */
const INSTRUCTIONS_MAX = 1_500;
const CACHE_MAX = 200;

export type Pattern =
  | {
      ok: true;
      /** True when the pattern describes the whole text, as if it stood between `^` and `$`. */
      test(text: string): boolean;
      /** Steps that one character of the text costs at worst. */
      cost: number;
    }
  | { ok: false; message: string };

const compiled = new Map<string, Pattern>();

/** Compiles an RE2 pattern; a fault comes back as a message for the author. The last ones are kept, so calling it anew is cheap. */
export function compilePattern(source: string): Pattern {
  const known = compiled.get(source);
  if (known) return known;
  const pattern = compile(source);
  if (compiled.size >= CACHE_MAX) compiled.clear();
  if (source.length <= PATTERN_MAX) compiled.set(source, pattern);
  return pattern;
}

function compile(source: string): Pattern {
  if (source.length > PATTERN_MAX) {
    return {
      ok: false,
      message: `A pattern has at most ${PATTERN_MAX} characters; this one has ${source.length}.`,
    };
  }
  try {
    // `s`: a dot also matches a line break, since what people write may have several lines.
    const regex = RE2JS.compile(source, RE2JS.DOTALL);
    const cost = regex.programSize();
    if (cost > INSTRUCTIONS_MAX) {
      return { ok: false, message: 'The pattern repeats too much; use smaller numbers in { }.' };
    }
    return { ok: true, cost, test: (text) => regex.matches(text) };
  } catch (error) {
    return { ok: false, message: inPlainWords(source, error instanceof Error ? error.message : '') };
  }
}

function inPlainWords(source: string, message: string): string {
  if (/\(\?<?[=!]/.test(source)) {
    return 'Looking ahead or behind, (?=…) or (?<=…), is not possible: it has no bounded cost.';
  }
  if (/\\[1-9]/.test(source))
    return 'Referring back to a group, \\1, is not possible: it has no bounded cost.';
  const reason = message.replace(/^error parsing regexp: /, '').replace('`(?s)', '`');
  return `This is not a pattern that can be used: ${reason || 'it cannot be read'}.`;
}
