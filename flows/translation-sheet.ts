import type { SingleChange } from './edit/change.ts';
import { own } from './edit/record.ts';
import type { FlowSettings } from './settings.ts';
import type { TextRow } from './translations.ts';

/**
 * Translations as the rows of a spreadsheet, for people who translate elsewhere: a heading, then a row for each text that
 * is to be translated, by its path. The first language is the flow's default one.
 */

const PATH = 'path';
const LIMIT = 'limit';

type Languages = Pick<FlowSettings, 'locales' | 'defaultLocale'>;

/** The sheet, its heading first. Cells that a spreadsheet would take for a formula are made plain text. */
export function toSheet(rows: readonly TextRow[], languages: Languages): string[][] {
  const locales = inOrder(languages);
  return [
    [PATH, LIMIT, ...locales],
    ...rows
      .filter(isForSheet)
      .map((row) => [
        row.path,
        String(row.limit ?? ''),
        ...locales.map((locale) => asPlainText(own(row.texts, locale) ?? '')),
      ]),
  ];
}

/** The default language, then the others. */
export function inOrder({ locales, defaultLocale }: Languages): string[] {
  return [defaultLocale, ...locales.filter((locale) => locale !== defaultLocale)];
}

const isForSheet = (row: TextRow) => row.needsTranslation || Object.keys(row.texts).length > 1;

export type SheetChange = {
  path: string;
  locale: string;
  /** '' when there was no translation. */
  before: string;
  after: string;
  /** The text in the default language is another one by now than the translator had. */
  isStale: boolean;
};

export type ReadSheet =
  | {
      ok: true;
      changes: SheetChange[];
      /** Paths that this flow has no text for. */
      unknownPaths: string[];
      /** Columns that are none of its languages. */
      unknownColumns: string[];
    }
  /** `no-path`: there is no column with the paths; `no-language`: none of a language that can be translated to. */
  | { ok: false; reason: 'no-path' | 'no-language' };

/**
 * What a sheet would change. Empty cells change nothing, nor does the column of the default language, which only tells
 * whether its text has changed meanwhile. A repeated path counts by its last row.
 */
export function readSheet(
  sheet: readonly (readonly string[])[],
  rows: readonly TextRow[],
  languages: Languages,
): ReadSheet {
  const [heading = [], ...lines] = sheet;
  const columns = heading.map((name, at) => (at === 0 ? name.replace(/^\uFEFF/, '') : name).trim());
  const pathAt = columns.indexOf(PATH);
  if (pathAt === -1) return { ok: false, reason: 'no-path' };
  const baseAt = columns.indexOf(languages.defaultLocale);
  const others = languages.locales.filter((locale) => locale !== languages.defaultLocale);
  const translated = others.flatMap((locale) => {
    const at = columns.indexOf(locale);
    return at === -1 ? [] : [{ locale, at }];
  });
  if (translated.length === 0) return { ok: false, reason: 'no-language' };

  const known = new Map(rows.map((row) => [row.path, row]));
  const changes = new Map<string, SheetChange>();
  const unknownPaths = new Set<string>();
  for (const line of lines) {
    const path = line[pathAt]?.trim() ?? '';
    if (path === '') continue;
    const row = known.get(path);
    if (!row) {
      unknownPaths.add(path);
      continue;
    }
    const base = baseAt === -1 ? undefined : fromCell(line[baseAt]);
    const isStale = base !== undefined && !reads(base, own(row.texts, languages.defaultLocale));
    for (const { locale, at } of translated) {
      const after = fromCell(line[at]);
      const before = own(row.texts, locale) ?? '';
      const key = `${locale} ${path}`;
      if (after === '' || reads(after, before)) changes.delete(key);
      else changes.set(key, { path, locale, before, after, isStale });
    }
  }
  const names = new Set([PATH, LIMIT, '', ...languages.locales]);
  return {
    ok: true,
    changes: [...changes.values()],
    unknownPaths: [...unknownPaths],
    unknownColumns: columns.filter((name) => !names.has(name)),
  };
}

/** What makes the changes, one for each language. */
export function changesOf(changes: readonly SheetChange[]): SingleChange[] {
  return [...Map.groupBy(changes, ({ locale }) => locale)].map(([locale, list]) => ({
    kind: 'texts',
    locale,
    texts: list.map(({ path, after }) => ({ path, text: after })),
  }));
}

/** Spreadsheets may write line breaks in their own way. */
const fromCell = (cell = '') => asWritten(cell).replace(/\r\n/g, '\n');
const reads = (one: string, other = '') => one === other.replace(/\r\n/g, '\n');

/** What a spreadsheet calculates instead of showing; the quote marks plain text, so a text that has one gets another. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

export const asPlainText = (text: string) => (FORMULA.test(text) ? `'${text}` : text);
export const asWritten = (cell: string) =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
