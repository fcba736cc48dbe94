import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../api.ts';
import { useWords } from '../words.ts';
import { refusalText } from './refusal.ts';
import { peopleWords } from './words.ts';

/** What the server answered: a skeleton until it has, the reason when it refused. */
export function Loaded<Body>({ answer, retry, children }: LoadedProps<Body>) {
  const words = useWords(peopleWords);
  if (!answer) return <Skeleton height={128} aria-busy="true" aria-label={words.wait} />;
  if (answer.ok) return children(answer.body);
  return (
    <div className="panel note bad" role="alert">
      <p>
        {refusalText(answer, words)}
        {answer.problem.requestId && answer.status !== 404 && (
          <span className="muted small request-id">{words.request(answer.problem.requestId)}</span>
        )}
      </p>
      <Button variant="default" onClick={retry}>
        {words.retry}
      </Button>
    </div>
  );
}

type LoadedProps<Body> = {
  answer: Answer<Body> | undefined;
  retry: () => void;
  children: (body: Body) => ReactNode;
};
