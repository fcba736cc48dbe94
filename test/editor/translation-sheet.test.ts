import { edit } from '@parley/flows/edit.ts';
import cafe from '@parley/flows/examples/cafe-orders.machine.json' with { type: 'json' };
import type { Flow } from '@parley/flows/flow.ts';
import { localise } from '@parley/flows/localise.ts';
import { fromMachine, toMachine } from '@parley/flows/machine.ts';
import { asPlainText, asWritten, changesOf, readSheet, toSheet } from '@parley/flows/translation-sheet.ts';
import { translationTable } from '@parley/flows/translations.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultLocaleChange } from '../../editor/settings/default-locale.ts';
import { cellChange } from '../../editor/translations/cell-change.ts';
import { fromCsv, toCsv } from '../../editor/translations/csv.ts';

function cafeFlow(): Flow {
  const read = fromMachine(cafe);
  if (!read.ok) throw new Error('the sample cannot be read');
  return read.flow;
}

const flow = cafeFlow();
const rows = translationTable(flow);
const { settings } = flow;

/** Texts with all that a spreadsheet or a CSV file could trip over. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        "'",
        '"',
        ',',
        ';',
        '\t',
        '\n',
        '\uFEFF',
        '＝',
        'é',
        '=1+1',
        "'=x",
        ' ',
      ),
      fc.string({ maxLength: 4 }),
      fc.string({ unit: 'binary', maxLength: 2 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join('').replaceAll('\r', ''))
  .filter((text) => text !== '');

describe('translations as CSV', () => {
  test('come back as they went out, whatever is in them', () => {
    const paths = rows.filter(({ needsTranslation }) => needsTranslation).map(({ path }) => path);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...paths), anyText), (texts) => {
        const translated: Flow = { ...flow, settings: { ...settings, texts: { ru: texts } } };
        const csv = toCsv(toSheet(translationTable(translated), settings));
        const blank: Flow = { ...flow, settings: { ...settings, texts: {} } };
        const read = readSheet(fromCsv(csv), translationTable(blank), settings);
        if (!read.ok) throw new Error(read.reason);
        expect(Object.fromEntries(read.changes.map(({ path, after }) => [path, after]))).toEqual(texts);
        expect(read.changes.every(({ isStale }) => !isStale)).toBe(true);
        expect(read).toMatchObject({ unknownPaths: [], unknownColumns: [] });
      }),
      { numRuns: 200 },
    );
  });

  test('hold nothing that a spreadsheet would calculate', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cell = asPlainText(text);
        expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
        expect(asWritten(cell)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test('say what they would change, what is stale and what is of no text, and change it as one step', () => {
    const csv = [
      '\uFEFFpath;limit;en;ru;fr',
      'welcome.buttons.order.title;20;Order;Заказ;Commander',
      'welcome.buttons.visit.title;20;Where;Где мы;',
      'welcome.buttons.person.title;20;Talk to us;;',
      'gone.body;4096;Gone;Нет;',
    ].join('\r\n');
    const read = readSheet(fromCsv(csv), rows, settings);
    if (!read.ok) throw new Error(read.reason);
    expect(read).toEqual({
      ok: true,
      changes: [
        {
          path: 'welcome.buttons.order.title',
          locale: 'ru',
          before: 'Заказать',
          after: 'Заказ',
          isStale: false,
        },
        {
          path: 'welcome.buttons.visit.title',
          locale: 'ru',
          before: 'Где и когда',
          after: 'Где мы',
          isStale: true,
        },
      ],
      unknownPaths: ['gone.body'],
      unknownColumns: ['fr'],
    });
    const edited = edit(flow, { kind: 'batch', changes: changesOf(read.changes) });
    if (!edited.ok) throw new Error(edited.reason);
    expect(edited.flow.settings.texts?.ru).toEqual({
      ...settings.texts?.ru,
      'welcome.buttons.order.title': 'Заказ',
      'welcome.buttons.visit.title': 'Где мы',
    });
    expect(readSheet([['id', 'ru']], rows, settings)).toEqual({ ok: false, reason: 'no-path' });
    expect(readSheet([['path', 'en']], rows, settings)).toEqual({ ok: false, reason: 'no-language' });
  });
});

/** All that a flow says in a language, by the key of its message. */
function saidIn(of: Flow, locale: string): { [key: string]: unknown } {
  const states = Object.values(toMachine(of).states);
  const actions = states.flatMap((state) =>
    [state, ...Object.values(state.states ?? {})].flatMap(({ entry }) => entry ?? []),
  );
  return Object.fromEntries(
    actions.flatMap((action) => {
      if (action.type !== 'send') return [];
      const { key, message } = action.params;
      return [[key, localise(message, key, of.settings.texts?.[locale])]];
    }),
  );
}

test('with another default language everybody is spoken to as before, and it can be undone', () => {
  const edited = edit(flow, defaultLocaleChange(flow, 'ru'));
  if (!edited.ok) throw new Error(edited.reason);
  expect(edited.flow.settings.defaultLocale).toBe('ru');
  for (const locale of ['en', 'ru']) expect(saidIn(edited.flow, locale)).toEqual(saidIn(flow, locale));
  expect(edited.flow.nodes.welcome).toMatchObject({ footer: 'Напишите «оператор», чтобы поговорить с нами' });
  /* What belongs to no node stays a translation. */
  const left = Object.keys(edited.flow.settings.texts?.ru ?? {});
  expect(left.filter((path) => !path.startsWith('*.'))).toEqual([]);
  const undone = edit(edited.flow, edited.inverse);
  expect(undone.ok && toMachine(undone.flow)).toEqual(toMachine(flow));
});

test('a cell of the default language is written into its node, others into the translations', () => {
  const row = rows.find(({ path }) => path === 'menu.sections.drinks.rows.coffee.title');
  if (!row) throw new Error('no such text');
  const write = (locale: string, text: string) => {
    const change = cellChange(flow, row, locale, text);
    const edited = change && edit(flow, change);
    return edited?.ok ? translationTable(edited.flow).find(({ path }) => path === row.path) : null;
  };
  expect(write('en', 'Espresso')).toMatchObject({ own: 'Espresso', texts: { en: 'Espresso', ru: 'Кофе' } });
  expect(write('ru', 'Эспрессо')?.texts).toEqual({ en: 'Coffee', ru: 'Эспрессо' });
  expect(write('ru', '')?.texts).toEqual({ en: 'Coffee' });
  expect(cellChange(flow, row, 'ru', 'Кофе')).toBeNull();
  expect(cellChange(flow, row, 'en', '')).toBeNull();
});
