import { Button, Textarea, TextInput } from '@mantine/core';
import type { CallRequest } from '@parley/flows/turn.ts';
import { type FormEvent, useState } from 'react';
import { useWords } from '../words.ts';
import styles from './simulator.module.css';
import { words } from './words.ts';

/** The answer of a request, given by hand: nothing leaves the browser. Begins with the last answer given at this node. */
export function RequestForm(props: {
  request: CallRequest;
  last: { status: number; body: unknown } | null;
  onAnswer: (status: number, body: unknown) => void;
  onFail: () => void;
}) {
  const { request, last, onAnswer, onFail } = props;
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
    <form className={styles.request} onSubmit={submit} aria-label={say.request}>
      <p className={styles.requestTitle}>{say.request}</p>
      <p className={styles.address} title={request.url}>
        <b>{request.method}</b> {request.url}
      </p>
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
        <Button variant="default" size="sm" px="sm" onClick={onFail}>
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
