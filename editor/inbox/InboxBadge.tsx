import { useEffect } from 'react';
import { usePresenceBeat } from './presence.ts';
import { useCounts } from './queries.ts';
import { useLive } from './use-live.ts';

const TITLE = 'Parley';

/**
 * How many people wait for somebody, on the rail and in the window's title. It stands on every screen, so it also is what keeps the inbox's
 * news coming and says that whoever sits here is there.
 */
export function InboxBadge() {
  useLive();
  usePresenceBeat();
  const { data } = useCounts();
  const waiting = data?.ok ? data.body.views.unassigned : 0;
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) ${TITLE}` : TITLE;
  }, [waiting]);
  return waiting > 0 ? <span className="rail-badge">{waiting > 99 ? '99+' : waiting}</span> : null;
}
