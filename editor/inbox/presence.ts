import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useCaller, useMay } from '../people/session-store.ts';
import { type Presence, readPresence, tellPresence } from './inbox-api.ts';

/** The server takes whoever it has not heard of for 90 seconds to be away. */
const BEAT_MS = 30_000;
const KEY = ['presence'];

/** Whether whoever sits here counts as being there; null for programs, and for those who do not answer anybody. */
export function useOwnPresence() {
  const queries = useQueryClient();
  const isPerson = useCaller()?.kind === 'person';
  const mayAnswer = useMay('conversations:write');
  const enabled = isPerson && mayAnswer;
  const { data } = useQuery({ queryKey: KEY, queryFn: readPresence, enabled });
  return {
    state: enabled && data?.ok ? data.body.state : null,
    chosen: enabled && data?.ok ? data.body.chosen : null,
    say: async (state: Presence['state']) => queries.setQueryData(KEY, await tellPresence(state)),
  };
}

/** Keeps saying so, as long as the app is open, and again what was said last when it is opened. */
export function usePresenceBeat(): void {
  const { state, chosen, say } = useOwnPresence();
  const isBack = state === 'away' && chosen !== null && chosen !== 'away';
  // biome-ignore lint/correctness/useExhaustiveDependencies: `say` is another one at each turn; only coming back matters.
  useEffect(() => {
    if (isBack) void say(chosen);
  }, [isBack, chosen]);
  useEffect(() => {
    if (state === null || state === 'away') return;
    const timer = setInterval(() => void tellPresence(state), BEAT_MS);
    return () => clearInterval(timer);
  }, [state]);
}
