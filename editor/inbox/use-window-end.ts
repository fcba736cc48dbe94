import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { KEYS } from './queries.ts';

/** After the moment itself, so that the server is past it too; asked again where its clock is behind this one. */
const AFTER_MS = 300;
const AGAIN_MS = 5_000;
/** Longer than that a timer of the browser cannot be. */
const LONGEST_MS = 2 ** 31 - 1;

/** Reads the conversation again when its window closes: nothing happens in it then, and the composer has to be another one. */
export function useWindowEnd(id: string, closesAt: string | null): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (closesAt === null) return;
    const read = () => {
      for (const queryKey of [KEYS.thread(id), KEYS.list]) void queries.invalidateQueries({ queryKey });
      timer = setTimeout(read, AGAIN_MS);
    };
    const ms = Math.max(0, Date.parse(closesAt) - Date.now()) + AFTER_MS;
    let timer = setTimeout(read, Math.min(ms, LONGEST_MS));
    return () => clearTimeout(timer);
  }, [id, closesAt, queries]);
}
