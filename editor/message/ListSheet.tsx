import type { OutboundMessage } from '@parley/flows/message.ts';
import { IconX } from '@tabler/icons-react';
import { useWords } from '../words.ts';
import styles from './message.module.css';
import { RowWords } from './Options.tsx';
import { useSheet } from './use-sheet.ts';
import { words } from './words.ts';

/** The sheet that the button of a list opens, over the lower part of the phone. Escape closes it. */
export function ListSheet({
  message,
  onChoose,
  onClose,
}: {
  message: Extract<OutboundMessage, { type: 'list' }>;
  onChoose: (option: { id: string; title: string }) => void;
  onClose: () => void;
}) {
  const say = useWords(words);
  const sheet = useSheet(onClose);
  return (
    <div className={styles.veil}>
      <div className={styles.sheet} role="dialog" aria-modal="true" aria-label={message.button} {...sheet}>
        <div className={styles.sheetHead}>
          <span>{message.button}</span>
          <button type="button" className={styles.sheetClose} onClick={onClose} aria-label={say.closeList}>
            <IconX size={18} stroke={1.75} aria-hidden />
          </button>
        </div>
        <div className={styles.sheetRows}>
          {message.sections.map(({ title, rows }, place) => {
            const key = `${place}`;
            return (
              <div key={key}>
                {title ? <div className={styles.section}>{title}</div> : null}
                {rows.map((row, index) => (
                  <button
                    type="button"
                    className={styles.sheetRow}
                    key={row.id}
                    data-autofocus={place === 0 && index === 0 ? true : undefined}
                    onClick={() => onChoose(row)}
                  >
                    <RowWords row={row} />
                    <span className={styles.dot} aria-hidden="true" />
                  </button>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
