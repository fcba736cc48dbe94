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
      <label htmlFor="key">{words.key}</label>
      <input
        id="key"
        type="password"
        autoComplete="off"
        value={key}
        onChange={(event) => setKey(event.target.value)}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : 'key-problem'}
      />
      {problem !== null && (
        <p className="bad" id="key-problem">
          {problem}
        </p>
      )}
      <button type="submit" className="primary">
        {words.open}
      </button>
    </form>
  );
}
