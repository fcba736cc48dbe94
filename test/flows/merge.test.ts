import { compare } from '@parley/flows/compare.ts';
import type { Change } from '@parley/flows/edit/change.ts';
import { edgesOf, hasEnds } from '@parley/flows/edit/wiring.ts';
import { edit } from '@parley/flows/edit.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { fromMachine, toMachine } from '@parley/flows/machine.ts';
import { merge } from '@parley/flows/merge.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryWish, type Wish } from './arbitrary-change.ts';
import { arbitraryFlow, arbitraryNode, arbitraryType } from './arbitrary-flow.ts';

const anyFlow = arbitraryFlow().map((flow): Flow => JSON.parse(JSON.stringify(flow)));
const anyNode = arbitraryType.chain(arbitraryNode);
const anySequence = fc.array(arbitraryWish(), { minLength: 1, maxLength: 4 });

function after(flow: Flow, wishes: readonly Wish[]): Flow {
  return wishes.reduce((now, wish) => {
    const edited = edit(now, wish(now));
    return edited.ok ? edited.flow : now;
  }, flow);
}

function made(flow: Flow, change: Change): Flow {
  const edited = edit(flow, change);
  if (!edited.ok) throw new Error(edited.reason);
  return edited.flow;
}

describe('merging what two people made of one flow', () => {
  test('with one who changed nothing, or the same, gives what the other made', () => {
    fc.assert(
      fc.property(anyFlow, anySequence, (base, wishes) => {
        const changed = after(base, wishes);
        for (const sides of [
          { mine: changed, theirs: base },
          { mine: base, theirs: changed },
          { mine: changed, theirs: structuredClone(changed) },
        ]) {
          const merged = merge(base, sides);
          expect(merged).toMatchObject({ ok: true });
          if (merged.ok) expect(merged.flow).toEqual(changed);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('of different nodes is the same as making both changes', () => {
    let done = 0;
    fc.assert(
      fc.property(anyFlow, anyNode, anyNode, (base, one, other) => {
        const [first, second] = Object.keys(base.nodes);
        fc.pre(first !== undefined && second !== undefined);
        const [mine, theirs] = [replaced(first, one), replaced(second, other)];
        const [ours, others] = [edit(base, mine), edit(base, theirs)];
        fc.pre(ours.ok && others.ok);
        const merged = merge(base, { mine: made(base, mine), theirs: made(base, theirs) });
        if (!merged.ok) throw new Error(JSON.stringify(merged.conflicts));
        expect(merged.flow).toEqual(made(made(base, theirs), mine));
        expect(merged.flow).toEqual(made(made(base, mine), theirs));
        done += 1;
      }),
      { numRuns: 50 },
    );
    expect(done).toBeGreaterThan(20);
  });

  test('of anything is refused with the places, or is a flow that holds nothing but what they changed', () => {
    const seen = { merged: 0, refused: 0 };
    fc.assert(
      fc.property(anyFlow, anySequence, anySequence, (base, wishes, others) => {
        const [mine, theirs] = [after(base, wishes), after(base, others)];
        const result = merge(base, { mine, theirs });
        if (!result.ok) {
          seen.refused += 1;
          expect(result.conflicts.length).toBeGreaterThan(0);
          return;
        }
        seen.merged += 1;
        const { flow } = result;
        expect(edgesOf(flow).filter((edge) => !hasEnds(flow)(edge))).toEqual([]);
        const read = fromMachine(JSON.parse(JSON.stringify(toMachine(flow))));
        expect(read.ok && read.flow).toEqual(flow);
        const nodes = (from: Flow, to: Flow) => compare(from, to).nodes.map(({ node }) => node);
        const added = Object.keys(flow.nodes).filter((id) => !Object.hasOwn(base.nodes, id));
        const allowed = new Set([...nodes(base, mine), ...nodes(base, theirs), ...added]);
        expect(nodes(base, flow).filter((id) => !allowed.has(id))).toEqual([]);
        expect(Object.keys(flow.nodes)).toEqual(expect.arrayContaining(addedTo(base, theirs)));
        expect(added.length).toBeGreaterThanOrEqual(addedTo(base, mine).length);
      }),
      { numRuns: 100, seed: 5 },
    );
    expect(seen.merged).toBeGreaterThan(2);
    expect(seen.refused).toBeGreaterThan(2);
  });

  const base: Flow = {
    id: 'shop',
    settings: {
      name: 'Shop',
      locales: ['en'],
      defaultLocale: 'en',
      variables: [],
      escalation: { keywords: { en: ['agent'] }, maxTurns: 2 },
    },
    start: 'hello',
    nodes: { hello: say('Hello'), bye: say('Bye') },
    edges: { hello: { next: 'bye' } },
    globals: {},
  };

  test('keeps a node of each, though both got the same id', () => {
    const mine = made(base, {
      kind: 'add',
      type: 'wait',
      at: [1, 1],
      id: 'wait',
      from: { node: 'bye', port: 'next' },
    });
    const theirs = made(base, { kind: 'add', type: 'end', at: [2, 2], id: 'wait' });
    const merged = merge(base, { mine, theirs });
    expect(merged.ok && merged.flow).toMatchObject({
      nodes: { wait: { type: 'end' }, wait2: { type: 'wait' } },
      edges: { hello: { next: 'bye' }, bye: { next: 'wait2' } },
    });
  });

  test('names the text that both wrote, and the edge into a node that is gone', () => {
    const write = (body: string): Change => ({ kind: 'replace', node: 'bye', config: say(body) });
    expect(merge(base, { mine: made(base, write('Ciao')), theirs: made(base, write('So long')) })).toEqual({
      ok: false,
      conflicts: [{ part: 'nodes', path: ['bye', 'bubbles', 'a', 'message', 'body'] }],
    });
    const mine = made(base, { kind: 'connect', from: { node: 'bye', port: 'next' }, to: 'hello' });
    const theirs = made(base, { kind: 'remove', nodes: ['hello'] });
    expect(merge(base, { mine, theirs })).toEqual({
      ok: false,
      conflicts: [{ part: 'edges', path: ['bye', 'next'] }],
    });
  });

  test('lets go of a node that one removed and the other only moved', () => {
    const theirs = made(base, { kind: 'remove', nodes: ['bye'] });
    const mine = made(base, {
      kind: 'move',
      nodes: [
        { node: 'bye', at: [9, 9] },
        { node: 'hello', at: [5, 5] },
      ],
    });
    const merged = merge(base, { mine, theirs });
    expect(merged.ok && merged.flow.nodes).toEqual({ hello: { ...say('Hello'), at: [5, 5] } });
  });
});

function say(body: string) {
  return {
    type: 'message' as const,
    at: [0, 0] as [number, number],
    bubbles: [{ id: 'a', message: { type: 'text' as const, body } }],
  };
}

const addedTo = (base: Flow, flow: Flow) =>
  Object.keys(flow.nodes).filter((id) => !Object.hasOwn(base.nodes, id));
const replaced = (node: string, config: { type: string }): Change => ({ kind: 'replace', node, config });
