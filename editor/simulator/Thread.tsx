import { IconChecks } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Tap } from '../message/look.ts';
import { MessageView } from '../message/MessageView.tsx';
import { useLanguage, useWords } from '../words.ts';
import type { Talk } from './conversation.ts';
import { hourWords } from './duration-words.ts';
import { type Entry, entriesOf } from './entries.ts';
import { Happened } from './Happened.tsx';
import { SaidView } from './SaidView.tsx';
import styles from './simulator.module.css';
import { words } from './words.ts';

type MessageEntry = Extract<Entry, { type: 'message' }>;

/** Everything that was said and happened, from top to bottom; new messages of the bot come as if typed. */
export function Thread(props: {
  talk: Talk;
  locale: string;
  onTap: (entry: MessageEntry, tap: Tap) => void;
}) {
  const { talk, locale, onTap } = props;
  const say = useWords(words);
  const entries = useMemo(() => entriesOf(talk), [talk]);
  const shown = useTyped(entries);
  const end = useRef<HTMLDivElement>(null);
  const isTyping = entries[shown]?.type === 'message';
  useEffect(() => {
    if (shown >= 0) end.current?.scrollIntoView({ block: 'end' });
  }, [shown]);
  return (
    <div className={styles.thread} role="log" aria-live="polite" aria-label={say.phone} aria-busy={isTyping}>
      {entries.slice(0, shown).map((entry) => (
        <EntryView
          key={entry.key}
          entry={entry}
          locale={locale}
          timezone={talk.beginning.contact.timezone}
          onTap={onTap}
        />
      ))}
      {isTyping && (
        <div className={styles.typing} aria-label={say.typing} role="img">
          <span />
          <span />
          <span />
        </div>
      )}
      <div ref={end} />
    </div>
  );
}

function EntryView({
  entry,
  locale,
  timezone,
  onTap,
}: {
  entry: Entry;
  locale: string;
  timezone: string;
  onTap: (entry: MessageEntry, tap: Tap) => void;
}) {
  const say = useWords(words);
  const language = useLanguage((chosen) => chosen.language);
  const time = hourWords(entry.at, language, timezone);
  if (entry.type === 'message') {
    return (
      <div className={entry.isRefused ? `${styles.entry} ${styles.refused}` : styles.entry}>
        <MessageView
          message={entry.message}
          locale={locale}
          meta={time}
          onTap={entry.isRefused ? undefined : (tap) => onTap(entry, tap)}
        />
        {entry.isRefused && <p className={styles.refusal}>{say.notDelivered}</p>}
      </div>
    );
  }
  const ticks = (
    <>
      {time}
      <IconChecks size={16} stroke={1.75} className={styles.ticks} role="img" aria-label={say.read} />
    </>
  );
  if (entry.type === 'opening') return <SaidView input={{ type: 'text', text: entry.words }} meta={ticks} />;
  if (entry.type === 'said') return <SaidView input={entry.input} meta={ticks} />;
  return <Happened entry={entry} />;
}

const TYPING_MS = 420;

/**
 * How many entries are shown: those of a new step come one after the other, what the bot says after a moment of typing. At once where
 * less motion is wanted.
 */
function useTyped(entries: readonly Entry[]): number {
  const [count, setCount] = useState(0);
  const shown = Math.min(count, entries.length);
  useEffect(() => {
    if (count === entries.length) return;
    const isHurried = count > entries.length || matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (isHurried) {
      setCount(entries.length);
      return;
    }
    const wait = entries[count]?.type === 'message' ? TYPING_MS : 0;
    const timer = setTimeout(() => setCount(count + 1), wait);
    return () => clearTimeout(timer);
  }, [count, entries]);
  return shown;
}
