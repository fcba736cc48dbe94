import { takeApart } from '@parley/flows/placeholders.ts';
import { useWords } from '../words.ts';
import { FormattedText } from './FormattedText.tsx';
import { useLook } from './look.ts';
import styles from './message.module.css';
import { words } from './words.ts';

/** A text that WhatsApp formats. An empty one says so, since nobody can see nothing. */
export function BodyText({ text }: { text: string }) {
  const { chips, isCompact } = useLook();
  const say = useWords(words);
  if (text.trim() === '') return <p className={`${styles.line} ${styles.empty}`}>{say.noText}</p>;
  return (
    <div className={styles.body}>
      <FormattedText text={text} chips={chips} isInert={isCompact} />
    </div>
  );
}

export function Footer({ text }: { text: string }) {
  return (
    <p className={styles.footer}>
      <Plain text={text} />
    </p>
  );
}

/** A text that WhatsApp does not format: headers, footers, titles. Placeholders are chips where they are in bodies. */
export function Plain({ text }: { text: string }) {
  const { chips } = useLook();
  const say = useWords(words);
  if (text.trim() === '') return <span className={styles.empty}>{say.untitled}</span>;
  if (!chips) return text;
  return takeApart(text).parts.map((part, place) => {
    const key = `${place}`;
    return typeof part === 'string' ? (
      part
    ) : (
      <span className={styles.chip} key={key} title={`{{ ${part.source} }}`}>
        {part.source}
      </span>
    );
  });
}
