import type { DefinedButton, TemplateContent } from '@parley/flows/templates/definition.ts';
import { lintTemplate } from '@parley/flows/templates/lint.ts';
import type { FindingCode } from '@parley/flows/templates/lint-finding.ts';
import { expect, test } from 'vitest';

const good: TemplateContent = {
  category: 'utility',
  places: 'positional',
  header: { type: 'text', text: 'Order {{1}}', sample: '17' },
  body: {
    text: 'Hello {{1}}, your order is ready at {{2}}. See you soon.',
    samples: { 1: 'Guest', 2: '9:00' },
  },
  footer: 'The café',
  buttons: [
    { type: 'quick-reply', title: 'Thanks' },
    { type: 'url', title: 'Map', url: 'https://map.example/{{1}}', sample: 'https://map.example/berlin' },
  ],
};
const codesOf = (content: TemplateContent, name = 'order_ready', language = 'en') =>
  lintTemplate({ name, language, content }).map(({ code }) => code);
const text = (written: string, samples: { [name: string]: string } = { 1: 'a', 2: 'b', 3: 'c' }) => ({
  body: { text: written, samples },
});
const quick = (title: string): DefinedButton => ({ type: 'quick-reply', title });
const card = { header: { type: 'image' as const, sample: '4::x' }, buttons: [quick('Buy')] };

test('a template with every usual part has nothing to reject', () => {
  expect(codesOf(good)).toEqual([]);
  const named = {
    ...good,
    places: 'named' as const,
    header: undefined,
    ...text('Hello {{first_name}}, we are open.', { first_name: 'Guest' }),
  };
  const { header: _, ...withoutHeader } = named;
  expect(codesOf(withoutHeader)).toEqual([]);
});

test.each<[string, Partial<TemplateContent>, FindingCode]>([
  ['a place at the start', text('{{1}} is ready for you now'), 'place-edge'],
  ['a place at the end, before a full stop', text('We are waiting for you at {{1}}.'), 'place-edge'],
  ['two places side by side', text('Hello dear {{1}} {{2}}, we are waiting for you'), 'place-neighbours'],
  ['a gap in the numbers', text('Hello {{1}} and also {{3}}, we wait for you'), 'place-order'],
  ['a name among numbers', text('Hello {{name}}, we wait for you'), 'place-order'],
  ['too many places for its words', text('Hi {{1}} a {{2}} b {{3}} c'), 'places-many'],
  ['a place without a sample', text('Hello {{1}}, we wait for you', {}), 'sample'],
  ['braces that are no place', text('Hello {{1, we wait for you'), 'braces'],
  ['a body too long', text('x '.repeat(513)), 'too-long'],
  ['no body', text(' '), 'empty'],
  ['a footer with a place', { footer: 'Yours, {{1}}' }, 'footer-place'],
  ['a footer too long', { footer: 'x'.repeat(61) }, 'too-long'],
  [
    'a heading with two places',
    { header: { type: 'text', text: '{{1}} of {{2}}', sample: 'x' } },
    'header-places',
  ],
  ['a picture without a sample', { header: { type: 'image' } }, 'sample'],
  [
    'mixed buttons',
    { buttons: [quick('A'), { type: 'phone', title: 'Call', phone: '+49151' }, quick('B')] },
    'buttons-mixed',
  ],
  ['eleven buttons', { buttons: Array.from({ length: 11 }, (_, at) => quick(`B${at}`)) }, 'buttons-count'],
  ['a title too long', { buttons: [quick('x'.repeat(26))] }, 'too-long'],
  ['two buttons of one title', { buttons: [quick('Yes'), quick('yes ')] }, 'buttons-twice'],
  [
    'a place inside an address',
    { buttons: [{ type: 'url', title: 'Map', url: 'https://a.example/{{1}}/b' }] },
    'url-place',
  ],
  ['an offer with a footer', { category: 'marketing', offer: { text: 'Sale', ends: true } }, 'offer-footer'],
  ['one card', { category: 'marketing', cards: [card] }, 'cards-count'],
  [
    'cards of two shapes',
    { category: 'marketing', cards: [card, { ...card, buttons: [quick('A'), quick('B')] }] },
    'cards-alike',
  ],
  [
    'a code with a text of its own',
    { category: 'authentication', code: { way: 'copy-code', warns: true } },
    'code-only',
  ],
  ['words of advertising', text('Hello {{1}}, today we have 20 % off for you'), 'sells'],
])('%s is found', (_what, change, code) => {
  expect(codesOf({ ...good, ...change })).toContain(code);
});

test('names, languages and twins', () => {
  expect(codesOf(good, 'Order Ready')).toContain('name');
  expect(codesOf(good, 'order_ready', 'en-US')).toContain('language');
  const others = [{ body: good.body.text, footer: good.footer }];
  expect(
    lintTemplate({ name: 'a', language: 'en', content: good }, { others }).map(({ code }) => code),
  ).toEqual(['twin']);
});

test('a one-time code alone is right', () => {
  const content: TemplateContent = {
    category: 'authentication',
    places: 'positional',
    body: { text: '', samples: {} },
    buttons: [],
    code: { way: 'copy-code', warns: true, expiresInMinutes: 10 },
  };
  expect(codesOf(content)).toEqual([]);
  expect(codesOf({ ...content, code: { way: 'one-tap', warns: true, expiresInMinutes: 91 } })).toEqual([
    'code-minutes',
    'code-apps',
  ]);
});
