import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Flow } from '@parley/flows/flow.ts';
import { fromMachine, rewire, toMachine } from '@parley/flows/machine.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryFlow } from './arbitrary-flow.ts';

const cafe = (): Editable =>
  JSON.parse(
    readFileSync(join(import.meta.dirname, '../../flows/examples/cafe-orders.machine.json'), 'utf8'),
  );

/** As loose as a file that somebody edits by hand. */
type Editable = { [key: string]: Editable } & { push(item: unknown): void };

describe('a flow and its machine', () => {
  test('are the same thing twice: from the machine comes the very flow, unwired ports and all', () => {
    fc.assert(
      fc.property(arbitraryFlow(), (flow) => {
        const read = fromMachine(JSON.parse(JSON.stringify(toMachine(flow))));
        expect(read.ok ? read.flow : read.problems).toEqual(flow);
      }),
      { numRuns: 200 },
    );
  });

  test('are the same thing twice: every machine that is accepted is compiled to itself', () => {
    fc.assert(
      fc.property(arbitraryFlow(), (flow) => {
        const read = fromMachine(toMachine(flow));
        if (!read.ok) throw new Error(JSON.stringify(read.problems));
        expect(toMachine(read.flow)).toEqual(read.machine);
      }),
      { numRuns: 100 },
    );
  });

  test.each(['__proto__', '3600000', 'until 09:00', 'soon'])(
    'keep a draft’s silence of “%s” and its wire',
    (silentAfter) => {
      const flow: Flow = {
        id: 'draft',
        settings: {
          name: 'Draft',
          locales: ['en'],
          defaultLocale: 'en',
          variables: [],
          escalation: { keywords: {}, maxTurns: 2 },
        },
        start: 'ask',
        nodes: { ask: { type: 'buttons', at: [0, 0], body: '', buttons: [], silentAfter } },
        edges: { ask: { silent: 'ask' } },
        globals: {},
      };
      const read = fromMachine(JSON.parse(JSON.stringify(toMachine(flow))));
      expect(read.ok ? read.flow : read.problems).toEqual(flow);
    },
  );

  test('do not depend on the order of keys, which a store may change', () => {
    fc.assert(
      fc.property(arbitraryFlow(), (flow) => {
        expect(fromMachine(withKeysSorted(toMachine(flow)))).toMatchObject({ ok: true });
      }),
      { numRuns: 50 },
    );
  });
});

describe('a file edited by hand', () => {
  const refusal = (edit: (machine: Editable) => void) => {
    const machine = cafe();
    edit(machine);
    const read = fromMachine(machine);
    return read.ok ? 'accepted' : read.problems.map(({ code, node, message }) => ({ code, node, message }));
  };

  test('with other wiring than its nodes compile to is refused, with the place', () => {
    const changed = refusal(({ states }) => {
      Object.assign(states?.lost?.entry?.[0]?.params ?? {}, { key: 'elsewhere' });
    });
    expect(changed).toMatchObject([
      {
        code: 'edited-wiring',
        node: 'lost',
        message: expect.stringContaining('states.lost.entry.0.params.key'),
      },
    ]);
  });

  test('whose edge is drawn to another node is accepted: an edge is a target and its port', () => {
    expect(refusal(({ states }) => Object.assign(states?.lost?.always ?? {}, { target: 'menu' }))).toBe(
      'accepted',
    );
  });

  test('whose edge leads nowhere is refused', () => {
    expect(
      refusal(({ states }) => Object.assign(states?.lost?.always ?? {}, { target: 'nowhere' })),
    ).toMatchObject([{ code: 'no-such-node', message: expect.stringContaining('nowhere') }]);
  });

  test.each([
    [
      'an action',
      ({ states }: Editable) => states?.lost?.entry?.push({ type: 'run', params: { code: '1' } }),
    ],
    [
      'a guard',
      ({ states }: Editable) => Object.assign(states?.lost?.always ?? {}, { guard: { type: 'js' } }),
    ],
    [
      'an event',
      ({ states }: Editable) => Object.assign(states?.welcome?.on ?? {}, { surprise: { target: 'menu' } }),
    ],
    ['an actor', ({ states }: Editable) => Object.assign(states?.lost ?? {}, { invoke: { src: 'x' } })],
    ['a setting', ({ meta }: Editable) => Object.assign(meta?.flow ?? {}, { script: '1' })],
  ])('with %s that Parley does not know is refused', (_, edit) => {
    expect(refusal(edit)).toMatchObject([{ code: 'not-a-flow' }]);
  });

  test('with a type of node, or a field of one, that Parley does not know is refused with the node', () => {
    expect(
      refusal(({ states }) => Object.assign(states?.lost?.meta?.node ?? {}, { type: 'code' })),
    ).toMatchObject([{ code: 'bad-node', node: 'lost', message: expect.stringContaining('code') }]);
    expect(
      refusal(({ states }) => Object.assign(states?.menu?.meta?.node ?? {}, { colour: 'red' })),
    ).toMatchObject([{ code: 'bad-node', node: 'menu' }]);
  });

  test.each([null, 7, 'text', [], {}, { id: 'x' }])('that is %j is refused', (json) => {
    expect(fromMachine(json).ok).toBe(false);
  });

  test('gets its wiring written anew when that is asked for, and keeps its edges', () => {
    const machine = cafe();
    const before = fromMachine(cafe());
    Object.assign(machine, { id: 'my-flow' });
    Object.assign(machine.states?.address?.meta?.node?.bubbles?.[0]?.message ?? {}, {
      body: 'Open at night.',
    });
    expect(fromMachine(machine)).toMatchObject({ ok: false, problems: [{ code: 'edited-wiring' }] });

    const rewired = rewire(machine);
    if (!rewired.ok || !before.ok) throw new Error('unreadable');
    expect(fromMachine(rewired.machine)).toMatchObject({ ok: true });
    expect(rewired.flow).toMatchObject({
      id: 'my-flow',
      edges: before.flow.edges,
      globals: before.flow.globals,
    });
    expect(JSON.stringify(rewired.machine.states.address?.entry)).toContain('Open at night.');
    expect(rewire({ id: 'x' }).ok).toBe(false);
  });

  test('cannot reach the prototypes of objects', () => {
    const text = JSON.stringify(cafe()).replace('"states":{', '"states":{"__proto__":{"polluted":true},');
    expect(fromMachine(JSON.parse(text)).ok).toBe(false);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

function withKeysSorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withKeysSorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, withKeysSorted(inner)]),
  );
}
