import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import type { Variable } from '@parley/flows/variables.ts';
import { describe, expect, test } from 'vitest';
import { ask, at, codesOf, flowWithPerson, problemOf, problemsOf, say } from './small-flow.ts';

const variables: Variable[] = [
  { name: 'city', type: 'text', maxLength: 20, default: '' },
  { name: 'age', type: 'number', default: 0 },
  { name: 'vip', type: 'boolean', default: false },
  { name: 'due', type: 'date', default: '2026-03-01' },
  { name: 'size', type: 'choice', options: ['S', 'M'], default: 'S' },
  { name: 'shops', type: 'list', fields: { id: { maxLength: 9 } }, maxItems: 20, default: [{ id: 'a' }] },
  { name: 'cart', type: 'order' },
];

const flowOf = (node: NodeConfig, ports: string[], settings = {}) =>
  flowWithPerson(
    { here: node },
    { here: Object.fromEntries(ports.map((port) => [port, 'bye'])) },
    { settings: { variables, ...settings } },
  );

const setting = (variable: string, to: string) =>
  flowOf({ type: 'set', at, set: [{ variable, to }] }, ['next']);

const branch = (when: string) =>
  flowOf({ type: 'branch', at, conditions: [{ id: 'a', when }] }, ['a', 'other']);

describe('an expression checks against the declared variables', () => {
  test('in a text, with the place in it', () => {
    expect(problemOf(flowOf(say('Hello,\nyou in {{ town }}!'), ['next']), 'expression-type')).toMatchObject({
      level: 'error',
      node: 'here',
      field: 'bubbles.a.message.body',
      line: 2,
      column: 11,
    });
    expect(codesOf(flowOf(say('Hello,\nyou in {{ city }}!'), ['next']))).toEqual([]);
  });

  test('in every language', () => {
    const spoken = (text: string) =>
      flowOf({ ...ask('In {{city}}?', 'Yes'), footer: 'Ok' }, ['yes', 'other'], {
        locales: ['en', 'ru'],
        texts: {
          ru: {
            'here.body': text,
            'here.footer': 'Да',
            'here.buttons.yes.title': 'Да',
            'person.body': 'Ждите.',
          },
        },
      });
    expect(problemOf(spoken('В {{town}}?'), 'expression-type')).toMatchObject({
      node: 'here',
      field: 'body',
      locale: 'ru',
      line: 1,
      column: 5,
    });
    expect(codesOf(spoken('В {{city}}?'))).toEqual([]);
  });

  test('in a condition, which is yes or no', () => {
    expect(problemOf(branch('age + 1.0'), 'expression-type')).toMatchObject({ field: 'conditions.a.when' });
    expect(problemOf(branch('agee > 1.0'), 'expression-type')).toMatchObject({ line: 1, column: 1 });
    expect(codesOf(branch('age > 1.0'))).toEqual([]);
  });

  test('in the address, headers and body of a request, whose body is JSON', () => {
    const request = (parts: { url?: string; headers?: { [name: string]: string }; body?: string }) =>
      flowOf({ type: 'request', at, method: 'POST', url: 'https://example.com/', save: [], ...parts }, [
        'answered',
        'failed',
      ]);
    expect(problemOf(request({ url: 'https://example.com/{{town}}' }), 'expression-type').field).toBe('url');
    expect(problemOf(request({ headers: { 'x-a': '{{town}}' } }), 'expression-type').field).toBe(
      'headers.x-a',
    );
    expect(problemOf(request({ body: '{"age": {{ag}}}' }), 'expression-type').field).toBe('body');
    expect(problemOf(request({ body: '{"age": ' }), 'expression-type').field).toBe('body');
    expect(
      codesOf(
        request({
          url: 'https://example.com/{{city}}',
          headers: { 'x-a': '{{city}}' },
          body: '{"age": {{age}}}',
        }),
      ),
    ).toEqual([]);
  });

  test('and knows the answer of a request only where it is stored', () => {
    const request: NodeConfig = {
      type: 'request',
      at,
      method: 'GET',
      url: 'https://example.com/',
      save: [{ variable: 'city', from: 'response.body.city' }],
    };
    expect(codesOf(flowOf(request, ['answered', 'failed']))).toEqual([]);
    expect(problemOf(setting('city', 'response.body.city'), 'expression-type').message).toContain('response');
  });
});

describe('a value fits the variable that keeps it', () => {
  test.each([
    ['city', 'age'],
    ['age', 'city'],
    ['vip', '"yes"'],
    ['due', '"2026-03-01"'],
    ['size', '"XL"'],
    ['size', 'age'],
    ['shops', 'city'],
    ['cart', 'city'],
    ['locale', 'age'],
    ['locale', '"fr"'],
    ['nothing', 'city'],
  ])('not in %s: %s', (variable, to) => {
    expect(problemOf(setting(variable, to), 'expression-type')).toMatchObject({
      level: 'error',
      node: 'here',
    });
  });

  test.each([
    ['city', 'text(age)'],
    ['age', 'age + 1'],
    ['vip', 'age > 3'],
    ['due', 'now'],
    ['size', '"M"'],
    ['size', 'city'],
    ['shops', 'shops.filter(shop, shop.id != "")'],
    ['locale', '"en"'],
    ['locale', 'contact.locale'],
  ])('in %s: %s', (variable, to) => {
    expect(codesOf(setting(variable, to))).toEqual([]);
  });

  test('points at the value that does not fit', () => {
    expect(problemOf(setting('age', 'city'), 'expression-type').field).toBe('set.0.to');
    expect(problemOf(setting('nothing', 'city'), 'expression-type').field).toBe('set.0.variable');
  });
});

describe('an answer fits the variable that keeps it', () => {
  type Answer = Extract<NodeConfig, { type: 'question' }>['answer'];
  const question = (answer: Answer, saveAs: string) =>
    flowOf({ type: 'question', at, body: 'So?', answer, saveAs, retries: 1 }, ['answered', 'other']);

  test.each<[Answer, string, string]>([
    [{ kind: 'number' }, 'age', 'city'],
    [{ kind: 'date' }, 'due', 'city'],
    [{ kind: 'text' }, 'city', 'age'],
    [{ kind: 'email' }, 'city', 'size'],
    [{ kind: 'phone' }, 'city', 'vip'],
    [{ kind: 'pattern', pattern: '\\d+' }, 'city', 'age'],
    [{ kind: 'one-of', options: ['S', 'M'] }, 'size', 'due'],
    [{ kind: 'one-of', options: ['S', 'M'] }, 'city', 'nothing'],
    [{ kind: 'one-of', options: ['S', 'M'] }, 'size', 'shops'],
  ])('%o fits %s and not %s', (answer, fits, misfits) => {
    expect(codesOf(question(answer, fits))).toEqual([]);
    expect(problemOf(question(answer, misfits), 'expression-type')).toMatchObject({ field: 'saveAs' });
  });

  test('with every option that it may be', () => {
    const flow = question({ kind: 'one-of', options: ['S', 'XL'] }, 'size');
    expect(problemOf(flow, 'expression-type').message).toContain('“XL”');
  });
});

describe('what the contact sends fits the variable that keeps it', () => {
  test('the id of a row', () => {
    const list = (saveAs: string, id: string) =>
      flowOf(
        {
          type: 'list',
          at,
          body: 'Which?',
          button: 'Sizes',
          sections: [{ rows: [{ id, title: 'Small' }] }],
          saveAs,
        },
        [id, 'other'],
      );
    expect(codesOf(list('city', 'S'))).toEqual([]);
    expect(codesOf(list('size', 'S'))).toEqual([]);
    expect(problemOf(list('size', 'XL'), 'expression-type').field).toBe('saveAs');
    expect(problemOf(list('age', 'S'), 'expression-type').field).toBe('saveAs');
  });

  test('a location', () => {
    const location = (latitude: string, address: string) =>
      flowOf({ type: 'location', at, body: 'Where?', saveLatitude: latitude, saveAddress: address }, [
        'located',
        'other',
      ]);
    expect(codesOf(location('age', 'city'))).toEqual([]);
    expect(problemOf(location('city', 'city'), 'expression-type').field).toMatch(/^save/);
    expect(problemOf(location('age', 'vip'), 'expression-type').field).toBe('saveAddress');
  });

  test('an order, and the fields of a form', () => {
    const catalog = (saveAs: string) =>
      flowOf({ type: 'catalog', at, body: 'All', saveAs }, ['ordered', 'other']);
    expect(codesOf(catalog('cart'))).toEqual([]);
    expect(codesOf(catalog('city'))).toEqual(['not-an-order', 'expression-type']);
    const form = (saveAs: string) =>
      flowOf(
        { type: 'form', at, body: 'Fill in', title: 'Open', formId: '1', fields: [{ field: 'age', saveAs }] },
        ['submitted', 'other'],
      );
    expect(codesOf(form('age'))).toEqual([]);
    expect(problemOf(form('cart'), 'expression-type').field).toBe('fields.0.saveAs');
    expect(problemOf(form('nothing'), 'expression-type').field).toBe('fields.0.saveAs');
  });

  test('the rows of a list are made of fields that its records have', () => {
    const list = (title: string) =>
      flowOf(
        {
          type: 'list',
          at,
          body: 'Which?',
          button: 'Shops',
          sections: [{ rows: [{ id: 'none', title: 'None' }] }],
          rowsFrom: { variable: 'shops', id: 'id', title, more: 'More' },
        },
        ['none', 'chosen', 'other'],
      );
    expect(codesOf(list('id'))).toEqual([]);
    expect(problemOf(list('name'), 'expression-type')).toMatchObject({ field: 'rowsFrom.title' });
  });
});

test('the same mistake in two states of one node is told once', () => {
  const flow = flowOf(
    { type: 'question', at, body: '{{town}}?', answer: { kind: 'text' }, saveAs: 'city', retries: 2 },
    ['answered', 'other'],
  );
  expect(problemsOf(flow).filter(({ code }) => code === 'expression-type')).toHaveLength(1);
});
