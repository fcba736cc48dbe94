import { type FormEvent, useState } from 'react';
import type { Answer } from '../api.ts';
import { useWords } from '../words.ts';
import { refusalText } from './refusal.ts';
import { peopleWords } from './words.ts';

/** A form that asks the server: whether it waits, what was refused in words, and what to do on submit. */
export function useForm<Body>(ask: () => Promise<Answer<Body>>, done: (body: Body) => void | Promise<void>) {
  const words = useWords(peopleWords);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    setBusy(true);
    const answer = await ask();
    setProblem(answer.ok ? null : refusalText(answer, words));
    if (answer.ok) await done(answer.body);
    setBusy(false);
  };
  return { isBusy, problem, submit, forget: () => setProblem(null) };
}
