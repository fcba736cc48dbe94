import { durationOf, partsOfDuration } from '@parley/editor/inspector/duration-parts.ts';
import { mediaFault } from '@parley/editor/inspector/media-link.ts';
import { textsOfNode } from '@parley/editor/inspector/node-texts.ts';
import { pathKey } from '@parley/editor/inspector/path.ts';
import { placeProblems } from '@parley/editor/inspector/problem-places.ts';
import { type Field, formFields } from '@parley/editor/inspector/schema.ts';
import { words } from '@parley/editor/inspector/words.ts';
import cafe from '@parley/flows/examples/cafe-orders.machine.json' with { type: 'json' };
import { fromMachine } from '@parley/flows/machine.ts';
import { definitions } from '@parley/flows/nodes/registry.ts';
import { expect, test } from 'vitest';

const read = fromMachine(cafe);
if (!read.ok) throw new Error('the sample does not load');
const { flow } = read;

test('every translation of the sample belongs to a field of a form', () => {
  const known = Object.entries(flow.nodes).flatMap(([id, node]) =>
    [...textsOfNode(id, node, flow).values()].map(({ path }) => path),
  );
  const translated = Object.values(flow.settings.texts ?? {}).flatMap((texts) => Object.keys(texts));
  expect(translated.length).toBeGreaterThan(0);
  // What belongs to the flow itself is in its settings.
  const ofNodes = translated.filter((path) => !path.startsWith('*.'));
  expect(ofNodes.filter((path) => !known.includes(path))).toEqual([]);
});

test('each text has the limit of the message that it is in', () => {
  const { blank } = definitions.buttons;
  const texts = textsOfNode('n', blank, flow);
  expect(texts.get(pathKey(['body']))).toEqual({ path: 'n.body', limit: 1024 });
  expect(texts.get(pathKey(['footer']))).toEqual({ path: 'n.footer', limit: 60 });
  expect(texts.get(pathKey(['buttons', 1, 'title']))).toEqual({ path: 'n.buttons.no.title', limit: 20 });
  expect(texts.has(pathKey(['buttons', 1, 'id']))).toBe(false);
});

test('a problem is shown by the innermost field that it names', () => {
  const node = definitions.buttons.blank;
  const fields = formFields(definitions.buttons.schema);
  const problem = { code: 'x', level: 'error', message: 'm' } as const;
  const at = (field?: string) => [...placeProblems([{ ...problem, field }], node, fields).keys()];
  expect(at('buttons.no.title')).toEqual([pathKey(['buttons', 1, 'title'])]);
  expect(at('buttons.gone.title')).toEqual([pathKey(['buttons'])]);
  expect(at('ports.yes')).toEqual([pathKey([])]);
  expect(at()).toEqual([pathKey([])]);
});

test('every label of every node type has a Russian word', () => {
  const labels = new Set(
    Object.values(definitions).flatMap(({ schema }) => formFields(schema).flatMap(labelsIn)),
  );
  expect([...labels].filter((label) => !Object.hasOwn(words.ru.labels, label))).toEqual([]);
  expect(Object.keys(words.ru.keys)).toEqual(Object.keys(words.en.keys));
  expect(Object.keys(words.ru.values)).toEqual(Object.keys(words.en.values));
  expect(Object.keys(words.ru.items)).toEqual(Object.keys(words.en.items));
});

function labelsIn({ label, shape, options = {} }: Field): string[] {
  const inner =
    shape.is === 'object'
      ? shape.fields
      : shape.is === 'variants'
        ? shape.variants.flatMap(({ fields }) => fields)
        : shape.is === 'list' || shape.is === 'record'
          ? [shape.item]
          : [];
  return [...[label, ...Object.values(options)].filter((word) => word !== ''), ...inner.flatMap(labelsIn)];
}

test('a duration is a number of its largest whole unit', () => {
  expect(partsOfDuration('P1DT2H')).toEqual({ count: 26, unit: 'H' });
  expect(partsOfDuration('PT90S')).toEqual({ count: 90, unit: 'S' });
  expect(partsOfDuration('soon')).toBeNull();
  expect([durationOf(2, 'D'), durationOf(20, 'M')]).toEqual(['P2D', 'PT20M']);
});

test('a link to another kind of file is told, one that says nothing of its kind is not', () => {
  expect(mediaFault('https://example.org/menu.pdf?x=1', 'image')).toMatchObject({ found: '.pdf' });
  expect(mediaFault('https://example.org/menu.PNG', 'image')).toBeNull();
  expect(mediaFault('https://example.org/menu', 'video')).toBeNull();
  expect(mediaFault('menu.png', 'image')).toBe('address');
  expect(mediaFault('{{photo}}', 'image')).toBeNull();
});
