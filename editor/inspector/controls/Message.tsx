import { startCompletion } from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import { ActionIcon, Tooltip } from '@mantine/core';
import { checkText } from '@parley/flows/render.ts';
import {
  IconBlockquote,
  IconBold,
  IconBraces,
  IconCode,
  IconItalic,
  IconList,
  IconStrikethrough,
} from '@tabler/icons-react';
import { useRef } from 'react';
import { EmojiButton } from '../../emoji/EmojiButton.tsx';
import { CodeField } from '../code/CodeField.tsx';
import { formatted, type Mark, placeholderStart } from '../formatting.ts';
import { pathKey } from '../path.ts';
import { type ControlProps, useInspector } from '../state.ts';
import { Counter } from './Counter.tsx';

const MARKS: readonly { mark: Mark; Icon: typeof IconBold }[] = [
  { mark: 'bold', Icon: IconBold },
  { mark: 'italic', Icon: IconItalic },
  { mark: 'strike', Icon: IconStrikethrough },
  { mark: 'mono', Icon: IconCode },
  { mark: 'bullets', Icon: IconList },
  { mark: 'quote', Icon: IconBlockquote },
];

/** A text of several lines that people read, with WhatsApp's formatting. */
export function Message({ field, label, path, value, onChange, problems }: ControlProps) {
  const { scope, texts, words } = useInspector();
  const view = useRef<EditorView | null>(null);
  const text = typeof value === 'string' ? value : '';
  const write = (edit: (view: EditorView) => void) => {
    if (!view.current) return;
    edit(view.current);
    view.current.focus();
  };
  return (
    <div>
      <div className="field-head">
        <span className="field-label">{label}</span>
        <Counter label={label} text={text} limit={texts.get(pathKey(path))?.limit} />
      </div>
      <CodeField
        label={label}
        value={text}
        mode="text"
        isMultiline
        scope={scope}
        view={view}
        isInvalid={problems.some(({ level }) => level === 'error')}
        check={(source) => checkText(source, scope).problems}
        onChange={(written) => onChange(written === '' && field.isOptional ? undefined : written)}
      />
      <div className="format-bar" role="toolbar" aria-label={`${words.format}: ${label}`}>
        {MARKS.map(({ mark, Icon }) => (
          <Tooltip key={mark} label={words[mark]}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words[mark]}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => write((editor) => editor.dispatch(formatted(editor.state, mark)))}
            >
              <Icon size={18} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        ))}
        <EmojiButton
          label={words.emojiFor(label)}
          onPick={(emoji) => write((editor) => editor.dispatch(editor.state.replaceSelection(emoji)))}
        />
        <Tooltip label={words.insertVariable}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={words.insertVariable}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() =>
              write((editor) => {
                editor.dispatch(placeholderStart(editor.state));
                startCompletion(editor);
              })
            }
          >
            <IconBraces size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
}
