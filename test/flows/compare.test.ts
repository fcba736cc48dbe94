import { compare, isSame } from '@parley/flows/compare.ts';
import { edit } from '@parley/flows/edit.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { firstDifference } from '@parley/flows/machine.ts';
import { picture } from '@parley/flows/picture.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryWish, type Wish } from './arbitrary-change.ts';
import { arbitraryFlow } from './arbitrary-flow.ts';

const anyFlow = arbitraryFlow().map((flow): Flow => JSON.parse(JSON.stringify(flow)));
const anySequence = fc.array(arbitraryWish(), { minLength: 1, maxLength: 6 });

function after(flow: Flow, wishes: readonly Wish[]): Flow {
  return wishes.reduce((now, wish) => {
    const edited = edit(now, wish(now));
    return edited.ok ? edited.flow : now;
  }, flow);
}

/** A language without a text says the same as none. */
function spoken({ settings: { texts = {}, ...settings }, ...flow }: Flow) {
  const said = Object.entries(texts).filter(([, byPath]) => Object.keys(byPath).length > 0);
  return { ...flow, settings: { ...settings, texts: Object.fromEntries(said) } };
}

const AT: [number, number] = [0, 0];
const flow: Flow = {
  id: 'shop',
  settings: {
    name: 'Shop',
    locales: ['en'],
    defaultLocale: 'en',
    variables: [],
    escalation: { keywords: { en: ['agent'] }, maxTurns: 2 },
  },
  start: 'menu',
  nodes: {
    menu: {
      type: 'buttons',
      at: AT,
      body: 'Tea or coffee?',
      buttons: [
        { id: 'tea', title: 'Tea' },
        { id: 'coffee', title: 'Coffee' },
      ],
    },
    end: { type: 'end', at: AT },
  },
  edges: { menu: { tea: 'end' } },
  globals: {},
};

describe('what changed between two flows', () => {
  test('is nothing when they are the same, and something when they are not', () => {
    fc.assert(
      fc.property(anyFlow, anySequence, (before, wishes) => {
        const later = after(before, wishes);
        expect(isSame(compare(before, structuredClone(before)))).toBe(true);
        expect(isSame(compare(before, later))).toBe(
          firstDifference(spoken(before), spoken(later), []) === null,
        );
      }),
      { numRuns: 80 },
    );
  });

  test('read the other way round is the same with the sides changed', () => {
    fc.assert(
      fc.property(anyFlow, anySequence, (before, wishes) => {
        const later = after(before, wishes);
        const [there, back] = [compare(before, later), compare(later, before)];
        const opposite = { added: 'removed', removed: 'added', changed: 'changed', moved: 'moved' } as const;
        const names = (nodes: typeof there.nodes) => nodes.map(({ node, is }) => `${node} ${is}`).sort();
        expect(names(back.nodes.map((one) => ({ ...one, is: opposite[one.is] })))).toEqual(
          names(there.nodes),
        );
        const ends = (edges: typeof there.edges) =>
          edges.map(({ node, port, before: one, after: other }) => [node, port, one, other].join(' ')).sort();
        const turned = back.edges.map((edge) => ({ ...edge, before: edge.after, after: edge.before }));
        expect(ends(turned)).toEqual(ends(there.edges));
      }),
      { numRuns: 50 },
    );
  });

  test('is the order of buttons, too', () => {
    const menu = flow.nodes.menu;
    if (menu?.type !== 'buttons') throw new Error('no buttons');
    const turned = { ...menu, buttons: menu.buttons.toReversed() };
    const { nodes } = compare(flow, { ...flow, nodes: { ...flow.nodes, menu: turned } });
    expect(nodes).toMatchObject([
      { is: 'changed', fields: [{ path: ['buttons'], before: ['tea', 'coffee'], after: ['coffee', 'tea'] }] },
    ]);
  });

  test('names the text, the button by its id, the way and the place', () => {
    const later: Flow = {
      ...flow,
      nodes: {
        menu: {
          type: 'buttons',
          at: [40, 0],
          body: 'Tea or cocoa?',
          buttons: [
            { id: 'tea', title: 'Green tea' },
            { id: 'cocoa', title: 'Cocoa' },
          ],
        },
      },
      edges: {},
    };
    expect(compare(flow, later)).toEqual({
      nodes: [
        {
          node: 'menu',
          type: 'buttons',
          is: 'changed',
          isMoved: true,
          fields: [
            { path: ['body'], before: 'Tea or coffee?', after: 'Tea or cocoa?' },
            { path: ['buttons', 'tea', 'title'], before: 'Tea', after: 'Green tea' },
            { path: ['buttons', 'cocoa'], after: { id: 'cocoa', title: 'Cocoa' } },
            { path: ['buttons', 'coffee'], before: { id: 'coffee', title: 'Coffee' } },
          ],
        },
        { node: 'end', type: 'end', is: 'removed', isMoved: false, fields: [] },
      ],
      edges: [{ node: 'menu', port: 'tea', before: 'end', after: null }],
      start: null,
      settings: [],
      texts: [],
    });
    const drawn = picture(flow, later);
    expect(Object.keys(drawn.flow.nodes)).toEqual(['menu', 'end']);
    expect(drawn.flow.edges).toEqual({ menu: { tea: 'end' } });
    expect([...drawn.nodes, ...drawn.edges]).toEqual([
      ['menu', 'changed'],
      ['end', 'removed'],
      ['menu.tea', 'removed'],
    ]);
  });
});
