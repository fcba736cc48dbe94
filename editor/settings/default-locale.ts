import type { Change, SingleChange } from '@parley/flows/edit/change.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { type TextRow, translationTable } from '@parley/flows/translations.ts';
import { withText } from '../inspector/text-change.ts';

/**
 * Another default language: its translations become the nodes' own texts, and those become translations, so that everybody
 * is spoken to as before. A text without a translation stays as it is.
 */
export function defaultLocaleChange(flow: Flow, locale: string): Change {
  const before = flow.settings.defaultLocale;
  const rows = translationTable(flow).filter((row) => row.texts[locale] !== undefined);
  const replaced = Map.groupBy(rows, ({ node }) => node);
  const changes: SingleChange[] = [];
  const swapped: TextRow[] = [];
  for (const [node, list] of replaced) {
    const config = flow.nodes[node];
    if (!config) continue;
    let next = config;
    for (const row of list) {
      const written = withText(flow, node, next, row.path, row.texts[locale] ?? '');
      if (!written) continue;
      next = written;
      swapped.push(row);
    }
    if (next !== config) changes.push({ kind: 'replace', node, config: next });
  }
  const name = `Make “${locale}” the default language`;
  const texts = (of: string, text: (row: TextRow) => string | null): SingleChange[] =>
    swapped.length === 0
      ? []
      : [{ kind: 'texts', locale: of, texts: swapped.map((row) => ({ path: row.path, text: text(row) })) }];
  return {
    kind: 'batch',
    name,
    changes: [
      ...changes,
      ...texts(before, (row) => row.texts[before] ?? row.own),
      ...texts(locale, () => null),
      { kind: 'settings', fields: { defaultLocale: locale } },
    ],
  };
}
