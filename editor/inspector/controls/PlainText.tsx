import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ControlProps } from '../state.ts';
import { Refusal } from './Problems.tsx';

/** One line that is no text for people: an id, a name of a field, a code. What does not fit stays until it does. */
export function PlainText({ field, label, value, onChange, problems }: ControlProps) {
  const known = typeof value === 'string' ? value : '';
  const [draft, setDraft] = useState(known);
  const [reason, setReason] = useState<string>();
  useEffect(() => {
    setDraft(known);
    setReason(undefined);
  }, [known]);
  const write = (text: string) => {
    setDraft(text);
    setReason(onChange(text === '' && field.isOptional ? undefined : text));
  };
  return (
    <>
      <TextInput
        label={label}
        value={draft}
        error={reason !== undefined || problems.some(({ level }) => level === 'error')}
        spellCheck={false}
        onChange={({ currentTarget }) => write(currentTarget.value)}
        onBlur={() => {
          setDraft(known);
          setReason(undefined);
        }}
      />
      <Refusal reason={reason} />
    </>
  );
}
