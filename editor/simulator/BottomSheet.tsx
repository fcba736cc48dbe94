import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { FormEvent, ReactNode } from 'react';
import { useSheet } from '../message/use-sheet.ts';
import { useWords } from '../words.ts';
import styles from './simulator.module.css';
import { words } from './words.ts';

/** A sheet over the lower part of the phone with a form in it. Escape closes it. */
export function BottomSheet(props: {
  title: string;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { title, onSubmit, onClose, children } = props;
  const say = useWords(words);
  const sheet = useSheet(onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <div className={styles.veil} role="dialog" aria-modal="true" aria-label={title} {...sheet}>
      <form className={styles.sheet} onSubmit={submit}>
        <div className={styles.sheetHead}>
          <span>{title}</span>
          <ActionIcon variant="subtle" color="gray" aria-label={say.cancel} onClick={onClose}>
            <IconX size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </div>
        {children}
      </form>
    </div>
  );
}
