import type { Scope } from '@parley/flows/expression.ts';
import { excessOf, isMissing, type TextRow } from '@parley/flows/translations.ts';
import { lengthOf } from '@parley/flows/value.ts';
import { type KeyboardEvent, useRef, useState } from 'react';
import { languageName } from '../settings/languages.ts';
import { useLanguage, useWords } from '../words.ts';
import type { Step } from './active-cell.ts';
import { translationsWords } from './words.ts';

type Props = {
  row: TextRow;
  locale: string;
  scope: Scope;
  isActive: boolean;
  isEditing: boolean;
  typed: string | null;
  onGo: (isEditing: boolean, typed: string | null) => void;
  onStep: (by: Step) => void;
  onWrite: (text: string) => void;
  /** The person has gone elsewhere. */
  onLeave: () => void;
  onShow: () => void;
};

const WALK: { readonly [key: string]: [rows: number, columns: number] } = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};

/** One text in one language. */
export function Cell(props: Props) {
  const { row, locale, scope, isActive, isEditing, onGo, onStep, onWrite, onShow } = props;
  const words = useWords(translationsWords);
  const editorLanguage = useLanguage(({ language }) => language);
  const text = row.texts[locale] ?? '';
  const excess = excessOf(row, locale, scope);
  if (isEditing) return <Writing {...props} />;
  const onKey = (event: KeyboardEvent) => {
    const by = WALK[event.key];
    if (by) {
      event.preventDefault();
      return onStep({ rows: by[0], columns: by[1], isEditing: false });
    }
    if (event.key === 'Enter' || event.key === 'F2') {
      event.preventDefault();
      return event.ctrlKey || event.metaKey ? onShow() : onGo(true, null);
    }
    if (event.key === 'Delete' || event.key === 'Backspace') return onWrite('');
    const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isLetter) return;
    event.preventDefault();
    onGo(true, event.key);
  };
  return (
    <td
      tabIndex={isActive ? 0 : -1}
      lang={locale}
      aria-label={text === '' ? words.edit(row.path, languageName(locale, editorLanguage)) : undefined}
      data-missing={isMissing(row, locale) || undefined}
      data-over={excess > 0 || undefined}
      onKeyDown={onKey}
      onMouseDown={(event) => {
        if (event.button !== 0) return;
        /* Now, not when the mouse comes up: by then the rows have moved, since what was being written is a line again. */
        event.preventDefault();
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        onGo(true, null);
      }}
    >
      {text !== '' && <span className="translation-text">{text}</span>}
      {text === '' && (
        <span className="translation-none small">
          {row.needsTranslation ? words.notTranslated : words.sameEverywhere}
        </span>
      )}
      {excess > 0 && (
        <span className="translation-over small">
          {words.over(Number.isFinite(excess) ? excess : null, row.limit ?? 0)}
        </span>
      )}
    </td>
  );
}

/** The text being written; what it becomes is kept when the cell is left. */
function Writing({ row, locale, scope, typed, onGo, onStep, onWrite, onLeave }: Props) {
  const words = useWords(translationsWords);
  const editorLanguage = useLanguage(({ language }) => language);
  const before = row.texts[locale] ?? '';
  const [text, setText] = useState(typed ?? before);
  const isDone = useRef(false);
  const excess = excessOf({ ...row, texts: { [locale]: text } }, locale, scope);
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      isDone.current = true;
      return onGo(false, null);
    }
    const isEnter = event.key === 'Enter' && !event.shiftKey;
    if (!isEnter && event.key !== 'Tab') return;
    event.preventDefault();
    isDone.current = true;
    onWrite(text);
    if (isEnter) onStep({ rows: 1, columns: 0, isEditing: false });
    else onStep({ rows: 0, columns: event.shiftKey ? -1 : 1, isEditing: true });
  };
  return (
    <td className="is-writing">
      <textarea
        // biome-ignore lint/a11y/noAutofocus: the cell was entered to write in it
        autoFocus
        aria-label={words.edit(row.path, languageName(locale, editorLanguage))}
        lang={locale}
        value={text}
        rows={Math.max(2, Math.min(8, text.split('\n').length + Math.floor(text.length / 48)))}
        onFocus={({ currentTarget }) => currentTarget.setSelectionRange(text.length, text.length)}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={onKey}
        onBlur={() => {
          if (isDone.current) return;
          onWrite(text);
          onLeave();
        }}
      />
      {row.limit !== undefined && (
        <span className={`small ${excess > 0 ? 'bad' : 'muted'}`}>
          {lengthOf(text)} / {row.limit}
          {excess > 0 && ` · ${words.over(Number.isFinite(excess) ? excess : null, row.limit)}`}
        </span>
      )}
    </td>
  );
}
