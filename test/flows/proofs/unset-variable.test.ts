import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import type { Variable } from '@parley/flows/variables.ts';
import { describe, expect, test } from 'vitest';
import { ask, at, codesOf, flowWithPerson, problemOf, problemsOf, say } from './small-flow.ts';

const city: Variable = { name: 'city', type: 'text', maxLength: 20 };
const question: NodeConfig = {
  type: 'question',
  at,
  body: 'Where?',
  answer: { kind: 'text' },
  saveAs: 'city',
  retries: 0,
};
const set = (...to: string[]): NodeConfig => ({
  type: 'set',
  at,
  set: to.map((expression) => ({ variable: 'city', to: expression })),
});

const inLine = (variables: Variable[], ...nodes: NodeConfig[]) =>
  flowWithPerson(
    Object.fromEntries(nodes.map((node, step) => [`n${step}`, node])),
    Object.fromEntries(
      nodes.map((node, step): [string, { [port: string]: string }] => {
        const next = step + 1 < nodes.length ? `n${step + 1}` : 'bye';
        return [`n${step}`, node.type === 'question' ? { answered: next, other: 'bye' } : { next }];
      }),
    ),
    { settings: { variables } },
  );

describe('a variable that no way sets before it is read', () => {
  test('is an error; a default, an answer or a value before makes it right', () => {
    const flow = inLine([city], say('Hello.'), say('You live in {{city}}.'));
    expect(problemOf(flow, 'unset-variable')).toEqual({
      code: 'unset-variable',
      level: 'error',
      node: 'n1',
      field: 'bubbles.a.message.body',
      message: expect.stringContaining('“city”'),
      example: [],
      path: [{ node: 'n0', port: 'next' }, { node: 'n1' }],
    });
    expect(codesOf(inLine([{ ...city, default: '' }], say('Hello.'), say('You live in {{city}}.')))).toEqual(
      [],
    );
    expect(codesOf(inLine([city], question, say('You live in {{city}}.')))).toEqual([]);
    expect(codesOf(inLine([city], set('"Rome"'), say('You live in {{city}}.')))).toEqual([]);
  });

  test('is found wherever it is read', () => {
    const count: Variable = { name: 'count', type: 'number' };
    const reading: NodeConfig[] = [
      { type: 'branch', at, conditions: [{ id: 'a', when: 'count > 1.0' }] },
      { type: 'set', at, set: [{ variable: 'count', to: 'count + 1.0' }] },
      { type: 'request', at, method: 'GET', url: 'https://example.com/{{count}}', save: [] },
      {
        type: 'request',
        at,
        method: 'POST',
        url: 'https://example.com/',
        body: '{"n": {{count}}}',
        save: [],
      },
      {
        type: 'request',
        at,
        method: 'GET',
        url: 'https://example.com/',
        save: [{ variable: 'count', from: 'count + response.status' }],
      },
      { type: 'consent', at, purpose: 'news', body: 'All {{count}}?', agree: 'Yes', decline: 'No' },
      { type: 'escalation', at, text: 'Wait.', contact: { method: 'agent', summary: 'Has {{count}}' } },
    ];
    for (const node of reading) {
      const ports = ['next', 'a', 'other', 'answered', 'failed', 'agreed', 'declined', 'resolved'];
      const flow = flowWithPerson(
        { here: node },
        { here: Object.fromEntries(ports.map((port) => [port, 'bye'])) },
        { settings: { variables: [count] } },
      );
      expect(problemOf(flow, 'unset-variable')).toMatchObject({ node: 'here' });
    }
  });

  test('is found in a list that rows come from', () => {
    const list: NodeConfig = {
      type: 'list',
      at,
      body: 'Which?',
      button: 'Shops',
      sections: [{ rows: [{ id: 'none', title: 'None' }] }],
      rowsFrom: { variable: 'shops', id: 'id', title: 'id', more: 'More' },
    };
    const shops: Variable = { name: 'shops', type: 'list', fields: { id: { maxLength: 9 } }, maxItems: 9 };
    const flow = (variable: Variable) =>
      flowWithPerson(
        { here: list },
        { here: { none: 'bye', chosen: 'bye', other: 'bye' } },
        { settings: { variables: [variable] } },
      );
    expect(problemOf(flow(shops), 'unset-variable')).toMatchObject({ field: 'rowsFrom.variable' });
    expect(codesOf(flow({ ...shops, default: [] }))).toEqual([]);
  });

  test('is found where the order of the actions is wrong', () => {
    expect(codesOf(inLine([city], set('city + "!"', '"Rome"')))).toEqual(['unset-variable']);
    expect(codesOf(inLine([city], set('"Rome"', 'city + "!"')))).toEqual([]);
  });
});

describe('a variable that some way does not set before it is read', () => {
  const flow = () =>
    flowWithPerson(
      { menu: ask('What now?', 'Order', 'Skip'), where: question, told: ask('To {{city}}?', 'Yes') },
      {
        menu: { order: 'where', skip: 'told', other: 'menu' },
        where: { answered: 'told', other: 'menu' },
        told: { yes: 'bye', other: 'bye' },
      },
      { settings: { variables: [city] } },
    );

  test('is a warning with the way that does not', () => {
    expect(problemOf(flow(), 'maybe-unset')).toMatchObject({
      level: 'warning',
      node: 'told',
      example: ['Skip'],
    });
    const repaired = flow();
    repaired.edges.menu = { order: 'where', skip: 'where', other: 'menu' };
    expect(codesOf(repaired)).toEqual([]);
  });

  test('is no warning in a note to an agent, who is told what is known by then', () => {
    const repaired = flow();
    repaired.edges.menu = { order: 'where', skip: 'where', other: 'menu' };
    repaired.nodes.person = {
      type: 'escalation',
      at,
      text: 'Wait.',
      contact: { method: 'agent', summary: 'Lives in {{city}}' },
    };
    expect(problemsOf(repaired)).toEqual([]);
  });
});

test('a keyword that works everywhere is a way around what sets a variable', () => {
  const flow = flowWithPerson(
    { where: question, told: ask('To {{city}}?', 'Yes') },
    { where: { answered: 'told', other: 'bye' }, told: { yes: 'bye', other: 'bye' } },
    { settings: { variables: [city] } },
  );
  expect(codesOf(flow)).toEqual([]);
  flow.settings.keywords = { back: { en: ['back'] } };
  flow.globals['keyword:back'] = 'told';
  expect(problemOf(flow, 'maybe-unset')).toMatchObject({ node: 'told', example: ['the word “back”'] });
});
