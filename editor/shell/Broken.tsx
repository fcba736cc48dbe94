import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useWords } from '../words.ts';
import { shellWords } from './words.ts';

/** Instead of a screen that failed while it was drawn, or whose code could not be fetched. The way to the others stays. */
export function Broken({ error }: ErrorComponentProps) {
  const words = useWords(shellWords);
  return (
    <section className="panel lone" role="alert">
      <h1>{words.broke}</h1>
      <p className="muted">{words.brokeWhy}</p>
      <p>
        <code>{error instanceof Error ? error.message : String(error)}</code>
      </p>
      <Button onClick={() => window.location.reload()}>{words.reload}</Button>
    </section>
  );
}
