import { EditorView } from '@codemirror/view';

/** How a code field looks. It lives in a shadow root, where the page's own styles do not reach but its tokens do. */
export const editorTheme = EditorView.theme({
  '&': {
    color: 'var(--ink)',
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--line)',
    borderRadius: '8px',
    fontSize: '14px',
    lineHeight: '20px',
  },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '20px', overflow: 'auto', maxHeight: '320px' },
  '.cm-content': { padding: '7px 0', caretColor: 'var(--ink)', minHeight: '20px' },
  '.cm-line': { padding: '0 10px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--faint)' },
  '.cm-chip': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--accent)',
    borderRadius: '4px',
    padding: '1px 2px',
    fontFamily: 'var(--mono)',
    fontSize: '13px',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: '8px',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-completionInfo': { padding: '8px', maxWidth: '240px', fontSize: '12px' },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'inherit', maxHeight: '220px' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '4px 8px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--on-accent)',
  },
  '.cm-completionDetail': { color: 'inherit', opacity: '0.8', fontStyle: 'normal', fontSize: '12px' },
  '.cm-diagnostic': { padding: '6px 8px', fontSize: '12px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad)',
    textUnderlineOffset: '3px',
  },
});

export const monospaceTheme = EditorView.theme({
  '.cm-scroller': { fontFamily: 'var(--mono)', fontSize: '13px' },
});
