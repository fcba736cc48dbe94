import type { Drawing } from '@parley/flows/drawing.ts';
import type { Change, SingleChange } from '@parley/flows/edit/change.ts';
import { edit } from '@parley/flows/edit.ts';
import type { Flow } from '@parley/flows/flow.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryWish } from './arbitrary-change.ts';
import { arbitraryFlow } from './arbitrary-flow.ts';
import { smallFlow } from './proofs/small-flow.ts';

const at: [number, number] = [0, 0];
const says = (body: string): NodeConfig => ({
  type: 'message',
  at,
  bubbles: [{ id: 'a', message: { type: 'text', body } }],
});
const asks = (...ids: string[]): NodeConfig => ({
  type: 'buttons',
  at,
  body: 'Which?',
  buttons: ids.map((id) => ({ id, title: id })),
});

/** hello → menu; menu.tea → pour → bye, menu.cake → bye, menu.other → menu. */
const shop = (): Flow =>
  smallFlow(
    { hello: says('Hello'), menu: asks('tea', 'cake'), pour: says('There'), bye: { type: 'end', at } },
    {
      hello: { next: 'menu' },
      menu: { tea: 'pour', cake: 'bye', other: 'menu' },
      pour: { next: 'bye' },
    },
    {
      globals: { escalation: 'pour', 'keyword:menu': 'menu' },
      settings: {
        locales: ['en', 'ru'],
        keywords: { menu: { en: ['menu'], ru: ['меню'] } },
        texts: {
          ru: {
            'menu.body': 'Что?',
            'menu.buttons.tea.title': 'Чай',
            'pour.a.body': 'Вот',
            'gone.body': '?',
          },
        },
      },
    },
  );

function made(flow: Flow, change: Change) {
  const edited = edit(flow, change);
  if (!edited.ok) throw new Error(edited.reason);
  return edited;
}

const refusal = (flow: Flow, change: Change) => {
  const edited = edit(flow, change);
  return edited.ok ? 'made' : edited.reason;
};

describe('a new node', () => {
  test('is blank, where it was put, with an id made from its type', () => {
    const { flow, added, name } = made(shop(), { kind: 'add', type: 'question', at: [3, 4] });
    expect(added).toEqual(['question']);
    expect(flow.nodes.question).toMatchObject({ type: 'question', at: [3, 4], retries: 2 });
    expect(name).toBe('Add “Question”');
    expect(made(flow, { kind: 'add', type: 'question', at }).added).toEqual(['question2']);
  });

  test('is where an empty flow begins', () => {
    expect(made(smallFlow({}, {}), { kind: 'add', type: 'end', at }).flow.start).toBe('end');
  });

  test('is what the way out that it was drawn from leads to', () => {
    const from = { node: 'hello', port: 'next' };
    const { flow } = made(shop(), { kind: 'add', type: 'tag', at, from });
    expect(flow.edges.hello).toEqual({ next: 'tag' });
    expect(flow.edges.tag).toBeUndefined();
  });

  test('does not speak with the words of a node that is gone', () => {
    expect(made(shop(), { kind: 'add', type: 'end', at, id: 'ok' }).added).toEqual(['ok']);
    const flow = smallFlow({}, {}, { settings: { texts: { ru: { 'buttons.body': 'Старое' } } } });
    expect(made(flow, { kind: 'add', type: 'buttons', at }).added).toEqual(['buttons2']);
  });

  test.each<[string, Partial<SingleChange & { kind: 'add' }>]>([
    ['There is a node “menu” already.', { id: 'menu' }],
    ['“no such type” is not a type of node.', { type: 'no such type' }],
    ['“a.b” cannot be an id: a letter, then letters, digits, _ or -, 64 at most.', { id: 'a.b' }],
    ['There is no node “nobody”.', { from: { node: 'nobody', port: 'next' } }],
    ['“hello” has no way out “left”.', { from: { node: 'hello', port: 'left' } }],
    ['at.0: Invalid input: expected number, received null', { at: [Number.NaN, 0] }],
  ])('is refused: %s', (reason, change) => {
    expect(refusal(shop(), { kind: 'add', type: 'end', at, ...change })).toBe(reason);
  });

  test('comes between the ends of an edge', () => {
    const edge = { node: 'menu', port: 'cake' };
    const { flow, name } = made(shop(), { kind: 'insert', type: 'message', at, edge });
    expect(flow.edges).toMatchObject({ menu: { cake: 'message' }, message: { next: 'bye' } });
    expect(name).toBe('Add “Message”');
    expect(refusal(shop(), { kind: 'insert', type: 'end', at, edge })).toBe(
      '“End” has no way out, so nothing can come behind it.',
    );
  });
});

describe('an edge', () => {
  test('takes a node in by its first way out that is free', () => {
    const flow = made(shop(), { kind: 'add', type: 'buttons', at, id: 'new' }).flow;
    const wired = made(flow, { kind: 'connect', from: { node: 'new', port: 'yes' }, to: 'hello' }).flow;
    const spliced = made(wired, { kind: 'splice', node: 'new', edge: { node: 'pour', port: 'next' } }).flow;
    expect(spliced.edges).toMatchObject({ pour: { next: 'new' }, new: { yes: 'hello', no: 'bye' } });
    expect(refusal(shop(), { kind: 'splice', node: 'hello', edge: { node: 'menu', port: 'tea' } })).toBe(
      'Every way out of this node leads somewhere already.',
    );
    expect(refusal(shop(), { kind: 'splice', node: 'menu', edge: { node: 'menu', port: 'tea' } })).toBe(
      'The node is at an end of this edge already.',
    );
  });

  test('is moved at either end, and goes without leaving an empty entry', () => {
    const edge = { node: 'hello', port: 'next' };
    const from = { node: 'menu', port: 'other' };
    const moved = made(shop(), { kind: 'reconnect', edge, from, to: 'bye' }).flow.edges;
    expect(moved.menu).toEqual({ tea: 'pour', cake: 'bye', other: 'bye' });
    expect(Object.keys(moved)).not.toContain('hello');
    expect(Object.keys(made(shop(), { kind: 'disconnect', edges: [edge] }).flow.edges)).toEqual([
      'menu',
      'pour',
    ]);
    expect(refusal(shop(), { kind: 'disconnect', edges: [edge, edge] })).toBe(
      'Nothing leads out of “hello” by “next”.',
    );
  });
});

describe('removing', () => {
  const remove = (flow: Flow, ...nodes: string[]) => made(flow, { kind: 'remove', nodes }).flow;

  test('joins a chain again', () => {
    const flow = made(shop(), { kind: 'global', port: 'escalation', to: null }).flow;
    expect(remove(flow, 'pour').edges.menu).toEqual({ tea: 'bye', cake: 'bye', other: 'menu' });
  });

  test('joins around several nodes of a chain, whatever order they are named in', () => {
    const chain = smallFlow(
      { a: says('a'), b: says('b'), c: says('c'), d: says('d') },
      { a: { next: 'b' }, b: { next: 'c' }, c: { next: 'd' } },
    );
    expect(remove(chain, 'c', 'b').edges).toEqual({ a: { next: 'd' } });
    expect(remove(chain, 'a', 'b')).toMatchObject({ start: 'c', edges: { c: { next: 'd' } } });
    expect(remove(chain, 'a', 'c')).toMatchObject({ start: 'b', edges: { b: { next: 'd' } } });
  });

  test.each<[string, Flow, string]>([
    [
      'where two ways led in',
      smallFlow(
        { q: asks('x', 'y'), m: says('m'), z: says('z') },
        { q: { x: 'm', y: 'm' }, m: { next: 'z' } },
      ),
      'm',
    ],
    ['where a keyword led in as well', shop(), 'pour'],
    [
      'where it would lead back at once',
      smallFlow({ q: asks('x'), m: says('m') }, { q: { x: 'm' }, m: { next: 'q' } }),
      'm',
    ],
  ])('leaves a gap %s', (_, flow, node) => {
    const { edges, globals } = remove(flow, node);
    expect(Object.values(edges).flatMap((ports) => Object.keys(ports))).not.toContain('x');
    expect(edges.menu?.tea).toBeUndefined();
    expect(globals.escalation).toBeUndefined();
  });

  test('takes translations along, and those of others stay', () => {
    expect(remove(shop(), 'menu').settings.texts).toEqual({
      ru: { 'pour.a.body': 'Вот', 'gone.body': '?' },
    });
  });
});

describe('changing what a node holds', () => {
  test('keeps edges and translations of what is still there, and says which edges are gone', () => {
    const { flow, dropped, name } = made(shop(), {
      kind: 'replace',
      node: 'menu',
      config: asks('cake', 'pie'),
    });
    expect(flow.edges.menu).toEqual({ cake: 'bye', other: 'menu' });
    expect(dropped).toEqual([{ node: 'menu', port: 'tea', to: 'pour' }]);
    expect(flow.settings.texts?.ru).toEqual({ 'menu.body': 'Что?', 'pour.a.body': 'Вот', 'gone.body': '?' });
    expect(name).toBe('Edit “menu”');
  });

  test('keeps the edge and the translation of an option that gets another id', () => {
    const renamed = { from: 'tea', to: 'chai' };
    const config = asks('chai', 'cake');
    const { flow, dropped } = made(shop(), { kind: 'replace', node: 'menu', config, renamed });
    expect(flow.edges.menu).toEqual({ chai: 'pour', cake: 'bye', other: 'menu' });
    expect(flow.settings.texts?.ru).toMatchObject({ 'menu.buttons.chai.title': 'Чай', 'menu.body': 'Что?' });
    expect(dropped).toEqual([]);
    expect(
      refusal(shop(), { kind: 'replace', node: 'menu', config, renamed: { from: 'tea', to: 'cocoa' } }),
    ).toBe('“tea” is not renamed to “cocoa” in this node.');
  });

  test('may turn it into a node of another type', () => {
    const { flow, name } = made(shop(), { kind: 'replace', node: 'menu', config: { type: 'end', at } });
    expect(flow.edges.menu).toBeUndefined();
    expect(name).toBe('Turn “menu” into “End”');
  });

  test('leaves out what is undefined, and refuses what its type does not know', () => {
    const { flow } = made(shop(), {
      kind: 'replace',
      node: 'bye',
      config: { type: 'end', at, reason: undefined },
    });
    expect(Object.keys(flow.nodes.bye ?? {})).toEqual(['type', 'at']);
    expect(
      refusal(shop(), { kind: 'replace', node: 'bye', config: { type: 'end', at, colour: 'red' } }),
    ).toBe('node: Unrecognized key: "colour"');
    const headers = JSON.parse('{"__proto__":"x"}');
    const config = { type: 'request', at, method: 'GET', url: 'https://example.com/', save: [], headers };
    expect(refusal(shop(), { kind: 'replace', node: 'bye', config })).toBe(
      'headers.__proto__ cannot be a name here.',
    );
  });

  test('moves all that names it to its new id', () => {
    const { flow, name } = made({ ...shop(), start: 'menu' }, { kind: 'rename', node: 'menu', to: 'gone' });
    expect(flow).toMatchObject({
      start: 'gone',
      edges: { hello: { next: 'gone' }, gone: { tea: 'pour', cake: 'bye', other: 'gone' } },
      globals: { escalation: 'pour', 'keyword:menu': 'gone' },
    });
    expect(Object.keys(flow.nodes)).toEqual(['hello', 'gone', 'pour', 'bye']);
    expect(flow.settings.texts?.ru).toEqual({
      'gone.body': 'Что?',
      'gone.buttons.tea.title': 'Чай',
      'pour.a.body': 'Вот',
    });
    expect(name).toBe('Rename “menu” to “gone”');
    expect(refusal(shop(), { kind: 'rename', node: 'menu', to: 'bye' })).toBe(
      'There is a node “bye” already.',
    );
  });
});

describe('places', () => {
  const placed = (flow: Flow) =>
    Object.fromEntries(Object.entries(flow.nodes).map(([id, node]) => [id, node.at]));
  const spread = smallFlow(
    { a: { type: 'end', at: [0, 0] }, b: { type: 'end', at: [50, 10] }, c: { type: 'end', at: [300, 90] } },
    {},
  );
  const boxes = [
    { node: 'a', size: [100, 20] as [number, number] },
    { node: 'b', size: [50, 40] as [number, number] },
    { node: 'c', size: [100, 10] as [number, number] },
  ];

  test.each([
    ['left', { a: [0, 0], b: [0, 10], c: [0, 90] }],
    ['center', { a: [150, 0], b: [175, 10], c: [150, 90] }],
    ['right', { a: [300, 0], b: [350, 10], c: [300, 90] }],
    ['top', { a: [0, 0], b: [50, 0], c: [300, 0] }],
    ['middle', { a: [0, 40], b: [50, 30], c: [300, 45] }],
    ['bottom', { a: [0, 80], b: [50, 60], c: [300, 90] }],
  ] as const)('are aligned %s', (along, expected) => {
    const { flow, name } = made(spread, { kind: 'align', boxes, along });
    expect(placed(flow)).toEqual(expected);
    expect(name).toBe('Align 3 nodes');
  });

  test('are distributed with equal gaps, whatever order they are named in', () => {
    const distribute = { kind: 'distribute', boxes: boxes.toReversed(), direction: 'horizontally' } as const;
    expect(placed(made(spread, distribute).flow)).toEqual({ a: [0, 0], b: [175, 10], c: [300, 90] });
  });

  test('are set together, nodes and frames, and the change says how many', () => {
    const frame: Drawing = { kind: 'frame', id: 'f', at: [0, 0], size: [500, 200], title: 'Order' };
    const drawn = made(spread, { kind: 'draw', drawing: frame }).flow;
    const nodes = [{ node: 'a', at: [5, 6] as [number, number] }];
    const drawings = [{ drawing: 'f', at: [5, 6] as [number, number] }];
    const { flow, name } = made(drawn, { kind: 'move', nodes, drawings });
    expect(placed(flow).a).toEqual([5, 6]);
    expect(flow.settings.drawings).toEqual([{ ...frame, at: [5, 6] }]);
    expect(name).toBe('Move 1 node');
    expect(made(drawn, { kind: 'move', nodes, isTidy: true }).name).toBe('Tidy up');
    expect(made(flow, { kind: 'erase', drawings: ['f'] }).flow.settings).not.toHaveProperty('drawings');
    expect(refusal(spread, { kind: 'move', nodes: [], drawings })).toBe('There is no note or frame “f”.');
  });
});

describe('settings', () => {
  test('without a keyword have no way for it, and say that it is gone', () => {
    const { flow, dropped, name } = made(shop(), { kind: 'settings', fields: { keywords: null } });
    expect(flow.settings).not.toHaveProperty('keywords');
    expect(flow.globals).toEqual({ escalation: 'pour' });
    expect(dropped).toEqual([{ node: null, port: 'keyword:menu', to: 'menu' }]);
    expect(name).toBe('Change the keywords');
  });

  test('keep the way of a keyword under its new name', () => {
    const { flow } = made(shop(), { kind: 'rename-keyword', from: 'menu', to: 'home' });
    expect(flow.globals).toEqual({ escalation: 'pour', 'keyword:home': 'menu' });
    expect(flow.settings.keywords).toEqual({ home: { en: ['menu'], ru: ['меню'] } });
  });

  test('lose the words of a language with it, but never the language that the flow falls back to', () => {
    const { settings } = made(shop(), { kind: 'remove-locale', locale: 'ru' }).flow;
    expect(settings).toMatchObject({ locales: ['en'], keywords: { menu: { en: ['menu'] } }, texts: {} });
    expect(JSON.stringify(settings)).not.toContain('ru');
    expect(refusal(shop(), { kind: 'remove-locale', locale: 'en' })).toContain('falls back');
  });

  test('take translations in and out', () => {
    const texts = [
      { path: 'menu.body', text: 'Чего?' },
      { path: 'gone.body', text: null },
    ];
    const { flow, name } = made(shop(), { kind: 'texts', locale: 'ru', texts });
    expect(flow.settings.texts?.ru).toMatchObject({ 'menu.body': 'Чего?', 'pour.a.body': 'Вот' });
    expect(flow.settings.texts?.ru).not.toHaveProperty(['gone.body']);
    expect(name).toBe('Translate 2 texts');
    expect(refusal(shop(), { kind: 'texts', locale: 'fr', texts })).toBe('The flow does not speak “fr”.');
  });

  test('that no file may have are refused with the field', () => {
    expect(refusal(shop(), { kind: 'settings', fields: { name: '' } })).toMatch(/^name: /);
  });
});

describe('a change', () => {
  test('that changes nothing gives the very same flow', () => {
    const flow = shop();
    expect(made(flow, { kind: 'move', nodes: [{ node: 'menu', at: [0, 0] }] }).flow).toBe(flow);
    expect(made(flow, { kind: 'rename', node: 'menu', to: 'menu' }).flow).toBe(flow);
  });

  test('shares with the flow before it what it leaves alone', () => {
    const flow = shop();
    const moved = made(flow, { kind: 'move', nodes: [{ node: 'menu', at: [1, 0] }] });
    expect(moved.flow.nodes.hello).toBe(flow.nodes.hello);
    expect(moved.flow.settings).toBe(flow.settings);
    expect(moved.inverse).toMatchObject({ nodes: [{ path: ['menu', 'at'], value: [0, 0] }], settings: [] });
  });

  test('of many is made as a whole or not at all, under one name', () => {
    const start = { kind: 'start', node: 'menu' } as const;
    const remove = { kind: 'remove', nodes: ['pour', 'bye'] } as const;
    const changes: SingleChange[] = [start, { ...remove, nodes: [...remove.nodes] }];
    expect(made(shop(), { kind: 'batch', changes }).name).toBe('Set the start and 1 more');
    expect(made(shop(), { kind: 'batch', name: 'Tidy', changes }).inverse).toMatchObject({ name: 'Tidy' });
    const [first] = changes;
    const twice = first ? [first, { kind: 'start', node: 'nobody' } as const] : [];
    expect(refusal(shop(), { kind: 'batch', changes: twice })).toBe('There is no node “nobody”.');
  });

  test('is not undone where that would leave an edge without an end', () => {
    const disconnected = made(shop(), { kind: 'disconnect', edges: [{ node: 'pour', port: 'next' }] });
    const without = made(disconnected.flow, { kind: 'remove', nodes: ['bye'] }).flow;
    expect(refusal(without, disconnected.inverse)).toContain('has changed since');
  });

  test('that was meant for another flow is made or refused, and nothing breaks', () => {
    fc.assert(
      fc.property(arbitraryFlow(), arbitraryFlow(), arbitraryWish(), (one, other, wish) => {
        const change = wish(one);
        const edited = edit(one, change);
        for (const meant of edited.ok ? [change, edited.inverse] : [change]) {
          const result = edit(other, meant);
          if (!result.ok) expect(result.reason).toMatch(/\S/);
        }
      }),
      { numRuns: 200 },
    );
  });
});
