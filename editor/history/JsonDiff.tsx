import { Modal } from '@mantine/core';
import type { Flow } from '@parley/flows/flow.ts';
import { useMemo } from 'react';
import { useWords } from '../words.ts';
import { jsonLines } from './json-lines.ts';
import { historyWords } from './words.ts';

const SIGNS = { added: '+ ', removed: '- ', same: '  ', skipped: '' };

/** The files of two flows, line by line. */
export function JsonDiff({ before, after, onClose }: { before: Flow; after: Flow; onClose: () => void }) {
  const words = useWords(historyWords);
  const lines = useMemo(() => jsonLines(before, after), [before, after]);
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.jsonTitle}
      size={960}
      closeButtonProps={{ 'aria-label': words.cancel }}
    >
      {lines.length === 0 && <p className="muted">{words.same}</p>}
      <section className="json-diff" aria-label={words.jsonTitle}>
        {lines.map(({ is, text }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else to go by, and are drawn without state
          <div key={at} className={`line-${is}`}>
            {SIGNS[is]}
            {text}
          </div>
        ))}
      </section>
    </Modal>
  );
}
