import { Button, TextInput } from '@mantine/core';
import type { PersonInput } from '@parley/flows/input.ts';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { BottomSheet } from './BottomSheet.tsx';
import styles from './simulator.module.css';
import { words } from './words.ts';

/** The answers of a form: the fields that the flow keeps, since the form itself is at Meta. */
export function FormSheet(props: {
  fields: string[];
  onSay: (input: PersonInput) => void;
  onClose: () => void;
}) {
  const { fields, onSay, onClose } = props;
  const say = useWords(words);
  const [values, setValues] = useState<{ [field: string]: string }>({});
  const submit = () =>
    onSay({
      type: 'form',
      values: Object.fromEntries(fields.map((field) => [field, values[field] ?? ''])),
    });
  return (
    <BottomSheet title={say.form} onSubmit={submit} onClose={onClose}>
      {fields.length === 0 && <p className={styles.hint}>{say.noFields}</p>}
      {fields.map((field, place) => (
        <TextInput
          key={field}
          data-autofocus={place === 0 ? true : undefined}
          label={field}
          value={values[field] ?? ''}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setValues((before) => ({ ...before, [field]: value }));
          }}
        />
      ))}
      <Button type="submit" size="sm">
        {say.sendForm}
      </Button>
    </BottomSheet>
  );
}
