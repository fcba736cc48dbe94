import { useQuery } from '@tanstack/react-query';
import { useWords } from '../words.ts';
import { noticeWords } from './notice-words.ts';
import { countUnread, UNREAD_KEY } from './numbers-api.ts';

const LOOK_EVERY_MS = 10_000;

/** How many notices somebody has not read, on the rail. */
export function NoticeBadge() {
  const words = useWords(noticeWords);
  const { data } = useQuery({ queryKey: UNREAD_KEY, queryFn: countUnread, refetchInterval: LOOK_EVERY_MS });
  const unread = data?.ok ? data.body.unread : 0;
  if (unread === 0) return null;
  return (
    <span className="rail-badge" role="img" aria-label={words.unread(unread)}>
      {unread > 99 ? '99+' : unread}
    </span>
  );
}
