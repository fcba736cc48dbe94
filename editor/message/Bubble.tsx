import type { ReactNode } from 'react';
import styles from './message.module.css';

/** The bubble itself, with time and ticks at its end. */
export function Bubble({ meta, children }: { meta: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.bubble}>
      {children}
      {meta ? <div className={styles.meta}>{meta}</div> : null}
    </div>
  );
}
