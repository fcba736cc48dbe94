import { useEffect } from 'react';
import { create } from 'zustand';
import { useLanguage } from './words.ts';

type Told = (text: string) => string;

const useRussian = create<{ told: Told | null; isAsked: boolean }>(() => ({ told: null, isAsked: false }));

const asItIs: Told = (text) => text;

/**
 * What `flows` says to an author in English (problems, steps of an example, names of edits) in the language of this browser. The other
 * language is fetched when it is first needed; until then, and for what it does not have, the English stays.
 */
export function useTold(): Told {
  const isRussian = useLanguage(({ language }) => language === 'ru');
  const told = useRussian((state) => state.told);
  useEffect(() => {
    if (isRussian) void fetchRussian();
  }, [isRussian]);
  return (isRussian ? told : null) ?? asItIs;
}

async function fetchRussian(): Promise<void> {
  if (useRussian.getState().isAsked) return;
  useRussian.setState({ isAsked: true });
  try {
    const { toldInRussian } = await import('./told-russian.ts');
    useRussian.setState({ told: toldInRussian });
  } catch {
    // The network is away: asked for again by whatever is drawn next.
    useRussian.setState({ isAsked: false });
  }
}
