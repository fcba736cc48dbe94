import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { coerce } from '@parley/flows/coerce.ts';
import type { Flow } from '@parley/flows/flow.ts';
import type { Move } from '@parley/flows/simulation.ts';
import type { Variable } from '@parley/flows/variables.ts';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { lastValues, standingOf, type Talk } from './conversation.ts';
import styles from './simulator.module.css';
import { words } from './words.ts';

/** What the session knows, to look at and to change. A change is a step of the conversation, which can be taken back. */
export function Variables({ flow, talk, move }: { flow: Flow; talk: Talk; move: (move: Move) => void }) {
  const say = useWords(words);
  const isRunning = standingOf(talk).session?.flow === flow.id;
  const values = lastValues(talk);
  const { variables } = flow.settings;
  if (variables.length === 0) return <p className={styles.notice}>{say.noVariables}</p>;
  return (
    <div className={styles.fields}>
      {!isRunning && <p className={styles.hint}>{say.noSession}</p>}
      {variables.map((variable) => {
        const value = values[variable.name];
        return (
          <Value
            /* Another value from outside (a turn, a step back) is a new field. */
            key={`${variable.name} ${JSON.stringify(value)}`}
            variable={variable}
            value={value}
            isOff={!isRunning}
            onSet={(next) => move({ do: 'set', variable: variable.name, value: next })}
          />
        );
      })}
    </div>
  );
}

type ValueProps = {
  variable: Variable;
  value: unknown;
  isOff: boolean;
  onSet: (value: unknown) => void;
};

function Value({ variable, value, isOff, onSet }: ValueProps) {
  const say = useWords(words);
  const { name, type } = variable;
  if (isOff) return <LastValue name={name} value={value} />;
  if (type === 'boolean' || type === 'choice') {
    const options =
      type === 'boolean'
        ? [
            { value: 'true', label: say.yes },
            { value: 'false', label: say.no },
          ]
        : ['', ...variable.options].map((option) => ({
            value: option,
            label: option || '—',
            disabled: option === '',
          }));
    return (
      <NativeSelect
        label={name}
        data={options}
        value={String(value ?? '')}
        onChange={(event) =>
          onSet(type === 'boolean' ? event.currentTarget.value === 'true' : event.currentTarget.value)
        }
      />
    );
  }
  return <TypedValue variable={variable} value={value} onSet={onSet} />;
}

function LastValue({ name, value }: { name: string; value: unknown }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return (
    <div>
      <b>{name}</b>
      <p className={styles.last}>{text === '' ? '—' : text}</p>
    </div>
  );
}

/** A value that is typed: taken over when the field is left or with Enter, and only when the variable can hold it. */
function TypedValue({ variable, value, onSet }: Omit<ValueProps, 'isOff'>) {
  const say = useWords(words);
  const isJson = variable.type === 'list' || variable.type === 'order';
  const written = isJson ? JSON.stringify(value ?? null, null, 1) : String(value ?? '');
  const [text, setText] = useState(written);
  const read = isJson ? readJson(text) : text;
  const isFitting = coerce(variable, read) !== undefined;
  const keep = () => {
    if (isFitting && text !== written) onSet(read);
  };
  const common = {
    label: variable.name,
    value: text,
    error: isFitting ? null : isJson ? say.notJson : true,
    onBlur: keep,
  };
  if (isJson) {
    return (
      <Textarea
        {...common}
        classNames={{ input: styles.code }}
        autosize
        maxRows={8}
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      {...common}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
      }}
    />
  );
}

/** Undefined when it is not JSON. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
