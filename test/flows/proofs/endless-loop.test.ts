import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import { expect, test } from 'vitest';
import { ask, at, codesOf, flowWithPerson, problemOf, problemsOf, say } from './small-flow.ts';

const branch: NodeConfig = {
  type: 'branch',
  at,
  conditions: [{ id: 'named', label: 'the name is known', when: 'contact.name != ""' }],
};
const request: NodeConfig = { type: 'request', at, method: 'GET', url: 'https://example.com/x', save: [] };
const wait: NodeConfig = { type: 'wait', at, until: { kind: 'duration', duration: 'PT1M' } };

test('a cycle without a wait is refused with its nodes; with a question in it, it is a conversation', () => {
  const flow = flowWithPerson(
    { menu: ask('Again?', 'Yes'), a: say('One.'), b: branch, c: say('Two.') },
    {
      menu: { yes: 'a', other: 'bye' },
      a: { next: 'b' },
      b: { named: 'c', other: 'bye' },
      c: { next: 'a' },
    },
  );
  const problem = problemOf(flow, 'endless-loop');
  expect(problem).toMatchObject({ level: 'error', node: 'a', example: ['Yes', 'when the name is known'] });
  expect(problem.message).toContain('“a” → “b” → “c” → “a”');
  flow.edges.c = { next: 'menu' };
  expect(codesOf(flow)).toEqual([]);
});

test('a node that leads to itself at once is a cycle', () => {
  const flow = flowWithPerson({ a: say('One.') }, { a: { next: 'a' } });
  expect(problemOf(flow, 'endless-loop').message).toContain('“a” → “a”');
  flow.edges.a = { next: 'bye' };
  expect(codesOf(flow)).toEqual([]);
});

test('two cycles are two problems, and a way between them is none', () => {
  const flow = flowWithPerson(
    { start: branch, a: branch, between: say('On.'), b: say('Two.') },
    {
      start: { named: 'a', other: 'bye' },
      a: { named: 'a', other: 'between' },
      between: { next: 'b' },
      b: { next: 'b' },
    },
  );
  expect(
    problemsOf(flow)
      .filter(({ code }) => code === 'endless-loop')
      .map(({ node }) => node),
  ).toEqual(['a', 'b']);
});

test('a request that is repeated for ever is refused; with a wait it is not', () => {
  const flow = flowWithPerson({ look: request, wait }, { look: { answered: 'bye', failed: 'look' } });
  expect(problemOf(flow, 'endless-loop')).toMatchObject({
    level: 'error',
    node: 'look',
    example: ['the request fails'],
  });
  flow.edges = { ...flow.edges, look: { answered: 'bye', failed: 'wait' }, wait: { elapsed: 'look' } };
  expect(codesOf(flow)).toEqual([]);
});

test('a request that is repeated until a condition holds is a warning', () => {
  const flow = flowWithPerson(
    { look: request, enough: branch },
    { look: { answered: 'bye', failed: 'enough' }, enough: { named: 'bye', other: 'look' } },
  );
  expect(problemOf(flow, 'endless-loop')).toMatchObject({
    level: 'warning',
    example: ['the request fails', 'else'],
  });
});
