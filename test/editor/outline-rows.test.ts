import type { Flow } from '@parley/flows/flow.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OutlineRow, outlineOf, waysOutOf } from '../../editor/outline/outline-rows.ts';
import { shownRows } from '../../editor/outline/shown-rows.ts';
import { arbitraryFlow } from '../flows/arbitrary-flow.ts';

const at: [number, number] = [0, 0];
const say = (body: string) => ({
  type: 'message' as const,
  at,
  bubbles: [{ id: 'a', message: { type: 'text' as const, body } }],
});
const flow: Flow = {
  id: 'outlined',
  settings: {
    name: 'Outlined',
    locales: ['en'],
    defaultLocale: 'en',
    variables: [],
    escalation: { keywords: {}, maxTurns: 2 },
  },
  start: 'hello',
  nodes: {
    alone: say('Alone'),
    bye: { type: 'end', at },
    hello: say('Hello'),
    ask: {
      type: 'buttons',
      at,
      body: 'Go on?',
      buttons: [
        { id: 'yes', title: 'Yes' },
        { id: 'no', title: 'No' },
      ],
    },
    more: say('More'),
  },
  edges: {
    hello: { next: 'ask' },
    ask: { yes: 'more', other: 'ask' },
    more: { next: 'bye' },
    alone: { next: 'bye' },
  },
  globals: { 'opt-out': 'bye' },
};

/** A row as it is read: how far in, by which way, to what. */
function read(row: OutlineRow): string {
  const indent = '  '.repeat(row.level - 1);
  if (row.is === 'heading') return `${indent}# ${row.group}`;
  const by = row.follows ? '· ' : row.label === '' ? '' : `${row.label}: `;
  if (row.is === 'open') return `${indent}${by}nowhere`;
  return `${indent}${by}${row.is === 'reference' ? '→ ' : ''}${row.node}`;
}

test('the outline goes from the start along the ways, tells each node once, and what is cut off at the end', () => {
  const anywhere = outlineOf(flow).filter(({ parent }) => parent !== 'group anywhere');
  expect(anywhere.map(read)).toEqual([
    '# start',
    '  hello',
    '  · ask',
    '    Yes: more',
    '    · → bye',
    '    No: nowhere',
    '    Anything else: → ask',
    '# anywhere',
    '# unreached',
    '  alone',
    '  · → bye',
  ]);
  expect(outlineOf(flow).map(read)).toContain('  opt-out: bye');
});

test('a folded row hides what stands under it; a search shows what was found and where it stands', () => {
  const rows = outlineOf(flow);
  const folded = shownRows(rows, new Set(['node ask']), null).map(read);
  expect(folded).toContain('  · ask');
  expect(folded).not.toContain('    Yes: more');
  expect(shownRows(rows, new Set(['node ask']), new Set(['more'])).map(read)).toEqual([
    '# start',
    '  · ask',
    '    Yes: more',
  ]);
});

describe('of any flow', () => {
  test('each node and each way out has one row, and no two have the same key', () => {
    fc.assert(
      fc.property(arbitraryFlow(), (any) => {
        const rows = outlineOf(any);
        expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
        const nodes = rows.flatMap((row) => (row.is === 'node' ? [row.node] : []));
        expect(nodes.toSorted()).toEqual(Object.keys(any.nodes).toSorted());
        const told = rows.flatMap((row) =>
          row.is !== 'heading' && row.way?.of === 'node' ? [`${row.way.node}.${row.way.port}`] : [],
        );
        const ways = Object.keys(any.nodes).flatMap((id) =>
          waysOutOf(any, id).flatMap(({ way }) => (way.of === 'node' ? [`${id}.${way.port}`] : [])),
        );
        expect(told.toSorted()).toEqual(ways.toSorted());
      }),
      { numRuns: 100 },
    );
  });
});
