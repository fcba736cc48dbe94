import { useEffect, useRef } from 'react';
import { tellViewing } from './inbox-api.ts';

/** To be said again every three seconds, says the server. */
const AGAIN_MS = 3_000;

/** Tells colleagues that somebody writes here; to be called with each stroke. */
export function useTyping(id: string): () => void {
  const told = useRef(0);
  useEffect(() => {
    told.current = 0;
    return () => {
      if (told.current > 0) void tellViewing(id, 'viewing');
    };
  }, [id]);
  return () => {
    const now = Date.now();
    if (now - told.current < AGAIN_MS) return;
    told.current = now;
    void tellViewing(id, 'typing');
  };
}
