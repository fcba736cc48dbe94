import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useCaller } from '../people/session-store.ts';
import { useKeptWriting } from './kept-writing.ts';
import { usePresenceBeat } from './presence.ts';
import { useCounts } from './queries.ts';
import { ToastPlace } from './ToastPlace.tsx';
import { useLive } from './use-live.ts';

const TITLE = 'Parley';

/**
 * How many people wait for somebody, on the rail and in the window's title. It stands on every screen, so it also is what keeps the inbox's
 * news coming, tells them, and says that whoever sits here is there.
 */
export function InboxBadge() {
  useKeptWriting(useCaller()?.id);
  useLive();
  usePresenceBeat();
  const { data } = useCounts();
  const waiting = data?.ok ? data.body.views.unassigned : 0;
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) ${TITLE}` : TITLE;
  }, [waiting]);
  return (
    <>
      {waiting > 0 && <span className="rail-badge">{waiting > 99 ? '99+' : waiting}</span>}
      {createPortal(<ToastPlace />, document.body)}
    </>
  );
}
