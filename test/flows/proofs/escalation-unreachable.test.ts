import type { Flow } from '@parley/flows/flow.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import { describe, expect, test } from 'vitest';
import {
  ask,
  at,
  bye,
  codesOf,
  flowWithPerson,
  person,
  problemOf,
  problemsOf,
  say,
  smallFlow,
} from './small-flow.ts';

const CODE = 'escalation-unreachable';

const question = (retries: number, answer: object = { kind: 'number' }): NodeConfig =>
  ({ type: 'question', at, body: 'How many?', answer, saveAs: 'n', retries }) as NodeConfig;
const variables: Flow['settings']['variables'] = [
  { name: 'n', type: 'number', default: 0 },
  { name: 't', type: 'text', maxLength: 20, default: '' },
];

/** A menu that leads to a question, which goes to a person once it gives up. No keywords. */
const asking = (retries: number, maxTurns = 2): Flow =>
  smallFlow(
    { menu: ask('What now?', 'Order', 'Person'), many: question(retries), person, bye },
    {
      menu: { order: 'many', person: 'person', other: 'person' },
      many: { answered: 'many', other: 'person' },
      person: { resolved: 'bye' },
    },
    { settings: { variables, escalation: { keywords: {}, maxTurns } } },
  );

describe('from every waiting state a person is reached in time', () => {
  test('when an option leads there, and not when it leads nowhere else', () => {
    const flow = smallFlow(
      { menu: ask('What now?', 'Order', 'Person'), order: ask('Coffee?', 'Yes', 'No'), person, bye },
      {
        menu: { order: 'order', person: 'person', other: 'menu' },
        order: { yes: 'order', no: 'order', other: 'order' },
        person: { resolved: 'bye' },
      },
    );
    expect(problemOf(flow, CODE)).toEqual({
      code: CODE,
      level: 'error',
      node: 'order',
      message: expect.stringContaining('“order”'),
      example: ['Order', 'any text', 'any text'],
      path: [{ node: 'menu', port: 'order' }, { node: 'order' }],
    });
    flow.edges.order = { yes: 'order', no: 'menu', other: 'order' };
    expect(codesOf(flow)).toEqual([]);
  });

  test('when two turns are enough, and not when three are needed', () => {
    const steps = (...titles: string[]) =>
      smallFlow(
        {
          ...Object.fromEntries(titles.map((title) => [title.toLowerCase(), ask(title, 'On')])),
          person,
          bye,
        },
        {
          ...Object.fromEntries(
            titles.map((title, step) => {
              const next = titles[step + 1]?.toLowerCase() ?? 'person';
              return [title.toLowerCase(), { on: next, other: title.toLowerCase() }];
            }),
          ),
          person: { resolved: 'bye' },
        },
      );
    expect(problemOf(steps('One', 'Two', 'Three'), CODE)).toMatchObject({
      node: 'one',
      example: ['any text', 'any text'],
    });
    expect(codesOf(steps('One', 'Two'))).toEqual([]);
  });

  test('counting the tries of a question', () => {
    expect(problemOf(asking(5), CODE)).toMatchObject({
      node: 'many',
      example: ['Order', 'any text', 'any text'],
    });
    expect(problemOf(asking(2), CODE)).toMatchObject({ node: 'many' });
    expect(codesOf(asking(1))).toEqual([]);
    expect(codesOf(asking(5, 6))).toEqual([]);
  });

  test('by an answer that the contact may give', () => {
    const flow = asking(5);
    flow.edges.many = { answered: 'person', other: 'menu' };
    expect(codesOf(flow)).toEqual([]);
  });

  test('but not by an answer that does not fit, where every text does', () => {
    const flow = asking(0);
    flow.nodes.many = {
      type: 'question',
      at,
      body: 'Tell us',
      answer: { kind: 'text' },
      saveAs: 't',
      retries: 0,
    };
    flow.edges.many = { answered: 'many', other: 'person' };
    expect(problemOf(flow, CODE)).toMatchObject({
      example: ['Order', 'an answer that fits', 'an answer that fits'],
    });
  });

  test('by words that work everywhere, in a state that offers nothing', () => {
    const wait: NodeConfig = { type: 'wait', at, until: { kind: 'duration', duration: 'PT30M' } };
    const flow = flowWithPerson({ wait }, { wait: { elapsed: 'bye' } });
    expect(codesOf(flow)).toEqual([]);
    delete flow.globals.escalation;
    flow.settings = { ...flow.settings, escalation: { keywords: {}, maxTurns: 2 } };
    flow.edges.wait = { elapsed: 'person' };
    expect(problemOf(flow, CODE)).toMatchObject({ node: 'wait', example: ['any text', 'any text'] });
  });

  test('by words in every language, or the words do not count', () => {
    const flow = flowWithPerson(
      { menu: ask('What now?', 'Go on') },
      { menu: { 'go-on': 'menu', other: 'menu' } },
      {
        settings: {
          locales: ['en', 'ru'],
          escalation: { keywords: { en: ['agent'] }, maxTurns: 2 },
          texts: { ru: { 'menu.body': 'Что?', 'menu.buttons.go-on.title': 'Да', 'person.body': 'Ждите.' } },
        },
      },
    );
    expect(codesOf(flow)).toEqual([CODE, 'keyword-missing']);
    flow.settings.escalation.keywords.ru = ['оператор'];
    expect(codesOf(flow)).toEqual([]);
  });

  test('by words that no option on the screen has taken', () => {
    const flow = flowWithPerson(
      { menu: ask('Who are you?', 'Agent', 'Guest') },
      { menu: { agent: 'menu', guest: 'menu', other: 'menu' } },
    );
    expect(problemOf(flow, CODE)).toMatchObject({ node: 'menu' });
    flow.settings.escalation.keywords.en = ['agent', 'human'];
    expect(codesOf(flow)).toEqual([]);
  });
});

describe('nothing that the contact has no hand in is counted on', () => {
  test('no silence', () => {
    const flow = asking(1);
    flow.nodes.menu = { ...ask('What now?', 'Order'), silentAfter: 'PT1H' };
    flow.edges.menu = { order: 'menu', other: 'menu', silent: 'person' };
    delete flow.nodes.many;
    delete flow.edges.many;
    expect(problemOf(flow, CODE)).toMatchObject({ node: 'menu', example: ['any text', 'any text'] });
  });

  test('no condition on data, unless all of its outcomes do', () => {
    const flow = smallFlow(
      {
        menu: ask('What now?', 'Person'),
        which: { type: 'branch', at, conditions: [{ id: 'vip', label: 'a regular', when: 'n > 3.0' }] },
        person,
        mail: {
          type: 'escalation',
          at,
          text: 'Write to us.',
          contact: { method: 'email', email: 'a@example.com' },
        },
        bye,
      },
      {
        menu: { person: 'which', other: 'which' },
        which: { vip: 'person', other: 'menu' },
        person: { resolved: 'bye' },
        mail: { next: 'bye' },
      },
      { settings: { variables: [{ name: 'n', type: 'number', default: 0 }] } },
    );
    expect(problemOf(flow, CODE)).toMatchObject({
      node: 'menu',
      example: ['any text', 'else', 'any text', 'else'],
    });
    flow.edges.which = { vip: 'person', other: 'mail' };
    expect(codesOf(flow)).toEqual([]);
  });

  test('no answer of a request, unless both do', () => {
    const flow = smallFlow(
      {
        menu: ask('What now?', 'Person'),
        look: { type: 'request', at, method: 'GET', url: 'https://example.com/hours', save: [] },
        person,
        bye,
      },
      {
        menu: { person: 'look', other: 'look' },
        look: { answered: 'person', failed: 'menu' },
        person: { resolved: 'bye' },
      },
    );
    expect(problemOf(flow, CODE)).toMatchObject({
      example: ['any text', 'the request fails', 'any text', 'the request fails'],
    });
    flow.edges.look = { answered: 'person', failed: 'person' };
    expect(codesOf(flow)).toEqual([]);
  });

  test('no opening hours, unless somebody can be reached outside them', () => {
    const hours = { timezone: 'Europe/Berlin', open: [{ days: [1], from: '09:00', to: '17:00' }] };
    const flow = smallFlow(
      {
        menu: ask('What now?', 'Person'),
        person: { type: 'escalation', at, text: 'Wait.', contact: { method: 'agent', hours } },
        closed: say('Nobody is here.'),
        mail: {
          type: 'escalation',
          at,
          text: 'Write to us.',
          contact: { method: 'email', email: 'a@example.com' },
        },
        bye,
      },
      {
        menu: { person: 'person', other: 'person' },
        person: { resolved: 'bye', closed: 'closed' },
        closed: { next: 'menu' },
        mail: { next: 'bye' },
      },
    );
    expect(problemOf(flow, CODE)).toMatchObject({
      example: ['any text', 'out of hours', 'any text', 'out of hours'],
    });
    flow.edges.closed = { next: 'mail' };
    expect(codesOf(flow)).toEqual([]);
  });

  test('no row that comes from a variable', () => {
    const flow = smallFlow(
      {
        shops: {
          type: 'list',
          at,
          body: 'Which shop?',
          button: 'Shops',
          sections: [{ rows: [{ id: 'none', title: 'None' }] }],
          rowsFrom: { variable: 'shops', id: 'id', title: 'id', more: 'More' },
        },
        person,
        bye,
      },
      { shops: { none: 'shops', chosen: 'person', other: 'shops' }, person: { resolved: 'bye' } },
      {
        settings: {
          variables: [
            { name: 'shops', type: 'list', fields: { id: { maxLength: 9 } }, maxItems: 20, default: [] },
          ],
        },
      },
    );
    expect(problemOf(flow, CODE)).toMatchObject({ node: 'shops' });
    flow.edges.shops = { none: 'person', chosen: 'shops', other: 'shops' };
    expect(codesOf(flow)).toEqual([]);
  });

  test('no end of the session', () => {
    const flow = asking(1);
    flow.edges.menu = { order: 'bye', person: 'bye', other: 'bye' };
    flow.nodes.once = { type: 'wait', at, until: { kind: 'duration', duration: 'PT1H' } };
    flow.edges.once = { elapsed: 'many', message: 'menu' };
    flow.start = 'once';
    const byNode = problemsOf(flow).filter(({ code }) => code === CODE);
    expect(byNode.map(({ node, example }) => [node, example])).toEqual([
      ['menu', ['any text', 'any text', 'and there it ends']],
      ['once', ['any text', 'any text', 'and there it ends']],
    ]);
  });
});

test('a state that only a timer leads to is a waiting state like any other', () => {
  const flow = asking(1);
  flow.nodes.menu = { ...ask('What now?', 'Order', 'Person'), silentAfter: 'PT20H' };
  flow.nodes.nudge = ask('Still there?', 'Yes');
  flow.edges.menu = { order: 'many', person: 'person', other: 'person', silent: 'nudge' };
  flow.edges.nudge = { yes: 'nudge', other: 'nudge' };
  expect(problemOf(flow, CODE)).toMatchObject({
    node: 'nudge',
    example: ['20 h go by', 'any text', 'any text'],
  });
});

test('while an agent holds the conversation a person is there', () => {
  const flow = flowWithPerson({ hello: say('Hello.') }, { hello: { next: 'person' } });
  expect(codesOf(flow)).toEqual([]);
});
