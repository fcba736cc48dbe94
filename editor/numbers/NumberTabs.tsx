import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMay } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import { numberWords } from './words.ts';
import './numbers.css';

/** The screens about numbers, and the one main action of the screen. */
export function NumberTabs({ action }: { action?: ReactNode }) {
  const words = useWords(numberWords);
  const seesPrices = useMay('prices:read');
  const tabs = [
    { to: '/numbers', label: words.numbers },
    { to: '/notices', label: words.notices },
    ...(seesPrices ? ([{ to: '/prices', label: words.prices }] as const) : []),
  ] as const;
  return (
    <header className="title-row">
      <nav className="screen-tabs" aria-label={words.numbers}>
        {tabs.map(({ to, label }) => (
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
