/** What WhatsApp can do to a text. Source: WhatsApp, “How to format your messages”. */
export const MARKS = { bold: '*', italic: '_', strike: '~', mono: '```' } as const;
export type Mark = keyof typeof MARKS;

export type Selected = { text: string; from: number; to: number };

/**
 * The text with what is selected formatted, or with the same formatting taken off, and what is selected then. Spaces at the ends stay
 * outside: WhatsApp formats only what the marks touch.
 */
export function formatSelection({ text, from, to }: Selected, mark: Mark): Selected {
  const sign = MARKS[mark];
  const chosen = text.slice(from, to);
  const begin = from + (chosen.length - chosen.trimStart().length);
  const end = Math.max(begin, to - (chosen.length - chosen.trimEnd().length));
  const inner = text.slice(begin, end);
  const isMarked = text.slice(begin - sign.length, begin) === sign && text.startsWith(sign, end);
  if (isMarked && begin >= sign.length) {
    return {
      text: text.slice(0, begin - sign.length) + inner + text.slice(end + sign.length),
      from: begin - sign.length,
      to: end - sign.length,
    };
  }
  return {
    text: text.slice(0, begin) + sign + inner + sign + text.slice(end),
    from: begin + sign.length,
    to: end + sign.length,
  };
}
