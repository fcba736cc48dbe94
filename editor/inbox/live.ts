import type { ChangeBody } from '@parley/runtime/http/live-schemas.ts';
import { call, hasKey } from '../api.ts';
import type { Viewer } from './inbox-api.ts';
import type { LiveState } from './inbox-store.ts';

/** A conversation has changed: what is new in it shows in which of these has risen. */
export type Change = ChangeBody;

export type LiveDeps = {
  onChanges: (changes: readonly Change[]) => void;
  onViewers: (conversationId: string, viewers: readonly Viewer[]) => void;
  /** Lists should be read again: much has happened, or something is not the caller's to see any more. */
  onReset: () => void;
  /** What the caller may do has changed, or they may no longer listen. */
  onRights: () => void;
  onState: (state: LiveState) => void;
};

const POLL_MS = 4_000;
/** A stream that could not be opened is tried again after so long; meanwhile the server is asked. */
const AGAIN_MS = 30_000;

/**
 * News of conversations until it is stopped. A stream where the browser keeps one: it resumes by itself where it was cut. Else, and with a
 * key, which a stream cannot carry, the server is asked every few seconds from where it last was.
 */
export function startLive(deps: LiveDeps): () => void {
  let stream: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let since: string | null = null;
  let isStopped = false;

  const later = (act: () => void, ms: number) => {
    if (timer) clearTimeout(timer);
    if (!isStopped) timer = setTimeout(act, ms);
  };
  const hear = ({ changes, hasHidden }: { changes: Change[]; hasHidden: boolean }) => {
    if (changes.length > 0) deps.onChanges(changes);
    if (hasHidden) deps.onReset();
  };
  const ask = async () => {
    const answer = await readChanges(since);
    if (isStopped || stream?.readyState === EventSource.OPEN) return;
    if (answer.ok) {
      if (since !== null && answer.body.isReset) deps.onReset();
      else if (since !== null) hear(answer.body);
      since = answer.body.version;
    }
    deps.onState(answer.ok ? 'late' : 'off');
    later(() => void ask(), POLL_MS);
  };
  const open = () => {
    stream = new EventSource('/api/live');
    stream.onopen = () => {
      if (timer) clearTimeout(timer);
      since = null;
      deps.onState('live');
      deps.onReset();
    };
    stream.addEventListener('changes', ({ data }) => hear(JSON.parse(data)));
    stream.addEventListener('viewers', ({ data }) => {
      const { conversationId, viewers } = JSON.parse(data);
      deps.onViewers(conversationId, viewers);
    });
    stream.addEventListener('reset', () => deps.onReset());
    stream.addEventListener('rights', () => deps.onRights());
    stream.addEventListener('bye', () => {
      stream?.close();
      deps.onState('off');
      deps.onRights();
    });
    stream.onerror = () => {
      deps.onState('off');
      // Closed for good: refused, or no stream at all. Otherwise the browser tries again itself.
      if (stream?.readyState !== EventSource.CLOSED) return;
      void ask();
      setTimeout(() => !isStopped && open(), AGAIN_MS);
    };
  };
  if (hasKey()) void ask();
  else open();

  return () => {
    isStopped = true;
    if (timer) clearTimeout(timer);
    stream?.close();
  };
}

const readChanges = (since: string | null) =>
  call<{ changes: Change[]; hasHidden: boolean; version: string; isReset: boolean }>(
    'GET',
    `/api/changes${since === null ? '' : `?since=${since}`}`,
  );
