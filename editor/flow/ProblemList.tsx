import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useWords } from '../words.ts';
import { flowWords } from './words.ts';

/* Fetched when it is first asked for, like every other part that the first picture does without. */
const ProblemGroups = lazy(async () => ({ default: (await import('./ProblemGroups.tsx')).ProblemGroups }));

/** What is wrong with the flow, live. */
export function ProblemList() {
  const words = useWords(flowWords);
  return (
    <Suspense fallback={<Skeleton height={160} aria-busy="true" aria-label={words.loading} />}>
      <ProblemGroups />
    </Suspense>
  );
}
