import { lazy, Suspense } from 'react';
import { useFlow } from './flow-context.ts';

const Conflict = lazy(async () => ({ default: (await import('../history/Conflict.tsx')).Conflict }));

/** Stands above the canvas while somebody else's save waits for a decision. */
export function ConflictBar() {
  const save = useFlow((state) => state.save);
  if (save.is !== 'conflict') return null;
  return (
    <Suspense>
      <Conflict key={save.revision} save={save} />
    </Suspense>
  );
}
