import { Button } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { Fragment, useEffect, useMemo, useRef, useState } from 'react';
import { useLanguage, useWords } from '../words.ts';
import { EventLine } from './EventLine.tsx';
import type { Row, ThreadItem } from './inbox-api.ts';
import { dropPending, useInbox } from './inbox-store.ts';
import { MessageItem } from './MessageItem.tsx';
import { NoteItem } from './NoteItem.tsx';
import { PendingItem } from './PendingItem.tsx';
import type { useThread } from './queries.ts';
import { dayWords, isSameDay, useNow } from './time-words.ts';
import { inboxWords } from './words.ts';

/** Messages of one side that come closer than this say only once whose they are. */
const TOGETHER_MS = 5 * 60_000;
/** How many pages are looked through for a message that somebody was sent to. */
const MOST_PAGES = 12;

/** Everything that was said and happened, the newest at the bottom, where it stays until somebody scrolls up. */
export function Thread({ thread, row }: { thread: ReturnType<typeof useThread>; row: Row }) {
  const words = useWords(inboxWords);
  const language = useLanguage((chosen) => chosen.language);
  const now = useNow();
  const { items: all = [], hasNextPage, isFetchingNextPage, fetchNextPage } = thread;
  const items = useMemo(() => all.filter(isShown), [all]);
  const pending = usePending(row.id, items);
  const log = useRef<HTMLDivElement>(null);
  const [isAway, setAway] = useState(false);
  const [seen, setSeen] = useState('');
  const newest = items.at(-1)?.id ?? '';
  useEffect(() => {
    if (!isAway) setSeen(newest);
  }, [isAway, newest]);
  const goTo = useGoTo(thread);
  const toEnd = () => log.current?.scrollTo({ top: 0 });
  useEffect(() => {
    if (pending.length > 0) log.current?.scrollTo({ top: 0 });
  }, [pending.length]);
  return (
    <div className="in-log-place">
      <div
        className="in-log"
        ref={log}
        role="log"
        aria-label={words.messages}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with keys
        tabIndex={0}
        onScroll={({ currentTarget }) => setAway(currentTarget.scrollTop < -160)}
      >
        <div className="in-measure">
          {hasNextPage && (
            <Button
              className="in-earlier"
              variant="subtle"
              loading={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              {words.earlier}
            </Button>
          )}
          {items.map((item, place) => {
            const before = items[place - 1];
            return (
              <Fragment key={item.id}>
                {(!before || !isSameDay(before.at, item.at)) && (
                  <p className="in-day">
                    <span>{dayWords(item.at, now, language)}</span>
                  </p>
                )}
                <ItemView item={item} row={row} isFirst={!goesOn(before, item)} goTo={goTo} />
              </Fragment>
            );
          })}
          {pending.map((one) => (
            <PendingItem key={one.key} pending={one} row={row} />
          ))}
        </div>
      </div>
      {isAway && (
        <Button className="in-to-end" size="compact-sm" variant="default" radius="xl" onClick={toEnd}>
          {newest === seen ? words.toEnd : words.newBelow}
        </Button>
      )}
    </div>
  );
}

/** That somebody answered shows in the answer itself, and a case that a person opened by taking over in their taking over. */
const isShown = (item: ThreadItem) =>
  item.type !== 'event' ||
  (item.kind !== 'answered' && !(item.kind === 'opened' && item.details.reason === 'taken-over'));

type ItemProps = { item: ThreadItem; row: Row; isFirst: boolean; goTo: (id: string) => void };

function ItemView({ item, row, isFirst, goTo }: ItemProps) {
  switch (item.type) {
    case 'message':
      return <MessageItem item={item} row={row} isFirst={isFirst} goTo={goTo} />;
    case 'note':
      return <NoteItem note={item} />;
    default:
      return <EventLine item={item} />;
  }
}

/** Whether a message goes on where the one before ended: of the same author, soon after. */
function goesOn(before: ThreadItem | undefined, item: ThreadItem): boolean {
  if (before?.type !== 'message' || item.type !== 'message') return false;
  const isSame = before.by.kind === item.by.kind && before.by.id === item.by.id;
  return isSame && Date.parse(item.at) - Date.parse(before.at) < TOGETHER_MS;
}

/** What is on its way to the server and not in the thread yet. */
function usePending(id: string, items: readonly ThreadItem[]) {
  const all = useInbox((inbox) => inbox.pending);
  const shown = useMemo(() => new Set(items.map((item) => item.id)), [items]);
  const mine = all.filter((one) => one.conversationId === id);
  const isThere = (messageId: string | null) =>
    messageId !== null && shown.has(`out-${messageId.split('.').at(-1)}`);
  const arrived = mine.filter((one) => isThere(one.messageId)).map(({ key }) => key);
  const gone = arrived.join(' ');
  useEffect(() => {
    if (gone !== '') dropPending(new Set(gone.split(' ')));
  }, [gone]);
  return mine.filter(({ key }) => !arrived.includes(key));
}

/** Brings a message into sight, further back too; also the one that the address names. */
function useGoTo(thread: ReturnType<typeof useThread>): (id: string) => void {
  const named = useLocation({ select: ({ hash }) => hash });
  const [sought, setSought] = useState('');
  const { hasNextPage, isFetchingNextPage, fetchNextPage, data } = thread;
  useEffect(() => setSought(named), [named]);
  useEffect(() => {
    if (sought === '') return;
    const found = document.getElementById(sought);
    if (found) {
      found.scrollIntoView({ block: 'center' });
      found.classList.add('is-sought');
      setTimeout(() => found.classList.remove('is-sought'), 2_000);
      setSought('');
    } else if (hasNextPage && !isFetchingNextPage && (data?.pages.length ?? 0) < MOST_PAGES) {
      void fetchNextPage();
    }
  }, [sought, hasNextPage, isFetchingNextPage, fetchNextPage, data]);
  return setSought;
}
