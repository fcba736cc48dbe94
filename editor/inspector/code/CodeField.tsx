import { autocompletion, closeBrackets, completionKeymap, completionStatus } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { type Diagnostic, linter } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  keymap,
  MatchDecorator,
  placeholder as placeholderText,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import type { Scope } from '@parley/flows/expression.ts';
import { type RefObject, useEffect, useRef } from 'react';
import { useTold } from '../../told.ts';
import { complete } from './completions.ts';
import { editorTheme, monospaceTheme } from './editor-theme.ts';

/** What is wrong in a source and where; line and column from 1. */
export type Fault = { message: string; line: number; column: number };

type Props = {
  label: string;
  value: string;
  onChange(value: string): void;
  /** A text has expressions in `{{ }}`; an expression is one. */
  mode: 'text' | 'expression';
  scope: Scope;
  check(source: string): Fault[];
  isMultiline?: boolean;
  isMonospace?: boolean;
  isInvalid?: boolean;
  placeholder?: string;
  /** The editor, for buttons that write into it. */
  view?: RefObject<EditorView | null>;
};

/** With what is wrong said in the language of the browser. */
type Told = Props & { told: (text: string) => string };

/**
 * A text or an expression with completion and with what is wrong shown in place. It lives in a shadow root: the editor's
 * library then adopts its style sheet instead of writing a style element, which the page's policy refuses.
 */
export function CodeField(props: Props) {
  const { label, value, mode, placeholder, isMultiline, isMonospace, isInvalid, view: shared } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const told = useTold();
  const latest = useRef({ ...props, told });
  latest.current = { ...props, told };

  useEffect(() => {
    if (!host.current) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const made = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          ...extensionsFor(latest, { mode, isMultiline, isMonospace, placeholder }),
          attributes.of(attributesFor(latest.current)),
          /* As the fields around it are, for those who may only look. */
          EditorState.readOnly.of(host.current.closest('fieldset:disabled') !== null),
        ],
      }),
    });
    view.current = made;
    if (shared) shared.current = made;
    return () => made.destroy();
  }, [mode, placeholder, isMultiline, isMonospace, shared]);

  /* Not by making a new one: what is being written may become wrong, or right, with each letter. */
  useEffect(() => {
    const effects = attributes.reconfigure(
      attributesFor({ label, mode, isMultiline, isMonospace, isInvalid }),
    );
    view.current?.dispatch({ effects });
  }, [label, mode, isMultiline, isMonospace, isInvalid]);

  useEffect(() => {
    const doc = view.current?.state.doc;
    if (!doc || doc.toString() === value) return;
    view.current?.dispatch({ changes: { from: 0, to: doc.length, insert: value } });
  }, [value]);

  return <div ref={host} className="code-field" />;
}

const attributes = new Compartment();

type Look = Pick<Props, 'label' | 'mode' | 'isMultiline' | 'isMonospace' | 'isInvalid'>;

function attributesFor({ label, mode, isMultiline, isMonospace, isInvalid }: Look): Extension {
  return EditorView.contentAttributes.of({
    'aria-label': label,
    'aria-multiline': String(isMultiline ?? false),
    ...(isInvalid && { 'aria-invalid': 'true' }),
    spellcheck: mode === 'text' && !isMonospace ? 'true' : 'false',
  });
}

/**
 * From outside, the target of its events is no text field: the screen must not take typing and pasting for its
 * shortcuts. Only the command palette's key goes through.
 */
const keepEvents = EditorView.domEventHandlers({
  keydown: (event) => {
    if (!((event.ctrlKey || event.metaKey) && event.key === 'k')) event.stopPropagation();
    return false;
  },
  copy: stop,
  cut: stop,
  paste: stop,
});

function stop(event: Event): boolean {
  event.stopPropagation();
  return false;
}

function extensionsFor(
  latest: RefObject<Told>,
  {
    mode,
    isMultiline,
    isMonospace,
    placeholder,
  }: Pick<Props, 'mode' | 'isMultiline' | 'isMonospace' | 'placeholder'>,
): Extension[] {
  return [
    history(),
    ...(mode === 'expression' || isMonospace ? [closeBrackets()] : []),
    autocompletion({
      override: [(context) => complete(context, latest.current, mode === 'text')],
      icons: false,
    }),
    linter((view) => diagnosticsOf(view, latest.current), { delay: 250 }),
    keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    keepEvents,
    EditorView.lineWrapping,
    editorTheme,
    ...(isMonospace || mode === 'expression' ? [monospaceTheme] : []),
    ...(mode === 'text' ? [chips] : []),
    ...(placeholder ? [placeholderText(placeholder)] : []),
    ...(isMultiline ? [] : [oneLine]),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      const text = update.state.doc.toString();
      if (text !== latest.current.value) latest.current.onChange(text);
    }),
  ];
}

/** What is pasted on several lines becomes one. */
const oneLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
  const text = transaction.newDoc
    .toString()
    .replace(/\s*\n\s*/g, ' ')
    .trim();
  const { length } = transaction.startState.doc;
  if (text === transaction.startState.doc.toString()) return [];
  return [{ changes: { from: 0, to: length, insert: text }, selection: { anchor: text.length } }];
});

const matcher = new MatchDecorator({
  regexp: /\{\{.*?\}\}/g,
  decoration: Decoration.mark({ class: 'cm-chip' }),
});

const chips = ViewPlugin.define(
  (view) => ({
    decorations: matcher.createDeco(view),
    update(update: ViewUpdate) {
      this.decorations = matcher.updateDeco(update, this.decorations);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

function diagnosticsOf(view: EditorView, { check, told }: Told): Diagnostic[] {
  /* Not while somebody is still choosing what to write. */
  if (completionStatus(view.state) === 'active') return [];
  const { doc } = view.state;
  return check(doc.toString()).map(({ message, line, column }) => {
    const { from: start, to: end } = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const from = Math.min(start + Math.max(0, column - 1), end);
    const word = /^[\w.]+/.exec(doc.sliceString(from, end))?.[0] ?? '';
    return {
      from,
      to: Math.min(end, from + Math.max(1, word.length)),
      severity: 'error',
      message: told(message),
    };
  });
}
