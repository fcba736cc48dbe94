import type { EditorView } from '@codemirror/view';
import { checkText } from '@parley/flows/render.ts';
import { useRef } from 'react';
import { EmojiButton } from '../../emoji/EmojiButton.tsx';
import { CodeField } from '../code/CodeField.tsx';
import { pathKey } from '../path.ts';
import { type ControlProps, useInspector } from '../state.ts';
import { Counter } from './Counter.tsx';
import { PlainText } from './PlainText.tsx';

/** One line. Where people read it, with placeholders and a counter. */
export function Text(props: ControlProps) {
  const { texts } = useInspector();
  return texts.has(pathKey(props.path)) ? <SpokenText {...props} /> : <PlainText {...props} />;
}

/** One line with placeholders. */
export function SpokenText({ field, label, path, value, onChange, problems }: ControlProps) {
  const { scope, texts, words } = useInspector();
  const view = useRef<EditorView | null>(null);
  const insert = (emoji: string) => {
    view.current?.dispatch(view.current.state.replaceSelection(emoji));
    view.current?.focus();
  };
  const text = typeof value === 'string' ? value : '';
  return (
    <div>
      <div className="field-head">
        <span className="field-label grow">{label}</span>
        <EmojiButton label={words.emojiFor(label)} size={22} onPick={insert} />
        <Counter label={label} text={text} limit={texts.get(pathKey(path))?.limit} />
      </div>
      <CodeField
        label={label}
        value={text}
        mode="text"
        scope={scope}
        view={view}
        isInvalid={problems.some(({ level }) => level === 'error')}
        check={(source) => checkText(source, scope).problems}
        onChange={(written) => onChange(written === '' && field.isOptional ? undefined : written)}
      />
    </div>
  );
}
