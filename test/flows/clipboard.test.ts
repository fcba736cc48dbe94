import { CLIPBOARD_MAX, copy, pieceOf, readClipboard } from '@parley/flows/clipboard.ts';
import { PIECE_MAX } from '@parley/flows/edit/piece.ts';
import { edit } from '@parley/flows/edit.ts';
import type { Flow } from '@parley/flows/flow.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import { describe, expect, test } from 'vitest';
import { smallFlow } from './proofs/small-flow.ts';

const at: [number, number] = [100, 100];
const ask: NodeConfig = {
  type: 'question',
  at,
  body: 'Hi {{contact.name}}, your city?',
  answer: { kind: 'text' },
  saveAs: 'city',
  retries: 1,
};
const say: NodeConfig = {
  type: 'message',
  at: [200, 100],
  bubbles: [{ id: 'a', message: { type: 'text', body: 'So, {{city}}.' } }],
};

const source = (): Flow =>
  smallFlow(
    { ask, say, end: { type: 'end', at } },
    { ask: { answered: 'say', other: 'end' }, say: { next: 'ask' } },
    {
      settings: {
        locales: ['en', 'ru', 'de'],
        variables: [
          { name: 'city', type: 'text', maxLength: 40 },
          { name: 'age', type: 'number' },
          { name: 'total', type: 'number', default: 0 },
        ],
        texts: {
          ru: { 'ask.body': 'Город?', 'say.a.body': '{{city}}, {{total}}', 'end.body': '?' },
          de: { 'ask.body': 'Stadt?' },
        },
      },
    },
  );

function pasted(target: Flow, text = copy(source(), ['ask', 'say'])) {
  const read = readClipboard(text);
  if (!read.ok) throw new Error(read.reason);
  const edited = edit(target, { kind: 'paste', piece: read.piece, by: [10, -10] });
  if (!edited.ok) throw new Error(edited.reason);
  return edited;
}

describe('what is copied', () => {
  test('is the nodes with the edges between them, the variables that they name, and their translations', () => {
    const piece = JSON.parse(copy(source(), ['say', 'ask', 'nobody', 'ask']));
    expect(piece).toMatchObject({ format: 'parley/nodes', version: 1 });
    expect(piece.nodes).toEqual([
      { id: 'say', config: say },
      { id: 'ask', config: ask },
    ]);
    expect(piece.edges).toEqual([
      { node: 'say', port: 'next', to: 'ask' },
      { node: 'ask', port: 'answered', to: 'say' },
    ]);
    expect(piece.variables.map(({ name }: { name: string }) => name)).toEqual(['city', 'total']);
    expect(piece.texts).toEqual([
      { locale: 'ru', path: 'ask.body', text: 'Город?' },
      { locale: 'ru', path: 'say.a.body', text: '{{city}}, {{total}}' },
      { locale: 'de', path: 'ask.body', text: 'Stadt?' },
    ]);
  });
});

describe('what is pasted', () => {
  test('into the same flow has ids of its own, edges among itself and the words of the original', () => {
    const { flow, added, name } = pasted(source());
    expect(added).toEqual(['ask2', 'say2']);
    expect(name).toBe('Paste 2 nodes');
    expect(flow.nodes.ask2).toEqual({ ...ask, at: [110, 90] });
    expect(flow.edges).toEqual({
      ...source().edges,
      ask2: { answered: 'say2' },
      say2: { next: 'ask2' },
    });
    expect(flow.settings.variables).toEqual(source().settings.variables);
    expect(flow.settings.texts).toEqual({
      ru: { ...source().settings.texts?.ru, 'ask2.body': 'Город?', 'say2.a.body': '{{city}}, {{total}}' },
      de: { 'ask.body': 'Stadt?', 'ask2.body': 'Stadt?' },
    });
  });

  test('into another flow brings the variables that it lacks and the languages that it speaks', () => {
    const target = smallFlow({}, {}, { settings: { locales: ['en', 'ru'] } });
    const { flow, added } = pasted(target);
    expect(added).toEqual(['ask', 'say']);
    expect(flow.settings.variables.map(({ name }) => name)).toEqual(['city', 'total']);
    expect(flow.settings.texts).toEqual({
      ru: { 'ask.body': 'Город?', 'say.a.body': '{{city}}, {{total}}' },
    });
  });

  test('brings a variable under a new name where its own stands for something else', () => {
    const target = smallFlow(
      {},
      {},
      {
        settings: {
          locales: ['en', 'ru'],
          variables: [
            { name: 'city', type: 'number' },
            { name: 'city2', type: 'boolean' },
            { name: 'total', type: 'number', default: 7 },
          ],
        },
      },
    );
    const { flow } = pasted(target);
    expect(flow.settings.variables).toEqual([
      ...target.settings.variables,
      { name: 'city3', type: 'text', maxLength: 40 },
    ]);
    expect(flow.nodes).toMatchObject({
      ask: { saveAs: 'city3', body: 'Hi {{contact.name}}, your city?' },
      say: { bubbles: [{ message: { body: 'So, {{city3}}.' } }] },
    });
    expect(flow.settings.texts?.ru?.['say.a.body']).toBe('{{city3}}, {{total}}');
  });

  test('keeps its ids when it was cut, and never one that a stray translation begins with', () => {
    const cut = edit(source(), { kind: 'remove', nodes: ['ask', 'say'] });
    expect(cut.ok && pasted(cut.flow).added).toEqual(['ask', 'say']);
    const stray = smallFlow({}, {}, { settings: { texts: { ru: { 'ask.body': 'Старое' } } } });
    expect(pasted(stray).added).toEqual(['ask2', 'say']);
  });
});

describe('what is no piece of a flow is refused:', () => {
  const piece = () => JSON.parse(copy(source(), ['ask', 'say']));
  const changed = (fields: object) => JSON.stringify({ ...piece(), ...fields });
  const node = (id: string, fields: object = {}) => ({ id, config: { type: 'end', at, ...fields } });

  test.each<[string, string, string]>([
    ['any text', 'Hello', 'holds no nodes'],
    ['no text', '', 'holds no nodes'],
    ['null', 'null', 'holds no nodes'],
    ['other JSON', '{"nodes":[]}', 'holds no nodes'],
    ['JSON nested without end', '['.repeat(200_000), 'holds no nodes'],
    ['a later version', changed({ version: 2 }), 'newer Parley'],
    ['nothing in it', changed({ nodes: [], edges: [], texts: [] }), 'nodes: '],
    ['a field too many', changed({ script: '1' }), 'Unrecognized key: "script"'],
    [
      'a node of no type',
      changed({ nodes: [node('ask', { type: 'code' })] }),
      '“code” is not a type of node',
    ],
    ['a node with a field of no type', changed({ nodes: [node('ask', { x: 1 })] }), 'Unrecognized key: "x"'],
    ['an id that is none', changed({ nodes: [node('a.b')] }), 'nodes.0.id: '],
    ['an id twice', changed({ nodes: [node('a'), node('a')], edges: [], texts: [] }), 'two nodes “a”'],
    [
      'an edge to nowhere',
      changed({ edges: [{ node: 'ask', port: 'answered', to: 'end' }] }),
      'has an end that is not',
    ],
    [
      'an edge from nowhere',
      changed({ edges: [{ node: 'ask', port: 'left', to: 'say' }] }),
      'has an end that is not',
    ],
    [
      'a stray translation',
      changed({ texts: [{ locale: 'ru', path: 'end.x', text: '' }] }),
      'belongs to no node',
    ],
    ['a variable of no type', changed({ variables: [{ name: 'a', type: 'any' }] }), 'variables.0'],
    [
      'a prototype',
      copy(source(), ['ask']).replace('"id"', '"__proto__":{"x":1},"id"'),
      '“__proto__” cannot',
    ],
    [
      'a prototype inside a node',
      copy(source(), ['ask']).replace('"body"', '"__proto__":"x","body"'),
      '“__proto__” cannot',
    ],
    [
      'too many nodes',
      changed({ nodes: Array.from({ length: PIECE_MAX.nodes + 1 }, (_, n) => node(`n${n}`)) }),
      'nodes: ',
    ],
    ['too much text', ' '.repeat(CLIPBOARD_MAX + 1), 'too much'],
  ])('%s', (_, text, reason) => {
    const read = readClipboard(text);
    expect(read.ok ? 'accepted' : read.reason).toContain(reason);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_VALUE])('an offset of %d', (far) => {
    const distant = edit(source(), { kind: 'move', nodes: [{ node: 'ask', at: [Number.MAX_VALUE, 0] }] });
    const piece = pieceOf(distant.ok ? distant.flow : source(), ['ask']);
    const reason = 'A place is two numbers.';
    expect(edit(source(), { kind: 'paste', piece, by: [far, 0] })).toEqual({ ok: false, reason });
    const move = { kind: 'move', nodes: [{ node: 'ask', at: [far, 0] as [number, number] }] } as const;
    expect(edit(source(), { ...move, nodes: [...move.nodes] }).ok).toBe(Number.isFinite(far));
  });

  test('a change that pastes what nobody has read from a clipboard', () => {
    const bad = { ...pieceOf(source(), ['ask']), nodes: [node('ask', { type: 'code' })] };
    expect(edit(source(), { kind: 'paste', piece: bad, by: [0, 0] }).ok).toBe(false);
  });
});
