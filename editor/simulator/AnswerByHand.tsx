import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useWords } from '../words.ts';
import styles from './simulator.module.css';
import { words } from './words.ts';

export type Answers = {
  /** The last answer given to this node's request. */
  last: { status: number; body: unknown } | null;
  onAnswer: (status: number, body: unknown) => void;
  onFail: (reason: string) => void;
};

/** The answer of a request, typed. Begins with the last answer given at this node. */
export function AnswerByHand({ last, onAnswer, onFail }: Answers) {
  const say = useWords(words);
  const [status, setStatus] = useState(String(last?.status ?? 200));
  const [text, setText] = useState(() => JSON.stringify(last?.body ?? {}, null, 2));
  const body = readJson(text);
  const isStatus = /^[1-5]\d\d$/.test(status);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (body && isStatus) onAnswer(Number(status), body.value);
  };
  return (
    <form className={styles.byHand} onSubmit={submit}>
      <Textarea
        aria-label={say.body}
        classNames={{ input: styles.code }}
        autosize
        minRows={2}
        maxRows={6}
        value={text}
        error={body ? null : say.notJson}
        onChange={(event) => setText(event.currentTarget.value)}
        spellCheck={false}
      />
      <div className={styles.answers}>
        <TextInput
          className={styles.status}
          aria-label={say.status}
          inputMode="numeric"
          value={status}
          error={!isStatus}
          onChange={(event) => setStatus(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" className={styles.grow} disabled={!body || !isStatus}>
          {say.answer}
        </Button>
        <Button variant="default" size="sm" px="sm" onClick={() => onFail('timeout')}>
          {say.failIt}
        </Button>
      </div>
    </form>
  );
}

/** Null when it is not JSON. An empty text is an answer without a body. */
function readJson(text: string): { value: unknown } | null {
  if (text.trim() === '') return { value: null };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}
