import { hasKey } from '../api.ts';
import type { Viewer } from './inbox-api.ts';
import type { LiveState } from './inbox-store.ts';
import { type Change, type LiveDeps, startLive } from './live.ts';

/** What the tab with the stream tells the others; `hello` is what a new one asks it with. */
type Told =
  | { kind: 'changes'; changes: readonly Change[] }
  | { kind: 'viewers'; conversationId: string; viewers: readonly Viewer[] }
  | { kind: 'reset' | 'rights' | 'hello' }
  | { kind: 'state'; state: LiveState };

/**
 * As `startLive`, with one stream for all tabs of `personId` in this browser: over HTTP/1.1 a browser opens six connections to a server at
 * most, and a stream keeps one, so that a seventh tab could not even be opened. When the tab with the stream is closed, another has it.
 */
export function startSharedLive(deps: LiveDeps, personId: string): () => void {
  // Locks are there for pages over HTTPS and on this machine only.
  if (hasKey() || !('locks' in navigator) || typeof BroadcastChannel === 'undefined') return startLive(deps);
  const name = `parley-live-${personId}`;
  const channel = new BroadcastChannel(name);
  const leaving = new AbortController();
  let state: LiveState | null = null;
  const hear = (told: Told) => {
    switch (told.kind) {
      case 'changes':
        return deps.onChanges(told.changes);
      case 'viewers':
        return deps.onViewers(told.conversationId, told.viewers);
      case 'reset':
        return deps.onReset();
      case 'rights':
        return deps.onRights();
      case 'state':
        return deps.onState(told.state);
      case 'hello':
        // Asked of the tab with the stream, which is the one that knows how it stands.
        return state !== null && tell({ kind: 'state', state });
    }
  };
  const tell = (told: Told) => channel.postMessage(told);
  const both = (told: Told) => {
    hear(told);
    tell(told);
  };
  const lead = () => {
    const stop = startLive({
      onChanges: (changes) => both({ kind: 'changes', changes }),
      onViewers: (conversationId, viewers) => both({ kind: 'viewers', conversationId, viewers }),
      onReset: () => both({ kind: 'reset' }),
      onRights: () => both({ kind: 'rights' }),
      onState(now) {
        state = now;
        both({ kind: 'state', state: now });
      },
    });
    return new Promise<void>((resolve) => {
      leaving.signal.addEventListener('abort', () => {
        stop();
        resolve();
      });
    });
  };
  channel.onmessage = ({ data }: MessageEvent<Told>) => hear(data);
  tell({ kind: 'hello' });
  // Rejects when this tab leaves while it waits for its turn.
  navigator.locks.request(name, { signal: leaving.signal }, lead).catch(() => {});
  return () => {
    leaving.abort();
    channel.close();
  };
}
