import { Progress } from '@mantine/core';
import { progressOf, type TextRow } from '@parley/flows/translations.ts';
import { languageName } from '../settings/languages.ts';
import { useLanguage, useWords } from '../words.ts';
import { translationsWords } from './words.ts';

/** A language's heading, with how much of it is there. */
export function LocaleHead({
  locale,
  rows,
  isBase,
}: {
  locale: string;
  rows: readonly TextRow[];
  isBase: boolean;
}) {
  const words = useWords(translationsWords);
  const name = languageName(
    locale,
    useLanguage(({ language }) => language),
  );
  const { done, of } = progressOf(rows, locale);
  return (
    <div className="locale-head">
      <span>{name}</span>
      <span className="muted small">{isBase ? words.original : words.progress(done, of)}</span>
      {!isBase && (
        <Progress
          value={of === 0 ? 100 : (100 * done) / of}
          size={4}
          aria-label={words.progressName(name)}
          {...(done < of && { color: 'var(--warn)' })}
        />
      )}
    </div>
  );
}
