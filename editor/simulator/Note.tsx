import type { ReactNode } from 'react';
import styles from './simulator.module.css';

/** A line in the thread that no phone shows: what else happened. */
export function Note({ children, isBad = false }: { children: ReactNode; isBad?: boolean }) {
  return <p className={isBad ? `${styles.note} ${styles.bad}` : styles.note}>{children}</p>;
}
