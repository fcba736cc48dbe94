import type { Scope, Values } from '@parley/flows/expression.ts';
import type { Facts } from '@parley/flows/input.ts';
import type { Variable } from '@parley/flows/variables.ts';
import fc from 'fast-check';

/** One variable of each type, for the tests of the expression language. */
export const variables: readonly Variable[] = [
  { name: 'city', type: 'text', maxLength: 40 },
  { name: 'age', type: 'number' },
  { name: 'n', type: 'number' },
  { name: 'paid', type: 'boolean' },
  { name: 'due', type: 'date' },
  { name: 'cup', type: 'choice', options: ['Small', 'Large'] },
  {
    name: 'items',
    type: 'list',
    fields: { id: { maxLength: 10 }, title: { maxLength: 30 }, note: { maxLength: 100 } },
    maxItems: 20,
  },
  { name: 'cart', type: 'order' },
];

export const scope: Scope = { variables };
export const scopeOfResponse: Scope = { variables, response: true };

export const facts: Facts = {
  // Sunday, 22 November 2026, 08:05 UTC
  now: Date.UTC(2026, 10, 22, 8, 5),
  contact: { name: 'Ann', phone: '4915112345678', locale: 'en', timezone: 'Europe/Berlin' },
  windowClosesAt: null,
};

export const values: Values = {
  vars: {
    city: 'Berlin',
    age: 20,
    n: 3,
    paid: true,
    due: '2026-12-24',
    cup: 'Small',
    items: [
      { id: 'a', title: 'Tea', note: 'hot' },
      { id: 'b', title: 'Coffee', note: '' },
    ],
    cart: {
      items: [
        { productId: 'tea', quantity: 2, price: 2.5, currency: 'EUR' },
        { productId: 'cake', quantity: 1, price: 3.2, currency: 'EUR' },
      ],
      text: 'with milk',
    },
  },
  facts,
};

export const answered = (body: unknown, status = 200): Values => ({ ...values, response: { status, body } });

/** Texts that somebody might send to break out: of a placeholder, of JSON, of an address, of JavaScript. */
export const hostileTexts = [
  '{{contact.name}}',
  '{{ "a" }}',
  '}}',
  '"}],"to":"1',
  '\\',
  '../..',
  '..',
  '?admin=1&x=#',
  '@evil.example',
  '$' + '{7*7}',
  '__proto__',
  'constructor',
  'a\0b',
  '\ud83d',
  '\udc00',
  '👩‍👩‍👧‍👦',
  '🇩🇪'.repeat(30),
  'ﬃßİ',
  'e\u0301'.repeat(80),
  'x'.repeat(5000),
  '\r\nX-Evil: 1',
];

const anyText = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
    .map((units) => String.fromCharCode(...units)),
);

/** Anything at all where a variable's value should be, of its type or not. */
export const anyValues: fc.Arbitrary<Values> = fc
  .record({
    city: anyText,
    age: fc.oneof(fc.double(), fc.integer(), anyText),
    n: fc.oneof(fc.double(), fc.constantFrom(0, -0, 1e21, -1.7976931348623157e308, 0.1 + 0.2)),
    paid: fc.oneof(fc.boolean(), fc.anything()),
    due: fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.constantFrom('2026-02-30', '0000-01-01', '2026-03-29T02:30', '9999-12-31T23:59:59Z', '', 'soon'),
    ),
    cup: fc.oneof(fc.constantFrom('Small', 'Large'), anyText),
    items: fc.oneof(fc.array(fc.record({ id: anyText, title: anyText, note: anyText })), fc.anything()),
    cart: fc.oneof(
      fc.record({
        items: fc.array(
          fc.record({ productId: anyText, quantity: fc.double(), price: fc.double(), currency: anyText }),
        ),
        text: anyText,
      }),
      fc.anything(),
    ),
    name: anyText,
    locale: fc.constantFrom(
      'en',
      'ru',
      'de',
      'ar-EG',
      'fa',
      'th',
      'hi',
      'dz',
      'ff-Adlm',
      'xx',
      '',
      'not a tag',
    ),
    timezone: fc.constantFrom('Europe/Berlin', 'Asia/Kathmandu', 'UTC', '', 'Mars/Crater'),
    now: fc.oneof(fc.constant(facts.now), fc.double()),
    body: fc.anything(),
  })
  .map(({ name, locale, timezone, now, body, ...vars }) => ({
    vars,
    facts: { now, contact: { name, phone: '1', locale, timezone }, windowClosesAt: null },
    response: { status: 200, body },
  }));

/** Expressions that check, of types that may stand in a text, and some that do not check. */
export const anyExpression: fc.Arbitrary<string> = fc.letrec<{
  text: string;
  number: string;
  condition: string;
}>((tie) => ({
  text: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(
      'city',
      'cup',
      'contact.name',
      'contact.phone',
      'cart.text',
      '"quoted {{ }}"',
      "'ß'",
      'items[0].title',
      'join(items, "title", ", ")',
      'items.map(item, item.note).join("; ")',
      'items.filter(item, item.id != "")[0].note',
      'day(due)',
      'time(now, "Asia/Tokyo")',
      'money(n, "EUR")',
      'money(n, city)',
      'short(describe(cart), 100)',
      'short(response.body.name, 20)',
    ),
    fc.tuple(tie('text'), tie('text')).map(([left, right]) => `${left} + ${right}`),
    fc
      .tuple(tie('condition'), tie('text'), tie('text'))
      .map(([when, yes, no]) => `(${when} ? ${yes} : ${no})`),
    fc.tuple(tie('text'), fc.integer({ min: -1, max: 50 })).map(([text, most]) => `short(${text}, ${most})`),
    fc
      .tuple(fc.constantFrom('upper', 'lower', 'trim', 'text'), tie('text'))
      .map(([id, text]) => `${id}(${text})`),
    tie('number').map((number) => `text(${number})`),
  ),
  number: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(
      'n',
      'age',
      '12',
      '0.5',
      'cart.total',
      'size(items)',
      'now.getHours()',
      'response.status',
    ),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/', '%'), tie('number'))
      .map(([left, op, right]) => `(${left} ${op} ${right})`),
    tie('text').map((text) => `number(${text})`),
    tie('number').map((number) => `round(-${number}, 2)`),
  ),
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('paid', 'n > 3', 'due < now', 'cup == "Small"', 'city.matches(r"[A-Z].*")', 'citty == 1'),
    fc.tuple(tie('text'), tie('text')).map(([left, right]) => `${left} == ${right}`),
    fc.tuple(tie('condition'), tie('condition')).map(([left, right]) => `(${left} && !(${right}))`),
    fc.constant('items.exists(item, item.title == city)'),
  ),
})).text;
