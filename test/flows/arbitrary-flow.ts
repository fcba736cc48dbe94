import { Drawing } from '@parley/flows/drawing.ts';
import type { Flow } from '@parley/flows/flow.ts';
import type { FlowTest } from '@parley/flows/flow-test.ts';
import { globalPorts } from '@parley/flows/machine.ts';
import { definitionOf, definitions, type NodeConfig, type NodeType } from '@parley/flows/nodes/registry.ts';
import type { FlowSettings } from '@parley/flows/settings.ts';
import type { Variable } from '@parley/flows/variables.ts';
import fc, { type Arbitrary } from 'fast-check';
import { arbitraryOf } from './arbitrary-schema.ts';

/**
 * Any flow that can be saved: drafts with ways out that lead nowhere, without a first node, with mistakes in expressions and durations, with
 * ids that JavaScript has a meaning for. Nodes are of every type of the registry; what they hold comes from their schemas.
 */
export function arbitraryFlow(): Arbitrary<Flow> {
  return fc
    .tuple(arbitrarySettings, fc.uniqueArray(arbitraryNodeId, { maxLength: 6 }))
    .chain(([settings, ids]) => fc.tuple(fc.constant(settings), fc.tuple(...ids.map(namedNode))))
    .chain(([settings, named]) => {
      const nodes = Object.fromEntries(named);
      const ids = named.map(([id]) => id);
      return fc.record({
        id: fc.constantFrom('main', 'order-2', 'a'),
        settings: fc.constant(settings),
        start: ids.length === 0 ? fc.constant(null) : fc.option(fc.constantFrom(...ids), { freq: 5 }),
        nodes: fc.constant(nodes),
        edges: arbitraryEdges(nodes),
        globals: wired(globalPorts(settings), ids),
      });
    });
}

const byType = new Map<string, Arbitrary<NodeConfig>>();

/** A node as its type's schema accepts it, which is more than what can be published. */
export function arbitraryNode(type: NodeType): Arbitrary<NodeConfig> {
  const definition = definitionOf(type);
  if (!definition) throw new Error(`no node type ${type}`);
  /* Making one from a schema takes longer than using it. */
  const known = byType.get(type) ?? arbitraryOf(definition.schema, textFor);
  byType.set(type, known);
  return known;
}

export const arbitraryType = fc.constantFrom(...(Object.keys(definitions) as NodeType[]));
const namedNode = (id: string) => fc.tuple(fc.constant(id), arbitraryType.chain(arbitraryNode));

/** Names that every object of JavaScript has are as good as any other. */
export const arbitraryNodeId = fc.constantFrom(
  'start',
  'menu',
  'City',
  'a-1',
  'help_2',
  'constructor',
  'toString',
  'x',
);

/** Some of the ways out of each node lead to some node. */
function arbitraryEdges(nodes: Flow['nodes']): Arbitrary<Flow['edges']> {
  const ids = Object.keys(nodes);
  const perNode = Object.entries(nodes).map(([id, node]) => {
    const ports =
      definitionOf(node.type)
        ?.ports(node)
        .map((port) => port.id) ?? [];
    return fc.tuple(fc.constant(id), wired(ports, ids));
  });
  return fc
    .tuple(...perNode)
    .map((edges) => Object.fromEntries(edges.filter(([, ports]) => Object.keys(ports).length > 0)));
}

function wired(ports: readonly string[], ids: readonly string[]): Arbitrary<{ [port: string]: string }> {
  if (ids.length === 0) return fc.constant({});
  const each = [...new Set(ports)].map((port) =>
    fc.tuple(fc.constant(port), fc.option(fc.constantFrom(...ids), { nil: undefined, freq: 3 })),
  );
  return fc
    .tuple(...each)
    .map((pairs) =>
      Object.fromEntries(
        pairs.flatMap(([port, target]) => (target === undefined ? [] : [[port, target] as const])),
      ),
    );
}

/** One variable of each type, most with a default; what generated texts and expressions name. */
export const VARIABLES: readonly Variable[] = [
  { name: 'city', type: 'text', maxLength: 20, default: '' },
  { name: 'note', type: 'text', maxLength: 200, default: 'none' },
  { name: 'age', type: 'number', default: 0 },
  { name: 'vip', type: 'boolean', default: false },
  { name: 'due', type: 'date', default: '2026-03-01' },
  { name: 'size', type: 'choice', options: ['S', 'M', 'L'], default: 'S' },
  {
    name: 'shops',
    type: 'list',
    fields: { id: { maxLength: 20 }, name: { maxLength: 40 }, address: { maxLength: 90 } },
    maxItems: 15,
    default: [{ id: 'mill', name: 'Mill', address: 'Mill Lane 1' }],
  },
  { name: 'cart', type: 'order' },
];

const someWords = fc.constantFrom('agent', 'human', 'menu', 'stop', '1', '');
const words = (locales: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...locales), fc.array(someWords, { maxLength: 2 }), {
    noNullPrototype: true,
  });

const arbitrarySettings: Arbitrary<FlowSettings> = fc
  .constantFrom<string[]>(['en'], ['en', 'ru'], ['pt-BR', 'en'])
  .chain((locales) =>
    fc.record(
      {
        name: fc.string({ minLength: 1, maxLength: 20 }),
        locales: fc.constant(locales),
        defaultLocale: fc.constantFrom(...locales, 'de'),
        variables: fc.subarray([...VARIABLES]),
        escalation: fc.record({ keywords: words(locales), maxTurns: fc.integer({ min: 1, max: 3 }) }),
        keywords: fc.dictionary(fc.constantFrom('menu', 'back', 'constructor'), words(locales), {
          noNullPrototype: true,
        }),
        triggers: fc.record(
          { keywords: words(locales), ads: fc.array(fc.constantFrom('*', '123'), { maxLength: 2 }) },
          { requiredKeys: [], noNullPrototype: true },
        ),
        texts: fc.dictionary(
          fc.constantFrom(...locales),
          fc.dictionary(
            fc.constantFrom('menu.body', 'start.a.body', 'x.title'),
            fc.string({ maxLength: 5 }),
            {
              noNullPrototype: true,
            },
          ),
          { noNullPrototype: true },
        ),
        drawings: fc.uniqueArray(arbitraryOf(Drawing, textFor), { maxLength: 2, selector: ({ id }) => id }),
        tests: fc.constant([ORDERS_TEST]),
      },
      {
        requiredKeys: ['name', 'locales', 'defaultLocale', 'variables', 'escalation'],
        noNullPrototype: true,
      },
    ),
  );

/** Names a node, one of its options and a variable, which may be there or not. */
export const ORDERS_TEST: FlowTest = {
  name: 'Orders',
  contact: { name: 'Guest', phone: '', locale: 'en', timezone: 'UTC' },
  now: '2026-03-02T09:00:00.000Z',
  opening: 'Hello',
  expects: [{ what: 'message', match: 'contains', text: 'Hello' }],
  steps: [
    {
      do: 'say',
      input: { type: 'choice', id: 'a', offeredBy: { node: 'menu', earlierSession: false } },
      expects: [],
    },
    { do: 'set', variable: 'city', value: 'Riga', expects: [] },
  ],
  end: null,
  variables: { city: 'Riga' },
};

const BY_CONTROL: { readonly [control: string]: readonly string[] } = {
  duration: ['PT20H', 'P1D', 'PT59M', 'PT10S', 'soon', ''],
  time: ['09:30', '23:59', '9'],
  expression: ['vip', 'age > 3', 'size(shops) > 0', 'city == "Rome"', 'age +', 'nothing', ''],
  variable: ['city', 'age', 'vip', 'due', 'size', 'shops', 'cart', 'locale', 'nothing'],
  message: ['Hello {{contact.name}}', 'In {{city}}?', '{{age', '{{nothing}}', 'Привет!', ''],
  'short-text': ['Yes', 'No', 'To {{city}}', 'stop', 'No', ''],
  url: ['https://example.com/{{city}}', 'http://example.com/form', 'https://{{city}}.example.com', 'shop'],
  id: ['a', 'b', 'yes', 'constructor', '__proto__', 'toString'],
  email: ['help@example.com', 'nobody'],
};

const textFor = (control: string | undefined) => {
  const texts = control === undefined ? undefined : BY_CONTROL[control];
  return texts && fc.constantFrom(...texts);
};
