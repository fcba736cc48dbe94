import { useEffect } from 'react';
import { type Pending, useInbox, type Writing } from './inbox-store.ts';

const STORED = 'parley-writing';

type Kept = { personId: string; writing: { [id: string]: Writing }; pending: Pending[] };

/**
 * What somebody has begun to write, and what the server has not heard of yet, outlives reading the page again in this tab. It is gone with
 * the tab, and when somebody else signs in.
 */
export function useKeptWriting(personId: string | undefined): void {
  useEffect(() => {
    if (personId === undefined) return;
    const stop = useInbox.subscribe(({ writing, pending }, before) => {
      if (writing === before.writing && pending === before.pending) return;
      const unheard = pending.filter(({ messageId }) => messageId === null);
      const kept: Kept = { personId, writing: { ...writing }, pending: unheard };
      sessionStorage.setItem(STORED, JSON.stringify(kept));
    });
    restore(personId);
    return stop;
  }, [personId]);
}

function restore(personId: string): void {
  const text = sessionStorage.getItem(STORED);
  if (text === null) return;
  sessionStorage.removeItem(STORED);
  const kept: Kept = JSON.parse(text);
  if (kept.personId !== personId) return;
  useInbox.setState(({ writing, pending }) => ({
    writing: { ...kept.writing, ...writing },
    // Whether they arrived is not known: by their keys they are the same messages when they are sent again.
    pending: [...kept.pending.map(unheard), ...pending],
  }));
}

const unheard = (pending: Pending): Pending => ({
  ...pending,
  failure: { ok: false, why: 'no-answer', status: null, problem: {} },
});
