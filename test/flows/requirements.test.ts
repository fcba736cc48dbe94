import { globSync } from 'node:fs';
import path from 'node:path';
import { toMachine } from '@parley/flows/machine.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import { forecastFlow } from '@parley/flows/prices/forecast.ts';
import { priceLog } from '@parley/flows/prices/price-log.ts';
import type { Rate } from '@parley/flows/prices/rates.ts';
import { RULES_AS_OF, ruleOn } from '@parley/flows/rules/pack.ts';
import { chooseTemplate } from '@parley/flows/templates/choose-template.ts';
import type { KnownTemplate, TemplateContent } from '@parley/flows/templates/definition.ts';
import { sendabilityOf } from '@parley/flows/templates/status.ts';
import { validate } from '@parley/flows/validate.ts';
import { windowAt } from '@parley/flows/window.ts';
import { describe, expect, test } from 'vitest';
import { numberWords } from '../../editor/numbers/words.ts';
import { ask, at, bye, smallFlow } from './proofs/small-flow.ts';

/** What docs/requirements.md names and no other test shows. */

const HOUR = 3_600_000;
const wordsOn = (id: Parameters<typeof ruleOn>[0], day: string): string[] => {
  const value = ruleOn(id, day)?.value;
  return Array.isArray(value) ? value.map(String) : [];
};

test('each status that WhatsApp has for a number is shown as one of the guide’s five, or by its own name', () => {
  const guide = wordsOn('number.statuses', '2023-04-19');
  const { guideWords } = numberWords.en;
  const groups = wordsOn('number.statuses', RULES_AS_OF).map((status) => guideWords[status]?.toLowerCase());
  expect(new Set(groups.filter((group) => group !== undefined))).toEqual(new Set(guide));
  expect(groups.length).toBeGreaterThan(10);
});

const rate = (category: Rate['category'], price: number, model: Rate['model'] = 'PMP'): Rate => ({
  ...{ market: 'DE', category, currency: 'EUR', model, micros: price * 1e6 },
  ...{ from: '2020-01-01', until: null, after: 0 },
});
const CATEGORIES = ['marketing', 'utility', 'authentication'] as const;
const tariff = {
  rates: CATEGORIES.flatMap((category) => [rate(category, 0.1), rate(category, 0.2, 'CBP')]),
  ...{ currency: 'EUR', markupPercent: 0 },
};

test('thirty hours after somebody came by an ad free-form is too late, and a template costs nothing', () => {
  const came = new Date('2026-11-20T08:00:00Z');
  const later = new Date(came.getTime() + 30 * HOUR);
  expect(windowAt(came, later).open).toBe(false);
  const template = (category: (typeof CATEGORIES)[number], isInFreeEntry: boolean) => ({
    ...{ at: later.getTime(), numberId: 'n', phone: '4915100000001', category },
    ...{ isInWindow: false, isInFreeEntry },
  });
  for (const day of ['2025-09-01', '2026-11-21'])
    for (const category of CATEGORIES) {
      expect(priceLog([template(category, true)], tariff, { day })).toMatchObject({ micros: 0, free: 1 });
      expect(priceLog([template(category, false)], tariff, { day }).micros).toBe(100_000);
    }
});

type Contact = Extract<NodeConfig, { type: 'escalation' }>['contact'];

describe('a way to a person is refused that is', () => {
  test.each<[Contact['method'], string, Contact]>([
    ['agent', '', { method: 'agent' }],
    ['phone', 'Call us.', { method: 'phone', card: { name: '', phones: [] } }],
    ['email', 'Write to us.', { method: 'email', email: '' }],
    ['web-form', 'Write to us.', { method: 'web-form', url: '', title: '' }],
    ['store-visit', 'Come by.', { method: 'store-visit', latitude: 0, longitude: 0, name: '', address: '' }],
  ])('%s, with nothing filled in', (_method, text, contact) => {
    const flow = smallFlow(
      { menu: ask('What now?', 'Help'), help: { type: 'escalation', at, text, contact }, bye },
      { menu: { help: 'help', other: 'help' }, help: { next: 'bye', resolved: 'bye' } },
    );
    const errors = validate(toMachine(flow)).filter(({ level }) => level === 'error');
    expect(errors).toContainEqual(expect.objectContaining({ node: 'help' }));
  });
});

const content = (category: TemplateContent['category']): TemplateContent => ({
  ...{ category, places: 'positional', body: { text: 'Here it is.', samples: {} }, buttons: [] },
});
const known = (more: Partial<KnownTemplate> = {}): KnownTemplate => ({
  ...{ name: 'receipt', language: 'en', status: 'APPROVED', quality: null, isWhole: true },
  content: content('utility'),
  ...more,
});

test('a template that WhatsApp makes one of marketing changes what its flow will cost', () => {
  const flow = smallFlow(
    { tell: { type: 'template', at, name: 'receipt', language: 'en', goOn: true }, end: bye },
    { tell: { next: 'end' } },
  );
  const rates = [rate('utility', 0.05), rate('marketing', 0.12)];
  const plan = {
    ...{ day: RULES_AS_OF, runs: 100, freeEntryShare: 0 },
    mix: [{ country: 'DE', share: 1 }],
  };
  const cost = (category: TemplateContent['category']) =>
    forecastFlow(
      toMachine(flow),
      { list: [known({ content: content(category) })], fallbacks: {} },
      { ...tariff, rates },
      plan,
    )?.micros;
  expect([cost('utility'), cost('marketing')]).toEqual([5_000_000, 12_000_000]);
});

test('of the statuses that WhatsApp has for a template one can be sent, and none that nobody knows', () => {
  const statuses = wordsOn('template.statuses', RULES_AS_OF);
  expect(statuses.filter((status) => sendabilityOf(status) === 'yes')).toEqual(['APPROVED']);
  expect(statuses.length).toBeGreaterThan(10);
  for (const unknown of ['', 'SOMETHING_NEW', 'approved', 'constructor'])
    expect(sendabilityOf(unknown), unknown).not.toBe('yes');
});

test('who speaks pt_BR gets the template in pt_PT where that is declared, and else what was asked for', () => {
  const portuguese = known({ language: 'pt_PT' });
  const message = { type: 'template' as const, name: 'receipt', language: 'pt_BR' };
  const sent = (fallback?: { name: null; language: string }) =>
    chooseTemplate(message, {
      find: (name, language) =>
        name === portuguese.name && language === portuguese.language ? portuguese : undefined,
      fallbackOf: () => fallback,
    });
  expect(sent({ name: null, language: 'pt_PT' })).toMatchObject({
    ...{ act: 'send', instead: true },
    message: { name: 'receipt', language: 'pt_PT' },
  });
  expect(sent()).toMatchObject({ act: 'send', instead: false, message: { language: 'pt_BR' } });
});

const EDITOR = path.join(import.meta.dirname, '../../editor');

describe('both languages of the editor have the same texts', () => {
  test.each(globSync('*/**/*words.ts', { cwd: EDITOR, exclude: (name) => name === 'node_modules' }))(
    '%s says nothing in one of them alone',
    async (file) => {
      const module: { [name: string]: unknown } = await import(path.join(EDITOR, file));
      for (const [name, catalogue] of Object.entries(module)) {
        if (!isCatalogue(catalogue)) continue;
        expect(unlike(catalogue.en, catalogue.ru), name).toEqual([]);
      }
    },
  );
});

function isCatalogue(value: unknown): value is { en: unknown; ru: unknown } {
  return isRecord(value) && 'en' in value && 'ru' in value;
}

/** Where one language has a text and the other none. Words that are their own keys in English stand in Russian alone. */
function unlike(english: unknown, russian: unknown, at = ''): string[] {
  if (!isRecord(english) || !isRecord(russian)) return typeof english === typeof russian ? [] : [at];
  const keys = Object.keys(english);
  const all = keys.length === 0 ? [] : new Set([...keys, ...Object.keys(russian)]);
  return [...all].flatMap((key) => unlike(english[key], russian[key], `${at}.${key}`));
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
