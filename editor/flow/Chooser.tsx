import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useWords } from '../words.ts';
import { flowWords } from './words.ts';

export type Choice = {
  id: string;
  title: string;
  detail?: string | undefined;
  group?: string | undefined;
  icon?: ReactNode;
  hint?: string | undefined;
};

type ChooserProps = {
  label: string;
  /** What there is for the words typed, in order; those of one group stand together. */
  choicesFor: (words: string) => Choice[];
  onChoose: (id: string) => void;
  onDrag?: ((id: string, data: DataTransfer) => void) | undefined;
  hasFocus?: boolean;
};

/** A field and a list under it: type to narrow, arrows to walk, Enter to take. */
export function Chooser({ label, choicesFor, onChoose, onDrag, hasFocus = true }: ChooserProps) {
  const words = useWords(flowWords);
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const choices = choicesFor(typed);
  const current = Math.min(at, choices.length - 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the list scrolls when another row is current
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current, typed]);

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: { [key: string]: number } = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined && choices.length > 0) {
      event.preventDefault();
      setAt((current + step + choices.length) % choices.length);
    }
    const choice = choices[current];
    if (event.key === 'Enter' && choice) {
      event.preventDefault();
      onChoose(choice.id);
    }
  };
  return (
    <div className="chooser">
      <TextInput
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={choices[current] && `${listId}-${current}`}
        aria-label={label}
        placeholder={label}
        data-autofocus={hasFocus || undefined}
        leftSection={<IconSearch size={16} stroke={1.75} />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="choices" role="listbox" id={listId} aria-label={label} ref={list} tabIndex={-1}>
        {choices.map((choice, index) => (
          <div key={choice.id} className="choice-place">
            {choice.group !== undefined && choice.group !== choices[index - 1]?.group && (
              <div className="choice-group" role="presentation">
                {choice.group}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys, as listboxes do */}
            <div
              className="choice"
              role="option"
              id={`${listId}-${index}`}
              aria-selected={index === current}
              tabIndex={-1}
              draggable={onDrag !== undefined}
              onDragStart={(event) => onDrag?.(choice.id, event.dataTransfer)}
              onPointerMove={() => index !== current && setAt(index)}
              onClick={() => onChoose(choice.id)}
            >
              {choice.icon}
              <span className="choice-words">
                <span className="choice-title">{choice.title}</span>
                {choice.detail !== undefined && <span className="choice-detail">{choice.detail}</span>}
              </span>
              {choice.hint !== undefined && <kbd>{choice.hint}</kbd>}
            </div>
          </div>
        ))}
        {choices.length === 0 && typed.trim() !== '' && <p className="muted nothing">{words.nothingFound}</p>}
      </div>
    </div>
  );
}
