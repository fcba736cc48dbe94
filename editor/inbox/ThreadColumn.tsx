import { Button, Skeleton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useMay } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import { BotBar } from './BotBar.tsx';
import { Composer } from './Composer.tsx';
import { IdentityInThread } from './IdentityInThread.tsx';
import { markRead, tellViewing } from './inbox-api.ts';
import { useInbox, write } from './inbox-store.ts';
import { KEYS, useThread } from './queries.ts';
import { Thread } from './Thread.tsx';
import { ThreadHead } from './ThreadHead.tsx';
import { refusalWords } from './use-deeds.ts';
import { useWindowEnd } from './use-window-end.ts';
import { inboxWords } from './words.ts';

const LOOKING_MS = 10_000;

/** One conversation: who has it, what was said, and what can be said. */
export function ThreadColumn({ id }: { id: string }) {
  const words = useWords(inboxWords);
  const mayAnswer = useMay('conversations:write');
  const thread = useThread(id);
  const [page] = thread.data?.pages ?? [];
  const shown = page?.ok ? page.body : null;
  useRead(id, shown?.conversation.unread ?? 0);
  useLooking(id);
  useWindowEnd(id, shown?.conversation.windowClosesAt ?? null);
  useEffect(() => {
    if (shown?.draft && useInbox.getState().writing[id] === undefined) {
      const { text, isNote } = shown.draft;
      write(id, { text, isNote });
    }
  }, [id, shown]);
  if (page && !page.ok) {
    return (
      <section className="in-thread" aria-label={words.thread}>
        <div className="in-empty" role="alert">
          <p>{refusalWords(page, words)}</p>
          <Button variant="default" onClick={() => void thread.refetch()}>
            {words.retry}
          </Button>
        </div>
      </section>
    );
  }
  if (!shown) return <Waiting />;
  return (
    <section className="in-thread" aria-label={words.thread}>
      <ThreadHead row={shown.conversation} />
      <IdentityInThread row={shown.conversation} />
      <BotBar row={shown.conversation} />
      <Thread thread={thread} row={shown.conversation} />
      {mayAnswer ? <Composer row={shown.conversation} /> : <p className="in-read-only">{words.readOnly}</p>}
    </section>
  );
}

/** What is looked at counts as read. */
function useRead(id: string, unread: number): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (unread === 0) return;
    const read = async () => {
      if (!document.hasFocus()) return;
      await markRead(id);
      for (const queryKey of [KEYS.list, KEYS.counts, KEYS.thread(id)]) {
        void queries.invalidateQueries({ queryKey });
      }
    };
    void read();
    addEventListener('focus', read);
    return () => removeEventListener('focus', read);
  }, [id, unread, queries]);
}

/** Colleagues see who looks at a conversation. */
function useLooking(id: string): void {
  useEffect(() => {
    const look = () => {
      if (!document.hidden) void tellViewing(id, 'viewing');
    };
    look();
    const timer = setInterval(look, LOOKING_MS);
    return () => {
      clearInterval(timer);
      void tellViewing(id, 'gone');
    };
  }, [id]);
}

function Waiting() {
  const words = useWords(inboxWords);
  return (
    <section className="in-thread" aria-busy="true" aria-label={words.loading}>
      <div className="in-head">
        <Skeleton height={16} width={180} />
      </div>
      <div className="in-log">
        <div className="in-measure">
          <Skeleton height={44} width="52%" radius="lg" mb={12} />
          <Skeleton height={72} width="58%" radius="lg" mb={12} ml="auto" />
          <Skeleton height={44} width="40%" radius="lg" />
        </div>
      </div>
    </section>
  );
}
