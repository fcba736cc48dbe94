import { EditorSelection, type EditorState, type TransactionSpec } from '@codemirror/state';

export type Mark = 'bold' | 'italic' | 'strike' | 'mono' | 'bullets' | 'quote';

/** Source: WhatsApp, “How to format your messages”. */
const AROUND: { [mark in Mark]?: string } = { bold: '*', italic: '_', strike: '~', mono: '```' };
const BEFORE_LINE: { [mark in Mark]?: string } = { bullets: '- ', quote: '> ' };

/** The change that formats what is selected, or takes the same formatting off. */
export function formatted(state: EditorState, mark: Mark): TransactionSpec {
  const around = AROUND[mark];
  return around === undefined ? lines(state, BEFORE_LINE[mark] ?? '') : wrapped(state, around);
}

/** The change that begins and ends a placeholder, with the cursor inside. */
export function placeholderStart(state: EditorState): TransactionSpec {
  return state.changeByRange(({ from, to }) => ({
    changes: { from, to, insert: '{{}}' },
    range: EditorSelection.cursor(from + 2),
  }));
}

/** Spaces at the ends stay outside: WhatsApp formats only what the marks touch. */
function wrapped(state: EditorState, around: string): TransactionSpec {
  const { length } = around;
  return state.changeByRange((range) => {
    const selected = state.sliceDoc(range.from, range.to);
    const from = range.from + (selected.length - selected.trimStart().length);
    const to = Math.max(from, range.to - (selected.length - selected.trimEnd().length));
    const isMarked =
      state.sliceDoc(from - length, from) === around && state.sliceDoc(to, to + length) === around;
    if (isMarked) {
      return {
        changes: [
          { from: from - length, to: from },
          { from: to, to: to + length },
        ],
        range: EditorSelection.range(from - length, to - length),
      };
    }
    return {
      changes: [
        { from, insert: around },
        { from: to, insert: around },
      ],
      range: EditorSelection.range(from + length, to + length),
    };
  });
}

function lines(state: EditorState, before: string): TransactionSpec {
  const { from, to } = state.selection.main;
  const first = state.doc.lineAt(from).number;
  const last = state.doc.lineAt(to).number;
  const touched = Array.from({ length: last - first + 1 }, (_, at) => state.doc.line(first + at));
  const isMarked = touched.every(({ text }) => text.startsWith(before));
  return {
    changes: touched.map((line) =>
      isMarked
        ? { from: line.from, to: line.from + before.length }
        : { from: line.from, insert: line.text.startsWith(before) ? '' : before },
    ),
  };
}
