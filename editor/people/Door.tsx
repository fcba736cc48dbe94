import type { ReactNode } from 'react';
import './people.css';

/** A page with one thing to do, for somebody who has not signed in. */
export function Door({ title, lead, aside, children }: DoorProps) {
  return (
    <div className="door">
      <section className="panel door-panel">
        <h1>{title}</h1>
        {lead && <p className="muted">{lead}</p>}
        {children}
      </section>
      {aside}
    </div>
  );
}

type DoorProps = {
  title: string;
  lead?: ReactNode;
  /** Another way in, below. */
  aside?: ReactNode;
  children: ReactNode;
};
