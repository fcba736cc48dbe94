import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWords } from '../words.ts';
import { useMay } from './session-store.ts';
import { peopleWords } from './words.ts';
import './people.css';

/** The screens about people, each where one may see it. */
export function PeopleTabs({ action }: { action?: ReactNode }) {
  const words = useWords(peopleWords);
  const tabs = [
    { to: '/people', label: words.people, isShown: useMay('people:manage') },
    { to: '/teams', label: words.teams, isShown: useMay('teams:read') },
    { to: '/keys', label: words.keys, isShown: useMay('keys:manage') },
    { to: '/audit', label: words.audit, isShown: useMay('audit:read') },
  ] as const;
  return (
    <header className="title-row">
      <nav className="screen-tabs" aria-label={words.people}>
        {tabs
          .filter(({ isShown }) => isShown)
          .map(({ to, label }) => (
            <Link key={to} to={to} activeProps={{ 'aria-current': 'page' }}>
              {label}
            </Link>
          ))}
      </nav>
      <span className="grow" />
      {action}
    </header>
  );
}
