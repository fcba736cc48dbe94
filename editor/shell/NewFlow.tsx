import { lazy, Suspense } from 'react';

const NewFlowDialog = lazy(async () => ({ default: (await import('./NewFlowDialog.tsx')).NewFlowDialog }));

/** Asks what a new flow is to begin with, makes it and opens it. */
export function NewFlow({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  if (!isOpen) return null;
  return (
    <Suspense>
      <NewFlowDialog onClose={onClose} />
    </Suspense>
  );
}
