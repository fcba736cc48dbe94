import cafe from '@parley/flows/examples/cafe-orders.machine.json' with { type: 'json' };
import type { Flow } from '@parley/flows/flow.ts';
import { fromMachine, toMachine } from '@parley/flows/machine.ts';
import {
  excessOf,
  FLOW_ITSELF,
  isMissing,
  progressOf,
  translationTable,
} from '@parley/flows/translations.ts';
import { validate } from '@parley/flows/validate.ts';
import { variableUses } from '@parley/flows/variable-uses.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryFlow } from './arbitrary-flow.ts';

function cafeFlow(): Flow {
  const read = fromMachine(cafe);
  if (!read.ok) throw new Error('the sample cannot be read');
  return read.flow;
}

function withTranslations(flow: Flow, locale: string, texts: { [path: string]: string }): Flow {
  return { ...flow, settings: { ...flow.settings, texts: { ...flow.settings.texts, [locale]: texts } } };
}

describe('the table of translations', () => {
  test('holds each text once, with its place, its limit and what it is in each language', () => {
    const rows = translationTable(cafeFlow());
    expect(new Set(rows.map(({ path }) => path)).size).toBe(rows.length);
    expect(rows.find(({ path }) => path === 'welcome.buttons.order.title')).toEqual({
      path: 'welcome.buttons.order.title',
      node: 'welcome',
      own: 'Order',
      limit: 20,
      needsTranslation: true,
      texts: { en: 'Order', ru: 'Заказать' },
    });
    const { done, of } = progressOf(rows, 'ru');
    expect(of).toBeGreaterThan(50);
    expect(done).toBe(of);
  });

  test('misses a translation exactly where publishing does', () => {
    const whole = cafeFlow().settings.texts?.ru ?? {};
    fc.assert(
      fc.property(fc.subarray(Object.keys(whole)), (kept) => {
        const texts = Object.fromEntries(kept.map((path) => [path, whole[path] ?? '']));
        const flow = withTranslations(cafeFlow(), 'ru', texts);
        const missing = translationTable(flow).filter((row) => isMissing(row, 'ru'));
        const told = validate(toMachine(flow)).filter(({ code }) => code === 'texts-missing');
        const pathOf = (message: string) => /“([^”]+)”/.exec(message)?.[1];
        expect(missing.map(({ path }) => path).sort()).toEqual(
          told.map(({ message }) => pathOf(message)).sort(),
        );
      }),
      { numRuns: 15 },
    );
  });

  test('finds too long what publishing finds too long, values of variables included', () => {
    const flow = withTranslations(cafeFlow(), 'ru', {
      'welcome.buttons.order.title': 'Заказать прямо сейчас',
      'welcome.buttons.visit.title': '{{short(guest, 20)}}',
      'welcome.buttons.person.title': '{{guest}}',
      'menu.sections.drinks.rows.coffee.title': 'к'.repeat(24),
    });
    const scope = { variables: flow.settings.variables };
    const over = translationTable(flow).flatMap((row) => {
      const by = excessOf(row, 'ru', scope);
      return by > 0 ? [[row.path, by]] : [];
    });
    expect(over).toEqual([
      ['welcome.buttons.order.title', 1],
      ['welcome.buttons.person.title', 20],
    ]);
    const told = validate(toMachine(flow)).filter(
      ({ code, locale }) => code === 'whatsapp-limit' && locale === 'ru',
    );
    const places = new Set(told.map(({ node, field }) => `${node}.${field}`));
    for (const [path] of over) expect(places).toContain(path);
  });

  test('can be made of any flow, and never names a text of a node that is not there', () => {
    fc.assert(
      fc.property(arbitraryFlow(), (flow) => {
        for (const row of translationTable(flow)) {
          expect(row.node === FLOW_ITSELF || Object.hasOwn(flow.nodes, row.node)).toBe(true);
          expect(row.path.startsWith(`${row.node}.`)).toBe(true);
        }
        variableUses(flow);
      }),
      { numRuns: 100 },
    );
  });
});

test('a variable is stored where an answer goes, wired or not, and read where something is written with it', () => {
  const flow = cafeFlow();
  expect(variableUses(flow).get('guest')).toEqual({ setIn: ['guest'], readIn: ['confirm', 'thanks'] });
  expect(variableUses({ ...flow, edges: {} }).get('guest')).toEqual({
    setIn: ['guest'],
    readIn: ['confirm', 'thanks'],
  });
  const translated = withTranslations(flow, 'ru', { 'welcome.body': 'Это {{pickup}}' });
  expect(variableUses(translated).get('pickup')).toEqual({
    setIn: ['pickupNow', 'pickup15', 'pickup30'],
    readIn: ['welcome'],
  });
});
