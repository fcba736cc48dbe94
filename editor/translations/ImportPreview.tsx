import { Button, Group } from '@mantine/core';
import type { ReadSheet } from '@parley/flows/translation-sheet.ts';
import { useWords } from '../words.ts';
import { translationsWords } from './words.ts';

/** What a file would change, before it does. */
export function ImportPreview({
  read,
  onApply,
  onClose,
}: {
  read: ReadSheet;
  onApply: () => void;
  onClose: () => void;
}) {
  const words = useWords(translationsWords);
  if (!read.ok) {
    return (
      <div className="stack">
        <p className="bad" role="alert">
          {read.reason === 'no-path' ? words.noPath : words.noLanguage}
        </p>
        <Group>
          <Button variant="default" onClick={onClose}>
            {words.close}
          </Button>
        </Group>
      </div>
    );
  }
  const { changes, unknownPaths, unknownColumns } = read;
  const stale = changes.filter(({ isStale }) => isStale).length;
  return (
    <div className="stack">
      <p>{changes.length === 0 ? words.noChanges : words.willChange(changes.length)}</p>
      {stale > 0 && <p className="warn">{words.staleCount(stale)}</p>}
      {changes.length > 0 && (
        <ul className="import-changes">
          {changes.map(({ path, locale, before, after, isStale }) => (
            <li key={`${locale} ${path}`}>
              <span className="muted small">
                {locale} · {path}
                {isStale && <span className="warn"> · {words.stale}</span>}
              </span>
              {before === '' ? <ins>{after}</ins> : <Both before={before} after={after} locale={locale} />}
            </li>
          ))}
        </ul>
      )}
      <Listed title={words.unknownPaths(unknownPaths.length)} names={unknownPaths} />
      <Listed title={words.unknownColumns} names={unknownColumns} />
      <Group>
        {changes.length > 0 && (
          <Button data-autofocus onClick={onApply}>
            {words.apply(changes.length)}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {words.close}
        </Button>
      </Group>
    </div>
  );
}

function Both({ before, after, locale }: { before: string; after: string; locale: string }) {
  return (
    <>
      <del lang={locale}>{before}</del>
      <ins lang={locale}>{after}</ins>
    </>
  );
}

function Listed({ title, names }: { title: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <div className="warn small">
      {title}
      <div className="import-names">
        {names.map((name) => (
          <code key={name}>{name}</code>
        ))}
      </div>
    </div>
  );
}
