import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { keepKey } from '../api.ts';
import { useWords } from '../words.ts';
import { homeWords } from './words.ts';

/** Asks for the API key; it stays in this tab only. */
export function KeyForm({ problem, onEnter }: { problem: string | null; onEnter: () => void }) {
  const words = useWords(homeWords);
  const [key, setKey] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (key.trim() === '') return;
    keepKey(key.trim());
    onEnter();
  };
  return (
    <form className="panel key" onSubmit={submit}>
      <h1>{words.openTitle}</h1>
      <p className="muted">
        {words.keyHelp} <code>secrets/PARLEY_API_KEY</code>.
      </p>
      <TextInput
        type="password"
        label={words.key}
        autoComplete="off"
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
        error={problem}
      />
      <Button type="submit">{words.open}</Button>
    </form>
  );
}
