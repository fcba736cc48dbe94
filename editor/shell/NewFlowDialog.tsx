import { Modal, Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useWords } from '../words.ts';
import { newFlowWords } from './new-flow-words.ts';

/* It reads machines, and the language of flows is heavy: the dialog is seen before that has come. */
const NewFlowForm = lazy(async () => ({ default: (await import('./NewFlowForm.tsx')).NewFlowForm }));

export function NewFlowDialog({ onClose }: { onClose: () => void }) {
  const words = useWords(newFlowWords);
  return (
    <Modal opened onClose={onClose} title={words.newFlow} size="lg">
      <Suspense fallback={<Skeleton height={240} aria-busy="true" aria-label={words.loading} />}>
        <NewFlowForm />
      </Suspense>
    </Modal>
  );
}
