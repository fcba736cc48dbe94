import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
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
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input, textarea')?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <div className={styles.veil}>
      <form
        className={styles.sheet}
        aria-label={title}
        ref={form}
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onClose();
        }}
      >
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
