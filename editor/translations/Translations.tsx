import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { inOrder } from '@parley/flows/translation-sheet.ts';
import { excessOf, isMissing, type TextRow, translationTable } from '@parley/flows/translations.ts';
import { useMemo, useState } from 'react';
import { useAct, useFlow } from '../flow/flow-context.ts';
import { useWords } from '../words.ts';
import { CsvTools } from './CsvTools.tsx';
import { Grid } from './Grid.tsx';
import { LocaleHead } from './LocaleHead.tsx';
import './translations.css';
import { translationsWords } from './words.ts';

type Filter = 'all' | 'missing' | 'too-long';

/** Every text of the flow in every language, edited in place. */
export function Translations() {
  const words = useWords(translationsWords);
  const act = useAct();
  const flow = useFlow((state) => state.flow);
  const { settings } = flow;
  const scope = useMemo(() => ({ variables: settings.variables }), [settings.variables]);
  const rows = useMemo(() => translationTable(flow), [flow]);
  const locales = useMemo(() => inOrder(settings), [settings]);
  const [filter, setFilter] = useState<Filter>('all');
  const [search, setSearch] = useState('');
  /* What is shown is decided when it is asked for: a text must not vanish under the hands of who has just translated it. */
  const [shown, setShown] = useState<ReadonlySet<string> | null>(null);

  const found: { [filter in Filter]: ReadonlySet<TextRow> } = useMemo(
    () => ({
      all: new Set(rows),
      missing: new Set(rows.filter((row) => locales.some((locale) => isMissing(row, locale)))),
      'too-long': new Set(rows.filter((row) => locales.some((locale) => excessOf(row, locale, scope) > 0))),
    }),
    [rows, locales, scope],
  );
  const choose = (nextFilter: Filter, nextSearch: string) => {
    setFilter(nextFilter);
    setSearch(nextSearch);
    const chosen = [...found[nextFilter]].filter((row) => isFound(row, nextSearch));
    setShown(nextFilter === 'all' && nextSearch === '' ? null : new Set(chosen.map(({ path }) => path)));
  };
  const visible = shown ? rows.filter(({ path }) => shown.has(path)) : rows;

  return (
    <div className="translations">
      <div className="translation-tools">
        <TextInput
          className="translation-search"
          aria-label={words.search}
          placeholder={words.search}
          value={search}
          onChange={({ currentTarget }) => choose(filter, currentTarget.value)}
        />
        <SegmentedControl
          aria-label={words.show}
          value={filter}
          onChange={(value) =>
            choose(value === 'missing' ? 'missing' : value === 'too-long' ? 'too-long' : 'all', search)
          }
          data={[
            { value: 'all', label: words.all(rows.length) },
            { value: 'missing', label: words.missing(found.missing.size) },
            { value: 'too-long', label: words.tooLong(found['too-long'].size) },
          ]}
        />
        <span className="grow" />
        <CsvTools rows={rows} />
      </div>
      {locales.length < 2 && (
        <p className="translation-note">
          {words.oneLanguage}{' '}
          <Button variant="subtle" size="compact-sm" onClick={() => act.show({ panel: 'settings' })}>
            {words.openSettings}
          </Button>
        </p>
      )}
      {rows.length === 0 ? (
        <p className="translation-note muted">{words.noTexts}</p>
      ) : visible.length === 0 ? (
        <p className="translation-note muted">{words.nothingFound}</p>
      ) : (
        <Grid
          rows={visible}
          locales={locales}
          scope={scope}
          heads={locales.map((locale) => (
            <LocaleHead key={locale} locale={locale} rows={rows} isBase={locale === settings.defaultLocale} />
          ))}
        />
      )}
      <p className="translation-hint muted small">{words.hint}</p>
    </div>
  );
}

function isFound({ path, texts }: TextRow, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return [path, ...Object.values(texts)].some((text) => text.toLowerCase().includes(wanted));
}
