import { Link } from '@tanstack/react-router';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import type { Entry } from './entries.ts';

type Props = Omit<ComponentPropsWithRef<'a'>, 'href'> & { entry: Entry; children?: ReactNode };

/** The icon of a place, with what waits there, as a link to it; `children` stand behind. */
export function EntryLink({ entry, children, ...rest }: Props) {
  const { Icon } = entry;
  const content = (
    <>
      <span className="entry-icon">
        <Icon size={20} stroke={1.75} aria-hidden="true" />
        {'Badge' in entry && <entry.Badge />}
      </span>
      {children}
    </>
  );
  if ('href' in entry) {
    return (
      <a {...rest} href={entry.href}>
        {content}
      </a>
    );
  }
  return (
    <Link
      {...rest}
      to={entry.to}
      activeOptions={{ exact: entry.to === '/' }}
      activeProps={{ 'aria-current': 'page' }}
    >
      {content}
    </Link>
  );
}
