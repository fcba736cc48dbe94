import type { Scope, Values } from '@parley/flows/expression.ts';
import { localise } from '@parley/flows/localise.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import { momentAt, parseMoment } from '@parley/flows/moment.ts';
import { placeholdersOf } from '@parley/flows/placeholders.ts';
import {
  checkJson,
  checkText,
  checkUrl,
  formatValue,
  longestText,
  renderJson,
  renderMessage,
  renderText,
  renderUrl,
} from '@parley/flows/render.ts';
import { PAGE_ROW_ID } from '@parley/flows/rows.ts';
import { lengthOf } from '@parley/flows/value.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answered,
  anyExpression,
  anyValues,
  facts,
  hostileTexts,
  scope,
  scopeOfResponse,
  values,
  variables,
} from './language.ts';

const render = (text: string, data = values, locale = 'en') => renderText(text, scope, data, locale);
const named = (name: string): Values => ({
  ...values,
  facts: { ...facts, contact: { ...facts.contact, name } },
});
const faultsOf = ({ problems }: ReturnType<typeof checkText>) =>
  problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe('a text with placeholders', () => {
  test('has the values in their places', () => {
    expect(render('Hi {{contact.name}}, {{ n + 1 }} × {{cup}}{{ paid ? "!" : "?" }}')).toBe(
      'Hi Ann, 4 × Small!',
    );
    expect(render('no placeholder')).toBe('no placeholder');
  });

  test('finds its expressions, also around braces within quotes', () => {
    expect(placeholdersOf('a {{ city }} b{{n}}')).toEqual([
      { source: 'city', offset: 5 },
      { source: 'n', offset: 16 },
    ]);
    expect(placeholdersOf('{{ "}}" + \'{{\' }}')).toEqual([{ source: '"}}" + \'{{\'', offset: 3 }]);
    expect(placeholdersOf('{{ "a\\"}}" }} {{ """"}}""" }}').map(({ source }) => source)).toEqual([
      '"a\\"}}"',
      '""""}}"""',
    ]);
    expect(placeholdersOf('{ {x} }} {{')).toEqual([]);
    expect(render('{{ "}}" + "{{" }}')).toBe('}}{{');
  });

  test('reports faults at the place where they stand in the text', () => {
    const checked = checkText('Hi {{city}}\nand {{ citty }} {{items}} {{cart}} {{contact}}\n{{ n', scope);
    expect(checked.reads).toEqual(['city', 'items', 'cart']);
    expect(faultsOf(checked)).toEqual([
      '2:8 `citty` is not a variable; did you mean `city`?',
      '2:19 A list cannot stand in a text; write join(list, "field", ", ").',
      '2:29 An order cannot stand in a text; write describe(order), or one of its fields.',
      '2:38 A record cannot stand in a text; choose one of its fields.',
      '3:1 This placeholder is not closed: }} is missing.',
    ]);
    expect(faultsOf(checkText("it's {{ it's }}", scope))).toEqual(['1:11 A text in quotes is not closed.']);
    expect(faultsOf(checkText('{{ n }}'.repeat(101), scope))).toEqual([
      '1:704 A text has at most 100 placeholders.',
    ]);
  });

  test('leaves nothing where there is no value, and what is not closed as it stands', () => {
    expect(render('[{{citty}}{{1 / 0}}{{items}}{{items[9].title}}]')).toBe('[]');
    expect(render('a {{ b')).toBe('a {{ b');
  });

  test.each(hostileTexts)('takes a value as data, whatever it says: %j', (name) => {
    const city = name;
    const text = render('{{city}}|{{ contact.name + "" }}', { ...named(name), vars: { city } });
    expect(text).not.toContain('Ann');
    expect(text.split('|')[0]).toBe(city.slice(0, 40).replaceAll('\0', '').toWellFormed());
  });

  test('never holds NUL or half a character, even when two halves meet', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.nat({ max: 0xffff }),
        fc.nat({ max: 0xffff }),
        (text, a, b) => {
          const data = { ...values, vars: { city: String.fromCharCode(a) } };
          const rendered = renderText(`${text}{{city}}${String.fromCharCode(b)}\0`, scope, data, 'en');
          return rendered.isWellFormed() && !rendered.includes('\0');
        },
      ),
    );
  });

  test('is rendered in time that grows with its length', () => {
    // Each `{{'` opens a quote that is never closed; searching to the end for each would take 10,000 million steps.
    const text = `{{'`.repeat(100_000);
    expect(render(text)).toBe(text);
    expect(checkText(`{{'}}`.repeat(50_000), scope).problems.length).toBeGreaterThan(0);
  });
});

describe('a value in a text', () => {
  test('is written in the language of the conversation', () => {
    expect(formatValue(12_345.5, 'en')).toBe('12345.5');
    expect(formatValue(12_345.5, 'de')).toBe('12345,5');
    expect(formatValue(0.1 + 0.2, 'en')).toBe('0.3');
    expect(formatValue(-0, 'en')).toBe('0');
    expect(formatValue(1e21, 'en')).toBe('1E21');
    expect(formatValue(true, 'ru-RU')).toBe('да');
    expect(formatValue(false, 'xx')).toBe('no');
    expect(formatValue('as it is', 'de')).toBe('as it is');
    for (const nothing of [null, undefined, [], {}, Number.NaN, () => 1])
      expect(formatValue(nothing, 'en')).toBe('');
  });

  test('shows a date by the clock of the contact, and a day as that day everywhere', () => {
    const instant = momentAt(Date.UTC(2026, 10, 22, 23, 30));
    expect(formatValue(instant, 'en-GB', 'Europe/Berlin')).toBe('23 November 2026 at 00:30');
    expect(formatValue(instant, 'ru', 'UTC')).toBe('22 ноября 2026 г. в 23:30');
    expect(formatValue(instant, 'not a tag', 'Mars/Crater')).toBe('November 22, 2026 at 11:30 PM');
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      expect(formatValue(parseMoment('2026-12-24', zone), 'en-GB', zone)).toBe('24 December 2026');
    }
    expect(render('{{due}}, {{now}}', values, 'en-GB')).toBe('24 December 2026, 22 November 2026 at 09:05');
  });
});

describe('the longest text that can come out', () => {
  test.each<[string, number]>([
    ['Hello', 5],
    ['{{city}}!', 41],
    ['{{cup}}', 5],
    ['{{contact.name}}', 60],
    ['{{contact.phone}}', 20],
    ['{{n}}', 32],
    ['{{due}}', 80],
    ['{{paid}}', 8],
    ['{{ short(city, 10) }}', 10],
    ['{{ short(response.body.name, 10) }}', 10],
    ['{{ paid ? city : cup }}', 40],
    ['{{ city + ", " + cup }}', 47],
    ['{{ join(items, "title", ", ") }}', 20 * 30 + 19 * 2],
    ['{{ items[0].id + items.filter(x, x.id != "").map(x, x.id).join("") }}', 10 + 20 * 10],
    ['{{ upper(city) }}', 40],
    ['{{ city + response.body.x }}', Number.POSITIVE_INFINITY],
    ['{{ response.body }}', Number.POSITIVE_INFINITY],
    ['{{ citty }}', 0],
  ])('of %s is %d', (text, length) => {
    expect(longestText(text, scopeOfResponse)).toBe(length);
  });

  test('is never exceeded: any text of any expressions, any values, any language', () => {
    const anyTemplate = fc
      .array(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 10 }),
          anyExpression.map((source) => `{{${source}}}`),
        ),
        {
          maxLength: 4,
        },
      )
      .map((parts) => parts.join(''));
    let inserted = 0;
    fc.assert(
      fc.property(anyTemplate, anyValues, (text, data) => {
        const rendered = renderText(text, scopeOfResponse, data, data.facts.contact.locale);
        const longest = longestText(text, scopeOfResponse);
        inserted += rendered === text ? 0 : 1;
        expect(lengthOf(rendered)).toBeLessThanOrEqual(longest);
      }),
      { numRuns: 1_500 },
    );
    expect(inserted).toBeGreaterThan(500);
  });

  test('is reached by a value that is as long as it may be', () => {
    const data = { ...values, vars: { city: 'x'.repeat(50) } };
    expect(render('{{city}}', data)).toHaveLength(longestText('{{city}}', scope));
    expect(render('{{contact.name}}', named('y'.repeat(90)))).toHaveLength(60);
  });
});

describe('an address', () => {
  const url = (text: string, city: string) =>
    renderUrl(text, scope, { ...values, vars: { ...values.vars, city } }, 'de');

  test('takes each value as one component', () => {
    expect(url('https://api.example/{{city}}?q={{city}}&n={{n / 2}}&d={{due}}#{{paid}}', 'a/b?c&d#é')).toBe(
      'https://api.example/a%2Fb%3Fc%26d%23%C3%A9?q=a%2Fb%3Fc%26d%23%C3%A9&n=1.5&d=2026-12-24#true',
    );
  });

  test('has a host that is written out: a value cannot choose it, nor a part of it', () => {
    for (const text of [
      '{{city}}',
      'https://{{city}}/x',
      'https://api.example{{city}}/x',
      'https://me:{{city}}@a.example/',
    ]) {
      expect(url(text, 'evil.example/')).not.toContain('evil');
      expect(checkUrl(text, scope).problems, text).not.toEqual([]);
    }
    expect(faultsOf(checkUrl('https://api.example{{city}}', scope))).toEqual([
      '1:20 The host of an address is written out; put a / between it and the first placeholder.',
    ]);
    expect(checkUrl('https://api.example/{{city}}', scope).problems).toEqual([]);
    expect(checkUrl('https://api.example', scope).problems).toEqual([]);
    expect(checkUrl('ftp://api.example', scope).problems).not.toEqual([]);
  });

  test('stays on its host and below its path, whatever the value is', () => {
    const anyCity = fc.oneof(
      fc.constantFrom(...hostileTexts, '.', '..', '%2e%2e', './', '\\..\\'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(anyCity, (city) => {
        const { host, pathname, search, hash } = new URL(
          url('https://api.example/v1/{{city}}/end?q={{city}}', city),
        );
        expect(host).toBe('api.example');
        expect(pathname).toMatch(/^\/v1\/[^/]*\/end$/);
        expect(hash).toBe('');
        expect([...new URLSearchParams(search)]).toHaveLength(1);
      }),
    );
  });
});

describe('JSON', () => {
  const json = (text: string, data = values) => renderJson(text, scopeOfResponse, data, 'de');

  test('takes a value as text within quotes, and as a value of its own type elsewhere', () => {
    expect(
      json(
        '{"a":"<{{city}}>","n":{{n / 2}},"p":{{paid}},"c":{{city}},"d":{{due}},"l":{{items.map(x, x.id)}}}',
      ),
    ).toBe('{"a":"<Berlin>","n":1.5,"p":true,"c":"Berlin","d":"2026-12-24","l":["a","b"]}');
    expect(json('{"a":"{{citty}}","b":{{items[9].title}},"e":"\\"{{n}}"}')).toBe(
      '{"a":"","b":null,"e":"\\"3"}',
    );
    expect(json('{{response.body}}', answered({ x: [1, { y: null }] }))).toBe('{"x":[1,{"y":null}]}');
  });

  test('keeps its shape, whatever the values are', () => {
    const text =
      '{"q":"a {{city}} b","v":{{city}},"list":[{{n}},"{{contact.name}}"],"body":{{response.body}}}';
    expect(checkJson(text, scopeOfResponse).problems).toEqual([]);
    fc.assert(
      fc.property(anyValues, (data) => {
        const read = JSON.parse(renderJson(text, scopeOfResponse, data, 'en'));
        expect(Object.keys(read)).toEqual(['q', 'v', 'list', 'body']);
        expect(read.q).toBe(`a ${read.v} b`);
        expect(read.list).toHaveLength(2);
      }),
    );
  });

  test('that is none is refused', () => {
    for (const text of [
      '{"a": {{n}}, }',
      '{"a": {{n}}',
      '{"a": 1{{n}}}',
      '{"a": "\\{{city}}"}',
      '{ {{city}}: 1 }',
      '',
    ]) {
      expect(checkJson(text, scope).problems, text).not.toEqual([]);
    }
    expect(faultsOf(checkJson('{"a": {{citty}}}', scope))).toEqual([
      '1:9 `citty` is not a variable; did you mean `city`?',
    ]);
  });
});

describe('a translation', () => {
  const message: OutboundMessage = {
    type: 'list',
    header: { type: 'text', text: 'Menu' },
    body: 'Choose',
    button: 'Open',
    sections: [
      { title: 'Drinks', rows: [{ id: 'tea', title: 'Tea', description: 'hot' }] },
      { id: 'food', title: 'Food', rows: [{ id: 'body', title: 'Cake' }] },
    ],
    rowsFrom: { variable: 'items', id: 'id', title: 'title', more: 'More' },
  };

  test('replaces texts by their path, by id where there is one, else by index', () => {
    const translated = localise(message, 'menu', {
      'menu.header.text': 'Меню',
      'menu.body': 'Выберите',
      'menu.sections.0.title': 'Напитки',
      'menu.sections.0.rows.tea.description': 'горячий',
      'menu.sections.food.rows.body.title': 'Торт',
      'menu.rowsFrom.more': 'Ещё',
    });
    expect(translated).toEqual({
      ...message,
      header: { type: 'text', text: 'Меню' },
      body: 'Выберите',
      sections: [
        { title: 'Напитки', rows: [{ id: 'tea', title: 'Tea', description: 'горячий' }] },
        { id: 'food', title: 'Food', rows: [{ id: 'body', title: 'Торт' }] },
      ],
      rowsFrom: { variable: 'items', id: 'id', title: 'title', more: 'Ещё' },
    });
    expect(localise({ body: 'Hi', retry: 'Again?' }, 'ask', { 'ask.retry': 'Ещё раз?' })).toEqual({
      body: 'Hi',
      retry: 'Ещё раз?',
    });
  });

  test('leaves ids, types and names of fields alone, and all when there is none', () => {
    const texts = {
      'menu.type': 'x',
      'menu.sections.0.rows.tea.id': 'x',
      'menu.rowsFrom.title': 'x',
      'menu.rowsFrom.variable': 'x',
    };
    expect(localise(message, 'menu', texts)).toEqual(message);
    expect(localise(message, 'menu', undefined)).toBe(message);
    expect(localise({ body: 'Hi' }, 'constructor', {})).toEqual({ body: 'Hi' });
  });
});

describe('a message', () => {
  const rendered = (message: OutboundMessage, data = values, page = 0) =>
    renderMessage(message, scope, data, 'en', page);

  test.each<[OutboundMessage, OutboundMessage]>([
    [
      { type: 'text', body: 'Hi {{contact.name}}', previewUrl: true },
      { type: 'text', body: 'Hi Ann', previewUrl: true },
    ],
    [
      { type: 'image', media: { id: '{{n}}', link: 'https://a.example/{{city}}.png' }, caption: '{{city}}' },
      { type: 'image', media: { id: '{{n}}', link: 'https://a.example/Berlin.png' }, caption: 'Berlin' },
    ],
    [
      { type: 'document', media: { id: '1' }, filename: '{{city}}.pdf', caption: '{{items[9].title}}' },
      { type: 'document', media: { id: '1' }, filename: 'Berlin.pdf' },
    ],
    [
      { type: 'location', latitude: 1, longitude: 2, name: '{{city}}', address: 'at {{n}}' },
      { type: 'location', latitude: 1, longitude: 2, name: 'Berlin', address: 'at 3' },
    ],
    [
      {
        type: 'contacts',
        contacts: [{ name: '{{city}}', phones: [{ phone: '+{{contact.phone}}', waId: '{{n}}' }] }],
      },
      {
        type: 'contacts',
        contacts: [{ name: 'Berlin', phones: [{ phone: '+4915112345678', waId: '{{n}}' }] }],
      },
    ],
    [
      {
        type: 'buttons',
        header: { type: 'text', text: '{{items[9].id}}' },
        body: '{{n}}',
        footer: '',
        buttons: [{ id: 'a', title: '{{cup}}' }],
      },
      { type: 'buttons', body: '3', buttons: [{ id: 'a', title: 'Small' }] },
    ],
    [
      { type: 'link', body: 'Go', title: 'To {{city}}', url: 'https://a.example/?c={{city + "&"}}' },
      { type: 'link', body: 'Go', title: 'To Berlin', url: 'https://a.example/?c=Berlin%26' },
    ],
    [
      {
        type: 'form',
        body: 'Fill in',
        title: 'Start',
        formId: '{{n}}',
        screen: '{{n}}',
        token: '{{n}}',
        data: { id: '{{city}}', type: '{{n}}' },
      },
      {
        type: 'form',
        body: 'Fill in',
        title: 'Start',
        formId: '{{n}}',
        screen: '{{n}}',
        token: '{{n}}',
        data: { id: 'Berlin', type: '3' },
      },
    ],
    [
      {
        type: 'products',
        header: { type: 'text', text: '{{cup}}' },
        body: 'Buy',
        sections: [{ title: '{{city}}', products: ['{{n}}'] }],
      },
      {
        type: 'products',
        header: { type: 'text', text: 'Small' },
        body: 'Buy',
        sections: [{ title: 'Berlin', products: ['{{n}}'] }],
      },
    ],
  ])('is rendered text by text: $type', (message, expected) => {
    expect(rendered(message)).toEqual(expected);
  });

  test('from a template has parameters that WhatsApp accepts: one line, never empty', () => {
    const template: OutboundMessage = {
      type: 'template',
      name: '{{city}}',
      language: 'en',
      header: { type: 'text', name: 'who', text: '{{contact.name}}' },
      body: [{ name: 'what', text: 'a\n\tb{{city}}      c' }, { text: '{{items[9].id}}' }],
      buttons: [
        { type: 'url', index: 0, text: 'orders/{{city}}' },
        { type: 'quick-reply', index: 1, id: '{{n}}', title: '{{cup}}' },
        { type: 'copy-code', index: 2, code: '{{n}}' },
      ],
    };
    expect(rendered(template, { ...values, vars: { ...values.vars, city: 'x/y\nz' } })).toEqual({
      type: 'template',
      name: '{{city}}',
      language: 'en',
      header: { type: 'text', name: 'who', text: 'Ann' },
      body: [{ name: 'what', text: 'a bx/y z c' }, { text: '-' }],
      buttons: [
        { type: 'url', index: 0, text: 'orders/x%2Fy%0Az' },
        { type: 'quick-reply', index: 1, id: '{{n}}', title: 'Small' },
        { type: 'copy-code', index: 2, code: '3' },
      ],
    });
  });
});

describe('a list with rows from a variable', () => {
  const long: Scope = {
    variables: [
      {
        name: 'items',
        type: 'list',
        fields: { id: { maxLength: 300 }, title: { maxLength: 300 }, note: { maxLength: 300 } },
        maxItems: 100,
      },
      ...variables.filter(({ name }) => name !== 'items'),
    ],
  };
  const menu = (written: string[], section: { title?: string } = {}): OutboundMessage => ({
    type: 'list',
    body: 'Choose',
    button: 'Open',
    sections: [{ ...section, rows: written.map((id) => ({ id, title: id })) }],
    rowsFrom: { variable: 'items', id: 'id', title: 'title', description: 'note', more: 'More in {{city}}' },
  });
  const itemsOf = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: `i${index}`, title: `Item ${index}`, note: '' }));
  const rowsOf = (written: string[], items: unknown, page = 0) => {
    const message = renderMessage(
      menu(written),
      long,
      { ...values, vars: { ...values.vars, items } },
      'en',
      page,
    );
    if (message.type !== 'list') throw new Error(message.type);
    expect(message).not.toHaveProperty('rowsFrom');
    return message.sections.flatMap(({ rows }) => rows);
  };
  const idsOf = (written: string[], count: number, page = 0) =>
    rowsOf(written, itemsOf(count), page).map(({ id }) => id);

  test('has all of them while they fit', () => {
    expect(idsOf([], 10)).toHaveLength(10);
    expect(idsOf([], 10)).not.toContain(PAGE_ROW_ID);
    expect(idsOf(['help'], 9)).toEqual(['help', ...itemsOf(9).map(({ id }) => id)]);
  });

  test('is paged when they do not: nine and one for more, then the rest, then the first again', () => {
    expect(idsOf([], 11)).toEqual(['i0', 'i1', 'i2', 'i3', 'i4', 'i5', 'i6', 'i7', 'i8', PAGE_ROW_ID]);
    expect(idsOf([], 11, 1)).toEqual(['i9', 'i10']);
    expect(idsOf([], 19, 1)).toHaveLength(10);
    expect(idsOf([], 20, 1)).toContain(PAGE_ROW_ID);
    expect(idsOf([], 20, 2)).toEqual(['i18', 'i19']);
    expect(idsOf([], 20, 3)).toEqual(idsOf([], 20, 0));
    expect(rowsOf([], itemsOf(11)).at(-1)).toEqual({ id: PAGE_ROW_ID, title: 'More in Berlin' });
  });

  test('shows every item on exactly one page, and never more than ten rows', () => {
    fc.assert(
      fc.property(fc.nat({ max: 100 }), fc.nat({ max: 10 }), (count, written) => {
        const own = Array.from({ length: written }, (_, index) => `w${index}`);
        const places = 10 - written;
        const pages = count <= places || places < 2 ? 1 : Math.ceil((count - 1) / (places - 1));
        const seen: string[] = [];
        for (let page = 0; page < pages; page += 1) {
          const ids = idsOf(own, count, page);
          expect(ids.length).toBeLessThanOrEqual(10);
          expect(ids.slice(0, written)).toEqual(own);
          expect(ids.includes(PAGE_ROW_ID)).toBe(page < pages - 1);
          seen.push(...ids.filter((id) => id.startsWith('i')));
        }
        if (places >= 2) expect(seen).toEqual(itemsOf(count).map(({ id }) => id));
      }),
    );
  });

  test('leaves out rows without an id or with one that is taken, and fits what is too long', () => {
    const items = [
      { id: ' ', title: 'no id' },
      { id: 'help', title: 'taken by a written row' },
      { id: PAGE_ROW_ID, title: 'taken by the row for more' },
      { id: 'a', title: 'A title that is far too long for a row', note: 'word '.repeat(40) },
      { id: 'a', title: 'twice' },
      { id: 'b'.repeat(250), title: '' },
      { id: 'c', title: 'two\nlines', note: ' ' },
    ];
    const rows = rowsOf(['help'], items).slice(1);
    expect(rows.map(({ id }) => id)).toEqual(['a', 'b'.repeat(200), 'c']);
    expect(rows.map(({ title }) => title)).toEqual([
      'A title that is far too…',
      `${'b'.repeat(23)}…`,
      'two lines',
    ]);
    expect(rows[0]?.description?.length).toBeLessThanOrEqual(72);
    expect(rows[2]).not.toHaveProperty('description');
  });

  test('has only rows that WhatsApp accepts, whatever the variable holds', () => {
    fc.assert(
      fc.property(anyValues, fc.integer({ min: -5, max: 50 }), ({ vars }, page) => {
        const rows = rowsOf(['help'], vars.items, page);
        expect(rows.length).toBeLessThanOrEqual(10);
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        for (const { id, title, description } of rows) {
          expect(id).not.toBe('');
          expect(id.length).toBeLessThanOrEqual(200);
          expect(title).not.toBe('');
          expect(title.length).toBeLessThanOrEqual(24);
          expect(description ?? 'x').not.toBe('');
          expect((description ?? '').length).toBeLessThanOrEqual(72);
        }
      }),
    );
  });

  test('keeps its sections, the rows in the last of them; an empty one is left out', () => {
    const message = renderMessage(
      menu([], { title: 'From {{city}}' }),
      long,
      { ...values, vars: { city: 'Rome', items: itemsOf(1) } },
      'en',
    );
    expect(message).toMatchObject({
      sections: [{ title: 'From Rome', rows: [{ id: 'i0', title: 'Item 0' }] }],
    });
    expect(renderMessage(menu([]), long, { ...values, vars: {} }, 'en')).toMatchObject({ sections: [] });
  });
});
