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

const request: NodeConfig = { type: 'request', at, method: 'GET', url: 'https://example.com/x', save: [] };
const wait = (duration: string): NodeConfig => ({ type: 'wait', at, until: { kind: 'duration', duration } });

describe('each way out of a node that is reached leads somewhere', () => {
  test.each<{
    port: string;
    label: string;
    example: string[];
    node: NodeConfig;
    edges: { [port: string]: string };
  }>([
    {
      port: 'no',
      label: '“No”',
      example: ['No'],
      node: ask('Sure?', 'Yes', 'No'),
      edges: { yes: 'bye', other: 'bye' },
    },
    {
      port: 'other',
      label: '“Anything else”',
      example: ['any text'],
      node: ask('Sure?', 'Yes'),
      edges: { yes: 'bye' },
    },
    {
      port: 'silent',
      label: '“No answer”',
      example: ['20 h go by'],
      node: { ...ask('Sure?', 'Yes'), silentAfter: 'PT20H' },
      edges: { yes: 'bye', other: 'bye' },
    },
    { port: 'next', label: '“Next”', example: [], node: say('Hello.'), edges: {} },
    {
      port: 'other',
      label: '“Else”',
      example: ['else'],
      node: { type: 'branch', at, conditions: [{ id: 'a', when: 'contact.name == "A"' }] },
      edges: { a: 'bye' },
    },
    {
      port: 'failed',
      label: '“Failed”',
      example: ['the request fails'],
      node: request,
      edges: { answered: 'bye' },
    },
    {
      port: 'answered',
      label: '“Answered”',
      example: ['the request is answered'],
      node: request,
      edges: { failed: 'bye' },
    },
    { port: 'resolved', label: '“Resolved”', example: ['the agent hands back'], node: person, edges: {} },
    {
      port: 'closed',
      label: '“Out of hours”',
      example: ['out of hours'],
      node: {
        type: 'escalation',
        at,
        text: 'Wait.',
        contact: {
          method: 'agent',
          hours: { timezone: 'UTC', open: [{ days: [1], from: '09:00', to: '17:00' }] },
        },
      },
      edges: { resolved: 'bye' },
    },
    {
      port: 'elapsed',
      label: '“Time is up”',
      example: ['5 min go by'],
      node: wait('PT5M'),
      edges: { message: 'bye' },
    },
  ])('$label: $example', ({ port, label, example, node, edges }) => {
    const broken = flowWithPerson({ here: node }, { here: edges });
    const problem = problemOf(broken, 'dead-end');
    expect(problem).toMatchObject({ level: 'error', node: 'here', field: `ports.${port}`, example });
    expect(problem.message).toContain(label);

    const whole = flowWithPerson({ here: node }, { here: { ...edges, [port]: 'bye' } });
    expect(codesOf(whole)).not.toContain('dead-end');
  });

  test('with the way there in the counter-example', () => {
    const flow = flowWithPerson(
      { menu: ask('What now?', 'Order'), city: ask('Where?', 'Rome', 'Bonn') },
      { menu: { order: 'city', other: 'menu' }, city: { rome: 'bye', other: 'menu' } },
    );
    expect(problemOf(flow, 'dead-end').example).toEqual(['Order', 'Bonn']);
  });

  test('but those of a node that nothing leads to do not matter yet', () => {
    const flow = flowWithPerson({ hello: say('Hello.'), draft: ask('', 'Yes') }, { hello: { next: 'bye' } });
    expect(problemsOf(flow).filter(({ code }) => code === 'dead-end')).toEqual([]);
    flow.edges.hello = { next: 'draft' };
    expect(problemsOf(flow).filter(({ code }) => code === 'dead-end')).toHaveLength(2);
  });
});

describe('what the contact writes during a wait', () => {
  test('may be passed over for up to an hour, and is worth a warning when it is longer', () => {
    const passing = (node: NodeConfig) => flowWithPerson({ here: node }, { here: { elapsed: 'bye' } });
    expect(codesOf(passing(wait('PT1H')))).toEqual([]);
    expect(problemOf(passing(wait('PT61M')), 'message-passed-over')).toMatchObject({
      level: 'warning',
      node: 'here',
      field: 'ports.message',
    });
    expect(codesOf(passing({ type: 'wait', at, until: { kind: 'clock', time: '09:00' } }))).toEqual([
      'message-passed-over',
    ]);
    const heard = passing(wait('PT61M'));
    heard.edges.here = { elapsed: 'bye', message: 'bye' };
    expect(codesOf(heard)).toEqual([]);
  });
});

describe('a keyword leads somewhere', () => {
  test('when it has words; else whoever writes one gets no answer', () => {
    const flow = flowWithPerson({ hello: say('Hello.') }, { hello: { next: 'bye' } });
    flow.settings = { ...flow.settings, keywords: { menu: { en: ['menu'] } } };
    expect(problemOf(flow, 'dead-end')).toMatchObject({
      field: 'keywords.menu',
      example: ['the word “menu”'],
    });
    flow.globals['keyword:menu'] = 'hello';
    expect(codesOf(flow)).toEqual([]);
  });

  test('also the one for a person', () => {
    const flow = smallFlow(
      { menu: ask('What now?', 'Person'), person, bye },
      { menu: { person: 'person', other: 'person' }, person: { resolved: 'bye' } },
      { settings: { escalation: { keywords: { en: ['agent'] }, maxTurns: 2 } } },
    );
    expect(problemOf(flow, 'dead-end')).toMatchObject({ field: 'escalation.keywords' });
    flow.globals.escalation = 'person';
    expect(codesOf(flow)).toEqual([]);
  });
});
