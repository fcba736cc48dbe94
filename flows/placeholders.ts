/** Longest expression, in UTF-16 code units. It stands here so that finding placeholders takes no reader of expressions along. */
export const SOURCE_MAX = 2_000;

/** A text taken apart: what stands as it is, and the expressions between `{{` and `}}`. */
export type Written = {
  parts: (string | Placeholder)[];
  /** Where a `{{` stands that is never closed; null when there is none. It and what follows stand as they are. */
  unclosedAt: number | null;
};

/** `offset` is where the expression begins in the text, without the spaces around it. */
export type Placeholder = { source: string; offset: number };

/** Finds the placeholders of a text. Braces inside a quoted text of an expression do not close it: `{{ "}}" }}` is one placeholder. */
export function takeApart(text: string): Written {
  const parts: (string | Placeholder)[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf('{{', at);
    const close = open === -1 ? -1 : closeOf(text, open + 2);
    if (close === -1) {
      if (at < text.length) parts.push(text.slice(at));
      return { parts, unclosedAt: open === -1 ? null : open };
    }
    if (open > at) parts.push(text.slice(at, open));
    const written = text.slice(open + 2, close);
    const source = written.trim();
    parts.push({ source, offset: open + 2 + written.indexOf(source) });
    at = close + 2;
  }
}

/** The expressions of a text, in order. `offset` is where the expression itself begins. */
export function placeholdersOf(text: string): Placeholder[] {
  return takeApart(text).parts.filter((part) => typeof part !== 'string');
}

function closeOf(text: string, from: number): number {
  // No further than an expression can be long: a stray quote must not make each `{{` search the whole text.
  const end = Math.min(text.length, from + SOURCE_MAX + 2);
  let quote = '';
  for (let at = from; at < end; at += 1) {
    const letter = text.charAt(at);
    if (quote === '') {
      if (text.startsWith('}}', at)) return at;
      if (letter !== '"' && letter !== "'") continue;
      quote = text.startsWith(letter.repeat(3), at) ? letter.repeat(3) : letter;
      at += quote.length - 1;
    } else if (letter === '\\') {
      at += 1;
    } else if (text.startsWith(quote, at)) {
      at += quote.length - 1;
      quote = '';
    }
  }
  // A quote that is not closed: end at the first braces, so that the message is about the quote.
  return text.indexOf('}}', from);
}
