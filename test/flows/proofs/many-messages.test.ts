import { limits } from '@parley/flows/limits.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import { numberOn } from '@parley/flows/rules/pack.ts';
import { expect, test } from 'vitest';
import { ask, at, codesOf, flowWithPerson, problemOf, say } from './small-flow.ts';

const AMINUTE = 60 / numberOn('pair.interval');
const BURST = numberOn('pair.burst');
const bubbles = (count: number): NodeConfig => ({
  type: 'message',
  at,
  bubbles: Array.from({ length: count }, (_, n) => ({
    id: `b${n}`,
    message: { type: 'text' as const, body: `Line ${n}.` },
  })),
});
const branch: NodeConfig = {
  type: 'branch',
  at,
  conditions: [{ id: 'named', label: 'the name is known', when: 'contact.name != ""' }],
};

test('a path that sends more than a minute’s messages without waiting is warned of, at the node where it gets too much', () => {
  expect(limits.pair).toEqual({ interval: 6, burst: 45 });
  const flow = flowWithPerson(
    {
      menu: ask('What?', 'All'),
      first: bubbles(AMINUTE - 2),
      which: branch,
      more: bubbles(1),
      last: say('That is it.'),
    },
    {
      menu: { all: 'first', other: 'bye' },
      first: { next: 'which' },
      which: { named: 'more', other: 'bye' },
      more: { next: 'last' },
      last: { next: 'bye' },
    },
  );
  /* With the question at the end. */
  expect(problemOf(flow, 'many-messages')).toMatchObject({
    ...{ level: 'warning', node: 'bye', example: ['All', 'when the name is known'] },
    message: expect.stringContaining(`Up to ${AMINUTE + 1} messages`),
  });
  flow.edges.which = { named: 'last', other: 'bye' };
  flow.edges.last = { next: 'bye' };
  delete flow.nodes.more;
  delete flow.edges.more;
  expect(codesOf(flow)).toEqual([]);
});

test('a question in between is a wait, the answer of a request is none', () => {
  const half = bubbles(AMINUTE - 1);
  const between = (node: NodeConfig, ports: { [port: string]: string }) =>
    codesOf(
      flowWithPerson({ a: half, b: node, c: half }, { a: { next: 'b' }, b: ports, c: { next: 'bye' } }),
    );
  expect(between(ask('Go on?', 'Yes'), { yes: 'c', other: 'bye' })).toEqual([]);
  const request: NodeConfig = { type: 'request', at, method: 'GET', url: 'https://example.com/x', save: [] };
  expect(between(request, { answered: 'c', failed: 'bye' })).toEqual(['many-messages']);
});

test('a node that sends more than WhatsApp takes at once is told of the burst', () => {
  const flow = flowWithPerson({ wall: bubbles(BURST + 1) }, { wall: { next: 'bye' } });
  const { node, message } = problemOf(flow, 'many-messages');
  expect(node).toBe('wall');
  expect(message).toContain(`WhatsApp takes ${BURST} at once, and then one in 6 seconds`);
});
