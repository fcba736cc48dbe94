import type { ReactNode } from 'react';

/** A state in words, with a mark whose shape says the same as its colour. */
export function State({ is, children }: { is: 'good' | 'bad'; children: ReactNode }) {
  return (
    <span className={`state ${is}`}>
      <span className="mark" aria-hidden="true" />
      {children}
    </span>
  );
}
