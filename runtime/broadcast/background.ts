import { setTimeout as sleep } from 'node:timers/promises';
import { runImports } from '../contacts/run-imports.ts';
import type { Log } from '../log.ts';
import { type RunDeps, runBroadcasts } from './run-broadcasts.ts';

const POLL_MS = 1_000;

/**
 * Goes on with imports and broadcasts, a batch at a time, for as long as there are any. Returns what stops it: the batch under way ends
 * first, and whoever starts next goes on behind it.
 */
export function startBackground(
  deps: RunDeps & { log: Pick<Log, 'error'>; pollMs?: number },
): () => Promise<void> {
  const { log, pollMs = POLL_MS } = deps;
  const stopping = new AbortController();
  const repeat = async (round: () => Promise<boolean>, action: string) => {
    while (!stopping.signal.aborted) {
      let hasMore = false;
      try {
        hasMore = await round();
      } catch (err) {
        log.error({ err, action }, 'a round of background work failed');
      }
      // Even where there is more to do: the database is there for conversations first.
      const pauseMs = hasMore ? Math.min(20, pollMs) : pollMs;
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const running = Promise.all([
    repeat(() => runImports(deps.db), 'imports'),
    repeat(() => runBroadcasts(deps), 'broadcasts'),
  ]);
  return async () => {
    stopping.abort();
    await running;
  };
}
