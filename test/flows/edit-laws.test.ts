import { isDeepStrictEqual } from 'node:util';
import { copy, readClipboard } from '@parley/flows/clipboard.ts';
import { Change, type SingleChange } from '@parley/flows/edit/change.ts';
import { portsOf } from '@parley/flows/edit/node.ts';
import { edit } from '@parley/flows/edit.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { fromMachine, globalPorts, toMachine } from '@parley/flows/machine.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryWish, CHANGE_KINDS, type Wish } from './arbitrary-change.ts';
import { arbitraryFlow } from './arbitrary-flow.ts';

/** As it comes out of a file. */
const anyFlow = arbitraryFlow().map((flow): Flow => JSON.parse(JSON.stringify(flow)));
const anySequence = fc.array(arbitraryWish(), { minLength: 1, maxLength: 8 });

/** The flows that a sequence of changes leads through, with the changes that were not refused. */
function walk(flow: Flow, wishes: readonly Wish[]) {
  const steps: { before: Flow; after: Flow; change: SingleChange; inverse: SingleChange }[] = [];
  let now = flow;
  for (const wish of wishes) {
    const change = wish(now);
    const edited = edit(now, change);
    if (!edited.ok) continue;
    steps.push({ before: now, after: edited.flow, change, inverse: edited.inverse });
    now = edited.flow;
  }
  return { steps, last: now };
}

function made(flow: Flow, change: Change): Flow {
  const edited = edit(flow, change);
  if (!edited.ok) throw new Error(edited.reason);
  return edited.flow;
}

/** What a dangling edge, or one of a way out that is no more, would be called. */
function danglingIn({ nodes, edges, globals, start, settings }: Flow): string[] {
  const ofNodes = Object.entries(edges).flatMap(([id, ports]) => [
    ...(Object.keys(ports).length === 0 ? [`${id} has no edges, and an entry`] : []),
    ...Object.entries(ports).flatMap(([port, to]) =>
      portsOf(nodes[id]).includes(port) && Object.hasOwn(nodes, to) ? [] : [`${id}.${port} → ${to}`],
    ),
  ]);
  const ofFlow = Object.entries(globals).flatMap(([port, to]) =>
    globalPorts(settings).includes(port) && Object.hasOwn(nodes, to) ? [] : [`${port} → ${to}`],
  );
  return [
    ...ofNodes,
    ...ofFlow,
    ...(start === null || Object.hasOwn(nodes, start) ? [] : [`start ${start}`]),
  ];
}

describe('any sequence of changes', () => {
  test('leaves a flow that is saved and loaded as it is, with nothing dangling', () => {
    fc.assert(
      fc.property(anyFlow, anySequence, (flow, wishes) => {
        for (const { after } of walk(flow, wishes).steps) {
          expect(danglingIn(after)).toEqual([]);
          const read = fromMachine(JSON.parse(JSON.stringify(toMachine(after))));
          expect(asText(read.ok ? read.flow : read.problems)).toBe(asText(after));
        }
      }),
      { numRuns: 150 },
    );
  });

  test('is undone change by change, and made again, exactly', () => {
    fc.assert(
      fc.property(anyFlow, anySequence, (flow, wishes) => {
        const { steps, last } = walk(flow, wishes);
        const redo: Change[] = [];
        let now = last;
        for (const { before, inverse } of steps.toReversed()) {
          const undone = edit(now, inverse);
          if (!undone.ok) throw new Error(undone.reason);
          expect(asText(undone.flow)).toBe(asText(before));
          redo.push(undone.inverse);
          now = undone.flow;
        }
        for (const again of redo.toReversed()) now = made(now, again);
        expect(asText(now)).toBe(asText(last));
        const inverses = steps.map(({ inverse }) => inverse).toReversed();
        if (inverses.length === 0) return;
        expect(asText(made(last, { kind: 'batch', changes: inverses }))).toBe(asText(flow));
      }),
      { numRuns: 150 },
    );
  });

  test('is the same made one by one or all at once, and then undone at once', () => {
    fc.assert(
      fc.property(anyFlow, anySequence, (flow, wishes) => {
        const { steps, last } = walk(flow, wishes);
        fc.pre(steps.length > 0);
        const batch = edit(flow, { kind: 'batch', changes: steps.map(({ change }) => change) });
        if (!batch.ok) throw new Error(batch.reason);
        expect(asText(batch.flow)).toBe(asText(last));
        expect(asText(made(batch.flow, batch.inverse))).toBe(asText(flow));
      }),
      { numRuns: 100 },
    );
  });

  test('never writes to a flow, and is plain JSON that can be read again', () => {
    fc.assert(
      fc.property(anyFlow, anySequence, (flow, wishes) => {
        for (const { before, after, change, inverse } of walk(deeplyFrozen(flow), wishes).steps) {
          const kept = Change.parse(JSON.parse(JSON.stringify(change)));
          expect(asText(made(before, kept))).toBe(asText(after));
          expect(asText(made(after, Change.parse(JSON.parse(JSON.stringify(inverse)))))).toBe(asText(before));
          deeplyFrozen(after);
        }
      }),
      { numRuns: 80 },
    );
  });

  test('may be copied out of and pasted into any other flow, and back out again', () => {
    fc.assert(
      fc.property(anyFlow, anySequence, anyFlow, (flow, wishes, target) => {
        const { last } = walk(flow, wishes);
        fc.pre(Object.keys(last.nodes).length > 0);
        const read = readClipboard(copy(last, Object.keys(last.nodes)));
        if (!read.ok) throw new Error(read.reason);
        const pasted = edit(target, { kind: 'paste', piece: read.piece, by: [0, 0] });
        if (!pasted.ok) throw new Error(pasted.reason);
        expect(danglingIn(pasted.flow)).toEqual([]);
        expect(pasted.added).toHaveLength(Object.keys(last.nodes).length);
        expect(pasted.flow).toMatchObject({ nodes: target.nodes, edges: target.edges });
        const saved = fromMachine(JSON.parse(JSON.stringify(toMachine(pasted.flow))));
        expect(asText(saved.ok ? saved.flow : saved.problems)).toBe(asText(pasted.flow));
      }),
      { numRuns: 80 },
    );
  });
});

test('a patch that no change has made is refused, or leaves a flow that is saved and loaded as it is', () => {
  const key = fc.constantFrom(
    'menu',
    'x',
    'at',
    'type',
    'body',
    'buttons',
    '__proto__',
    'constructor',
    'texts',
    'name',
  );
  const value = fc.option(fc.oneof(fc.jsonValue(), fc.constant({ type: 'end', at: [0, 0] })), {
    nil: undefined,
  });
  const seldom = <Item>(item: fc.Arbitrary<Item>) =>
    fc.oneof({ weight: 3, arbitrary: fc.constant<Item[]>([]) }, fc.array(item, { maxLength: 2 }));
  const parts = seldom(fc.record({ path: fc.array(key, { minLength: 1, maxLength: 3 }), value }));
  const to = fc.option(fc.constantFrom('menu', 'x', 'nobody'));
  const node = fc.constantFrom('menu', 'x', 'nobody');
  const port = fc.constantFrom('next', 'other', 'yes', '__proto__', 'escalation');
  const patch = fc.record({
    kind: fc.constant('patch' as const),
    name: fc.constant('Mischief'),
    nodes: parts,
    settings: parts,
    edges: seldom(fc.record({ node, port, to })),
    globals: seldom(fc.record({ port, to })),
    start: fc.option(to, { nil: undefined, freq: 2 }),
  });
  let accepted = 0;
  fc.assert(
    fc.property(anyFlow, patch, (flow, change) => {
      const edited = edit(flow, change);
      if (!edited.ok) return;
      accepted += 1;
      expect(danglingIn(edited.flow)).toEqual([]);
      const read = fromMachine(JSON.parse(JSON.stringify(toMachine(edited.flow))));
      expect(asText(read.ok ? read.flow : read.problems)).toBe(asText(edited.flow));
      expect(asText(made(edited.flow, edited.inverse))).toBe(asText(flow));
    }),
    { numRuns: 200, seed: 11 },
  );
  expect(accepted).toBeGreaterThan(10);
  expect(({} as { type?: unknown }).type).toBeUndefined();
});

test('chance makes changes of every kind that are not refused and do something', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyFlow, anySequence, (flow, wishes) => {
      for (const { change, before, after } of walk(flow, wishes).steps) {
        if (!isDeepStrictEqual(before, after)) seen.add(change.kind);
      }
    }),
    { numRuns: 200, seed: 7 },
  );
  expect([...seen].sort()).toEqual([...CHANGE_KINDS].sort());
});

/**
 * Two values have the same text when they are the same but for the order of keys: `__proto__`, which matchers pass
 * over, is seen too.
 */
function asText(value: unknown): string {
  const sorted = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(sorted);
    if (typeof inner !== 'object' || inner === null) return inner;
    const entries = Object.entries(inner).map(([key, content]): [string, unknown] => [key, sorted(content)]);
    return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
  };
  return JSON.stringify(sorted(value), null, 1);
}

function deeplyFrozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) deeplyFrozen(inner);
  return Object.freeze(value);
}
