import { limits } from '@parley/flows/limits.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import { areAlwaysDifferent } from '@parley/flows/proofs/different-texts.ts';
import { messageFaults } from '@parley/flows/proofs/message-limits.ts';
import type { Variable } from '@parley/flows/variables.ts';
import { describe, expect, test } from 'vitest';
import { ask, at, codesOf, flowWithPerson, problemOf } from './small-flow.ts';

const variables: Variable[] = [
  { name: 'city', type: 'text', maxLength: 40, default: 'Rome' },
  { name: 'age', type: 'number', default: 0 },
  { name: 'due', type: 'date', default: '2026-03-01' },
];
const scope = { variables };

const letters = (count: number) => 'x'.repeat(count);
const errorsOf = (message: OutboundMessage) =>
  messageFaults(message, scope)
    .filter(({ level }) => level === 'error')
    .map(({ path }) => path);

const link = 'https://example.com/a.png';
const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, row) => ({ id: `r${from + row}`, title: `Row ${from + row}` }));

const text: OutboundMessage = { type: 'text', body: 'Hello' };
const image: OutboundMessage = { type: 'image', media: { link } };
const buttons: Extract<OutboundMessage, { type: 'buttons' }> = {
  type: 'buttons',
  body: 'Go on?',
  buttons: [{ id: 'yes', title: 'Yes' }],
};
const list: Extract<OutboundMessage, { type: 'list' }> = {
  type: 'list',
  body: 'Which?',
  button: 'Shops',
  sections: [{ rows: rows(2) }],
};
const rowsFrom = { variable: 'shops', id: 'id', title: 'id', more: 'More' };
const products: Extract<OutboundMessage, { type: 'products' }> = {
  type: 'products',
  header: { type: 'text', text: 'Cakes' },
  body: 'All of them',
  sections: [{ products: ['a'] }],
};
const linked: Extract<OutboundMessage, { type: 'link' }> = {
  type: 'link',
  body: 'See',
  title: 'Open',
  url: 'https://example.com/',
};
const template: Extract<OutboundMessage, { type: 'template' }> = {
  type: 'template',
  name: 'a',
  language: 'en',
};
const contacts: OutboundMessage = { type: 'contacts', contacts: [{ name: 'Ann', phones: [] }] };
const location: OutboundMessage = { type: 'location', latitude: 52.5, longitude: 13.4 };

/** A message that is fine, where it breaks, and the same message just past a limit. */
const cases: [what: string, fine: OutboundMessage, path: string, broken: OutboundMessage][] = [
  [
    'a text',
    { ...text, body: letters(limits.text.body) },
    'body',
    { ...text, body: letters(limits.text.body + 1) },
  ],
  ['an empty text', text, 'body', { ...text, body: ' ' }],
  ['a caption', { ...image, caption: letters(1024) }, 'caption', { ...image, caption: letters(1025) }],
  ['a file without a source', image, 'media', { type: 'image', media: {} }],
  ['a file with two sources', image, 'media', { type: 'image', media: { link, id: '1' } }],
  [
    'an empty upload',
    { type: 'audio', media: { id: '1' } },
    'media.id',
    { type: 'audio', media: { id: '' } },
  ],
  ['a link to a file', image, 'media.link', { type: 'image', media: { link: 'http://example.com/a.png' } }],
  [
    'a link without a host',
    image,
    'media.link',
    { type: 'image', media: { link: 'https://{{city}}/a.png' } },
  ],
  [
    'a name of a file',
    { type: 'document', media: { link }, filename: letters(limits.filename) },
    'filename',
    { type: 'document', media: { link }, filename: letters(limits.filename + 1) },
  ],
  ['a latitude', location, 'latitude', { ...location, latitude: 90.1 }],
  ['a longitude', location, 'longitude', { ...location, longitude: -180.1 }],
  [
    'a place',
    { ...location, name: letters(limits.location.name) },
    'name',
    { ...location, name: letters(limits.location.name + 1) },
  ],
  ['no contact card', contacts, 'contacts', { type: 'contacts', contacts: [] }],
  [
    'many contact cards',
    contacts,
    'contacts',
    {
      type: 'contacts',
      contacts: Array.from({ length: limits.contacts.max + 1 }, () => ({ name: 'A', phones: [] })),
    },
  ],
  [
    'a nameless contact card',
    contacts,
    'contacts.0.name',
    { type: 'contacts', contacts: [{ name: '', phones: [] }] },
  ],
  ['no button', buttons, 'buttons', { ...buttons, buttons: [] }],
  ['four buttons', { ...buttons, buttons: rows(3) }, 'buttons', { ...buttons, buttons: rows(4) }],
  [
    'a title of a button',
    { ...buttons, buttons: [{ id: 'a', title: letters(20) }] },
    'buttons.a.title',
    { ...buttons, buttons: [{ id: 'a', title: letters(21) }] },
  ],
  ['an empty title', buttons, 'buttons.a.title', { ...buttons, buttons: [{ id: 'a', title: '' }] }],
  [
    'two equal titles',
    { ...buttons, buttons: rows(2) },
    'buttons.b.title',
    {
      ...buttons,
      buttons: [
        { id: 'a', title: 'Yes' },
        { id: 'b', title: 'Yes ' },
      ],
    },
  ],
  [
    'two titles that may become equal',
    {
      ...buttons,
      buttons: [
        { id: 'a', title: 'Yes' },
        { id: 'b', title: 'Up to {{short(city, 9)}}' },
      ],
    },
    'buttons.b.title',
    {
      ...buttons,
      buttons: [
        { id: 'a', title: 'Yes' },
        { id: 'b', title: '{{short(city, 20)}}' },
      ],
    },
  ],
  [
    'two equal ids',
    { ...buttons, buttons: rows(2) },
    'buttons.a.id',
    {
      ...buttons,
      buttons: [
        { id: 'a', title: 'Yes' },
        { id: 'a', title: 'No' },
      ],
    },
  ],
  [
    'a header',
    { ...buttons, header: { type: 'text', text: letters(60) } },
    'header.text',
    { ...buttons, header: { type: 'text', text: letters(61) } },
  ],
  [
    'a file in a header',
    { ...buttons, header: { type: 'image', media: { link } } },
    'header.media',
    { ...buttons, header: { type: 'image', media: {} } },
  ],
  ['a footer', { ...buttons, footer: letters(60) }, 'footer', { ...buttons, footer: letters(61) }],
  ['a text over buttons', { ...buttons, body: letters(1024) }, 'body', { ...buttons, body: letters(1025) }],
  ['a text over a list', { ...list, body: letters(4096) }, 'body', { ...list, body: letters(4097) }],
  ['the button of a list', { ...list, button: letters(20) }, 'button', { ...list, button: letters(21) }],
  ['no row', list, 'sections', { ...list, sections: [] }],
  [
    'a section without rows',
    list,
    'sections.1',
    {
      ...list,
      sections: [
        { title: 'A', rows: rows(1) },
        { title: 'B', rows: [] },
      ],
    },
  ],
  [
    'many rows in all',
    {
      ...list,
      sections: [
        { title: 'A', rows: rows(5) },
        { title: 'B', rows: rows(5, 5) },
      ],
    },
    'sections',
    {
      ...list,
      sections: [
        { title: 'A', rows: rows(5) },
        { title: 'B', rows: rows(6, 5) },
      ],
    },
  ],
  [
    'many written rows beside those of a variable',
    { ...list, sections: [{ rows: rows(8) }], rowsFrom },
    'sections',
    { ...list, sections: [{ rows: rows(9) }], rowsFrom },
  ],
  [
    'sections without titles',
    { ...list, sections: [{ rows: rows(1) }] },
    'sections.1.title',
    { ...list, sections: [{ title: 'A', rows: rows(1) }, { rows: rows(1, 1) }] },
  ],
  [
    'a title of a section',
    { ...list, sections: [{ title: letters(24), rows: rows(1) }] },
    'sections.0.title',
    { ...list, sections: [{ title: letters(25), rows: rows(1) }] },
  ],
  [
    'a title of a row',
    { ...list, sections: [{ rows: [{ id: 'a', title: letters(24) }] }] },
    'sections.0.rows.a.title',
    { ...list, sections: [{ rows: [{ id: 'a', title: letters(25) }] }] },
  ],
  [
    'a description of a row',
    { ...list, sections: [{ rows: [{ id: 'a', title: 'A', description: letters(72) }] }] },
    'sections.0.rows.a.description',
    { ...list, sections: [{ rows: [{ id: 'a', title: 'A', description: letters(73) }] }] },
  ],
  [
    'an id of a row twice',
    list,
    'sections.1.rows.r0.id',
    {
      ...list,
      sections: [
        { title: 'A', rows: rows(1) },
        { title: 'B', rows: rows(1) },
      ],
    },
  ],
  [
    'an empty product id',
    { type: 'product', productId: 'a' },
    'productId',
    { type: 'product', productId: '' },
  ],
  [
    'an empty text of a product',
    { type: 'product', productId: 'a', body: 'A' },
    'body',
    { type: 'product', productId: 'a', body: '' },
  ],
  ['products without a header', products, 'header.text', { ...products, header: { type: 'text', text: '' } }],
  ['no product', products, 'sections', { ...products, sections: [{ products: [] }] }],
  [
    'many products',
    { ...products, sections: [{ products: Array.from({ length: 30 }, (_, at) => `p${at}`) }] },
    'sections',
    { ...products, sections: [{ products: Array.from({ length: 31 }, (_, at) => `p${at}`) }] },
  ],
  ['the text of a catalogue', { type: 'catalog', body: 'All' }, 'body', { type: 'catalog', body: '' }],
  ['the title of a link', { ...linked, title: letters(20) }, 'title', { ...linked, title: letters(21) }],
  ['a link of another kind', linked, 'url', { ...linked, url: 'ftp://example.com/' }],
  ['a link whose host is a variable', linked, 'url', { ...linked, url: 'https://{{city}}.example.com/' }],
  [
    'a link that values make long',
    { ...linked, url: `https://example.com/{{city}}?a=${letters(1600)}` },
    'url',
    { ...linked, url: `https://example.com/{{city}}?a=${letters(1700)}` },
  ],
  [
    'a request for a location',
    { type: 'location-request', body: 'Where?' },
    'body',
    { type: 'location-request', body: '' },
  ],
  [
    'the title of a form',
    { type: 'form', body: 'Fill in', title: 'Open', formId: '1' },
    'title',
    { type: 'form', body: 'Fill in', title: letters(21), formId: '1' },
  ],
  [
    'an emoji on the button of a form',
    { type: 'form', body: 'Fill in 🙂', title: 'Is {{age > 3}}', formId: '1' },
    'title',
    { type: 'form', body: 'Fill in 🙂', title: 'Open 🙂', formId: '1' },
  ],
  [
    'a name on the button of a form, which may have an emoji',
    { type: 'form', body: 'Fill in', title: 'Open', formId: '1' },
    'title',
    { type: 'form', body: 'Fill in', title: '{{short(contact.name, 9)}}', formId: '1' },
  ],
  [
    'a form without an id',
    { type: 'form', body: 'Fill in', title: 'Open', formId: '1' },
    'formId',
    { type: 'form', body: 'Fill in', title: 'Open', formId: ' ' },
  ],
  [
    'a line break in a value of a template',
    { ...template, body: [{ text: 'a    b' }] },
    'body.0.text',
    { ...template, body: [{ text: 'a\nb' }] },
  ],
  [
    'five spaces in a value of a template',
    { ...template, body: [{ text: '{{city}}' }] },
    'body.0.text',
    { ...template, body: [{ text: 'a     b' }] },
  ],
  [
    'the header of a template',
    { ...template, header: { type: 'text', text: letters(60) } },
    'header.text',
    { ...template, header: { type: 'text', text: letters(61) } },
  ],
  [
    'two buttons of a template in one place',
    {
      ...template,
      buttons: [
        { type: 'url', index: 0, text: 'a' },
        { type: 'url', index: 1, text: 'a' },
      ],
    },
    'buttons.1.index',
    {
      ...template,
      buttons: [
        { type: 'url', index: 0, text: 'a' },
        { type: 'url', index: 0, text: 'a' },
      ],
    },
  ],
  [
    'a quick reply',
    { ...template, buttons: [{ type: 'quick-reply', index: 0, id: 'a', title: letters(25) }] },
    'buttons.a.title',
    { ...template, buttons: [{ type: 'quick-reply', index: 0, id: 'a', title: letters(26) }] },
  ],
];

describe('a limit of WhatsApp’s', () => {
  test.each(cases)('for %s', (_, fine, path, broken) => {
    expect(errorsOf(fine)).toEqual([]);
    expect(errorsOf(broken)).toContain(path);
  });
});

describe('the longest that a text can become counts', () => {
  const flow = (title: string) =>
    flowWithPerson(
      { menu: { ...ask('Go on?'), buttons: [{ id: 'a', title }] } },
      { menu: { a: 'bye', other: 'bye' } },
      { settings: { variables } },
    );

  test('and the problem says which limit, how long, and what to do', () => {
    expect(problemOf(flow('To {{city}}'), 'whatsapp-limit')).toEqual({
      code: 'whatsapp-limit',
      level: 'error',
      node: 'menu',
      field: 'buttons.a.title',
      message:
        'The title of a button has at most 20 characters, and this one can have 43. ' +
        'Write {{short(city, 17)}}, or lower the maxLength of “city”.',
    });
    expect(codesOf(flow('To {{short(city, 17)}}'))).toEqual([]);
  });

  test('also where what is written leaves no room for a value', () => {
    expect(problemOf(flow(`${letters(20)}{{city}}`), 'whatsapp-limit').message).toContain(
      '20 without its values',
    );
    expect(problemOf(flow(letters(23)), 'whatsapp-limit').message).toContain('has 23. Shorten it.');
  });

  test('also in an address, where each character may become nine', () => {
    const [fault] = messageFaults(
      { ...linked, url: `https://example.com/{{city}}?a=${letters(1700)}` },
      scope,
    );
    expect(fault?.message).toContain('can have 2083. Write {{short(city, 30)}}');
  });

  test('also of numbers and dates, as they are written', () => {
    expect(problemOf(flow('For {{age}}'), 'whatsapp-limit').message).toContain('{{short(text(age), 16)}}');
    expect(codesOf(flow('For {{short(text(age), 16)}}'))).toEqual([]);
    expect(codesOf(flow('On {{due}}'))).toEqual(['whatsapp-limit']);
    expect(codesOf(flow('On {{short(text(due), 16)}}'))).toEqual([]);
  });

  test('also of what WhatsApp knows of a person', () => {
    expect(codesOf(flow('Hi {{contact.name}}'))).toEqual(['whatsapp-limit']);
    expect(codesOf(flow('Hi {{short(contact.name, 10)}}'))).toEqual([]);
  });

  test('in every language', () => {
    const spoken = (title: string) =>
      flowWithPerson(
        { menu: ask('Go on?', 'Yes') },
        { menu: { yes: 'bye', other: 'bye' } },
        {
          settings: {
            locales: ['en', 'ru'],
            texts: { ru: { 'menu.body': 'Да?', 'menu.buttons.yes.title': title, 'person.body': 'Ждите.' } },
          },
        },
      );
    expect(problemOf(spoken('Да, конечно же, хочу!'), 'whatsapp-limit')).toMatchObject({
      node: 'menu',
      field: 'buttons.yes.title',
      locale: 'ru',
    });
    expect(codesOf(spoken('Да'))).toEqual([]);
  });

  test('and a text that may turn out empty is a warning', () => {
    expect(problemOf(flow('{{short(city, 20)}}'), 'text-may-be-empty')).toMatchObject({ level: 'warning' });
    expect(codesOf(flow('→ {{short(city, 18)}}'))).toEqual([]);
  });
});

test('problems point at the field of the node, wherever the machine has the text', () => {
  const long = letters(5000);
  const nodes: [NodeConfig, string][] = [
    [
      { type: 'message', at, bubbles: [{ id: 'a', message: { type: 'text', body: long } }] },
      'bubbles.a.message.body',
    ],
    [
      {
        type: 'question',
        at,
        body: 'Ok?',
        retry: long,
        answer: { kind: 'text' },
        saveAs: 'city',
        retries: 1,
      },
      'retry',
    ],
    [{ type: 'consent', at, purpose: 'news', body: 'News?', agree: long, decline: 'No' }, 'agree'],
    [{ type: 'escalation', at, text: long, contact: { method: 'email', email: 'a@example.com' } }, 'text'],
    [
      {
        type: 'escalation',
        at,
        text: 'Come',
        contact: { method: 'store-visit', latitude: 1, longitude: 1, name: 'Us', address: long },
      },
      'contact.address',
    ],
  ];
  const ports = ['next', 'answered', 'agreed', 'declined', 'other'];
  for (const [node, field] of nodes) {
    const flow = flowWithPerson(
      { here: node },
      { here: Object.fromEntries(ports.map((port) => [port, 'bye'])) },
      { settings: { variables } },
    );
    expect(problemOf(flow, 'whatsapp-limit')).toMatchObject({ node: 'here', field });
  }
});

test('a list whose rows all come from a variable is a warning where the variable may be empty', () => {
  const shops: Variable = {
    name: 'shops',
    type: 'list',
    fields: { id: { maxLength: 9 } },
    maxItems: 9,
    default: [],
  };
  const node: NodeConfig = { type: 'list', at, body: 'Which?', button: 'Shops', sections: [], rowsFrom };
  const behind = (when: string) =>
    flowWithPerson(
      { any: { type: 'branch', at, conditions: [{ id: 'some', when }] }, shops: node },
      { any: { some: 'shops', other: 'bye' }, shops: { chosen: 'bye', other: 'bye' } },
      { settings: { variables: [shops] } },
    );
  expect(problemOf(behind('contact.name != ""'), 'list-may-be-empty')).toMatchObject({
    level: 'warning',
    node: 'shops',
    example: ['when contact.name != ""'],
  });
  expect(codesOf(behind('size(shops) > 0'))).toEqual([]);
  expect(codesOf(behind('shops.size() >= 1'))).toEqual([]);

  const filled = behind('contact.name != ""');
  filled.settings.variables = [{ ...shops, default: [{ id: 'a' }] }];
  expect(codesOf(filled)).toEqual([]);
  filled.nodes.clear = {
    type: 'set',
    at,
    set: [{ variable: 'shops', to: 'shops.filter(shop, shop.id == "b")' }],
  };
  filled.edges = { ...filled.edges, any: { some: 'clear', other: 'bye' }, clear: { next: 'shops' } };
  expect(codesOf(filled)).toEqual(['list-may-be-empty']);
});

test.each([
  ['Yes', 'No', true],
  ['Yes', 'Yes', false],
  ['To {{a}}', 'From {{a}}', true],
  ['{{a}} today', '{{a}} tomorrow', true],
  ['{{a}}', 'Yes', false],
  ['{{a}}', '{{b}}', false],
  ['To {{a}}', 'To {{b}}', false],
  ['To {{a}}', 'To', false],
  ['1. {{a}}', '2. {{a}}', true],
])('“%s” and “%s” always differ: %s', (one, other, differ) => {
  expect(areAlwaysDifferent(one, other)).toBe(differ);
  expect(areAlwaysDifferent(other, one)).toBe(differ);
});
