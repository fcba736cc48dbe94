import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useCaller, useMay, useSession } from '../people/session-store.ts';
import { useInbox } from './inbox-store.ts';
import type { Change, LiveDeps } from './live.ts';
import { noticeChanges } from './notices.ts';
import { KEYS, readAgain } from './queries.ts';
import { sendUnheard } from './resend.ts';
import { startSharedLive } from './shared-live.ts';

/** Lists are read again no more often than this, however much happens. */
const GATHER_MS = 300;

/** Keeps what was read up to date, and tells whoever it concerns of new messages, for as long as the app is open. */
export function useLive(): void {
  const queries = useQueryClient();
  const id = useCaller()?.id;
  const maySee = useMay('conversations:read');
  useEffect(() => {
    if (id === undefined || !maySee) return;
    let gathered = new Map<string, Change>();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const readChanged = () => {
      timer = null;
      const changed = gathered;
      gathered = new Map();
      noticeChanges([...changed.values()], queries);
      const keys = [...changed.keys()].flatMap((one) => [KEYS.thread(one), KEYS.detail(one)]);
      for (const queryKey of [KEYS.list, KEYS.counts, ...keys]) void queries.invalidateQueries({ queryKey });
    };
    const news: LiveDeps = {
      onChanges(changes) {
        for (const change of changes) gathered.set(change.conversationId, change);
        timer ??= setTimeout(readChanged, GATHER_MS);
      },
      onViewers: (conversationId, viewers) =>
        useInbox.setState((state) => ({ viewers: { ...state.viewers, [conversationId]: viewers } })),
      onReset: () => void readAgain(queries),
      onRights() {
        void useSession.getState().refresh();
        void readAgain(queries);
      },
      onState(live) {
        useInbox.setState({ live });
        if (live !== 'off') void sendUnheard();
      },
    };
    /* A stream may outlive a short break without noticing: what did not arrive meanwhile goes now. */
    const back = () => {
      void sendUnheard();
      void readAgain(queries);
    };
    addEventListener('online', back);
    const stop = startSharedLive(news, id);
    return () => {
      removeEventListener('online', back);
      stop();
      if (timer) clearTimeout(timer);
    };
  }, [queries, id, maySee]);
}
