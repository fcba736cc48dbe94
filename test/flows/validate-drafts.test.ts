import type { Flow } from '@parley/flows/flow.ts';
import { fromMachine, toMachine } from '@parley/flows/machine.ts';
import { validate } from '@parley/flows/validate.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryFlow } from './arbitrary-flow.ts';

const at: [number, number] = [0, 0];
const settings = {
  name: 'Draft',
  locales: ['en'],
  defaultLocale: 'en',
  variables: [],
  escalation: { keywords: {}, maxTurns: 2 },
};

function saved(flow: Flow): unknown {
  const read = fromMachine(JSON.parse(JSON.stringify(toMachine(flow))));
  return read.ok ? read.flow : read.problems;
}

describe('a draft is saved as it is', () => {
  test.each(['constructor', 'toString', '__proto__'])('when an option has the id %s', (id) => {
    const flow: Flow = {
      id: 'draft',
      settings,
      start: 'menu',
      nodes: { menu: { type: 'buttons', at, body: 'Go on?', buttons: [{ id, title: 'Yes' }] } },
      edges: { menu: { other: 'menu' } },
      globals: {},
    };
    expect(saved(flow)).toEqual(flow);
  });

  test('when a node has the name of something that every object has', () => {
    const flow: Flow = {
      id: 'draft',
      settings,
      start: 'constructor',
      nodes: Object.fromEntries([
        ['constructor', { type: 'buttons', at, body: 'Go on?', buttons: [{ id: 'name', title: 'Yes' }] }],
      ]),
      edges: {},
      globals: {},
    };
    expect(saved(flow)).toEqual(flow);
  });

  test('when a silence is wired and its duration is not written right yet', () => {
    const flow: Flow = {
      id: 'draft',
      settings,
      start: 'menu',
      nodes: {
        menu: { type: 'buttons', at, body: 'Go on?', buttons: [], silentAfter: 'soon' },
        help: { type: 'escalation', at, text: '', contact: { method: 'agent', unansweredAfter: 'later' } },
      },
      edges: { menu: { silent: 'menu' }, help: { unanswered: 'menu' } },
      globals: {},
    };
    expect(saved(flow)).toEqual(flow);
  });
});

describe('any draft', () => {
  test('has problems that name its nodes, and no proof fails on it', () => {
    fc.assert(
      fc.property(arbitraryFlow(), (flow) => {
        for (const { node, message, example } of validate(toMachine(flow))) {
          if (node !== undefined) expect(Object.keys(flow.nodes)).toContain(node);
          expect(message).not.toMatch(/undefined|null|NaN|\[object/);
          expect(example ?? []).not.toContain('');
        }
      }),
      { numRuns: 300 },
    );
  });

  test('has the same problems in the same order, however a store has sorted its keys', () => {
    fc.assert(
      fc.property(arbitraryFlow(), (flow) => {
        const machine = toMachine(flow);
        expect(validate(withKeysTurned(machine))).toEqual(validate(machine));
      }),
      { numRuns: 200 },
    );
  });

  test('lists errors before warnings', () => {
    fc.assert(
      fc.property(arbitraryFlow(), (flow) => {
        const levels = validate(toMachine(flow)).map(({ level }) => level);
        expect(levels.lastIndexOf('error')).toBeLessThan(levels.indexOf('warning') >>> 0);
      }),
      { numRuns: 100 },
    );
  });
});

/** The same JSON with the keys of every object the other way round. */
function withKeysTurned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withKeysTurned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, withKeysTurned(inner)]),
  );
}
