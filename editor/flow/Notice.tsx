import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTold } from '../told.ts';
import { useWords } from '../words.ts';
import { useAct, useFlow } from './flow-context.ts';
import { flowWords } from './words.ts';

/** Milliseconds that a notice stays. */
const STAY = 6_000;

/** What just happened, in words, and the way back where there is one. */
export function Notice() {
  const words = useWords(flowWords);
  const told = useTold();
  const act = useAct();
  const notice = useFlow((state) => state.notice);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => act.show({ notice: null }), STAY);
    return () => clearTimeout(timer);
  }, [notice, act]);
  return (
    <div className="notice-place" aria-live="polite">
      {notice && (
        <div className="notice">
          <span>{told(notice.text)}</span>
          {notice.canUndo && (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => {
                act.undo();
                act.show({ notice: null });
              }}
            >
              {words.undoShort}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
