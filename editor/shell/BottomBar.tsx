import { IconDots } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useCaller } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import { EntryLink } from './EntryLink.tsx';
import { inReach } from './entries.ts';
import { shellWords } from './words.ts';

const MoreSheet = lazy(async () => ({ default: (await import('./MoreSheet.tsx')).MoreSheet }));

/** On a phone: the screens that one's role goes to most, in reach of the thumb, and all others behind one more. */
export function BottomBar() {
  const words = useWords(shellWords);
  const { near, rest } = inReach(useCaller());
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const [isOpen, setOpen] = useState(false);
  const isElsewhere = rest.some((entry) => 'to' in entry && entry.to !== '/' && path.startsWith(entry.to));
  return (
    <nav className="bottom-bar" aria-label={words.product}>
      {near.map((entry) => (
        <EntryLink key={entry.id} entry={entry} className="bottom-link">
          <span className="bottom-label">{words[entry.id]}</span>
        </EntryLink>
      ))}
      <button
        type="button"
        className="bottom-link"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-current={isElsewhere ? 'true' : undefined}
        onClick={() => setOpen(true)}
      >
        <span className="entry-icon">
          <IconDots size={20} stroke={1.75} aria-hidden="true" />
          {!isOpen && rest.map((entry) => 'Badge' in entry && <entry.Badge key={entry.id} />)}
        </span>
        <span className="bottom-label">{words.more}</span>
      </button>
      {isOpen && (
        <Suspense>
          <MoreSheet entries={rest} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </nav>
  );
}
