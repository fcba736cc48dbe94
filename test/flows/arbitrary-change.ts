import { pieceOf } from '@parley/flows/clipboard.ts';
import type { Drawing } from '@parley/flows/drawing.ts';
import type { ChangeOf, SingleChange } from '@parley/flows/edit/change.ts';
import { portsOf } from '@parley/flows/edit/node.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { globalPorts } from '@parley/flows/machine.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import fc, { type Arbitrary } from 'fast-check';
import {
  arbitraryFlow,
  arbitraryNode,
  arbitraryNodeId,
  arbitraryType,
  ORDERS_TEST,
  VARIABLES,
} from './arbitrary-flow.ts';

/** A change to be made of whatever flow there is by then: most often one that fits, now and then one that does not. */
export type Wish = (flow: Flow) => SingleChange;

/** Chosen by chance, for a recipe to work with. */
type Luck = {
  pick<Item>(items: readonly Item[], otherwise: Item): Item;
  some<Item>(items: readonly Item[], otherwise: Item): Item[];
  node: NodeConfig;
  id: string;
  elsewhere: Flow;
};

type Recipes = {
  [Kind in Exclude<SingleChange['kind'], 'patch'>]: (flow: Flow, luck: Luck) => ChangeOf<Kind>;
};

/** One for each kind; a kind without one does not compile. */
const recipes: Recipes = {
  add: (flow, { node, id, pick }) => ({
    kind: 'add',
    type: node.type,
    at: [10, 20],
    ...pick([{}, { id }, { config: node }], {}),
    ...pick([{}, { from: exitOf(flow, pick) }], {}),
  }),
  insert: (flow, { node, pick }) => ({
    kind: 'insert',
    type: node.type,
    at: [10, 20],
    config: node,
    edge: edgeOf(flow, pick),
  }),
  splice: (flow, { pick }) => ({ kind: 'splice', node: nodeOf(flow, pick), edge: edgeOf(flow, pick) }),
  remove: (flow, { some }) => ({ kind: 'remove', nodes: some(Object.keys(flow.nodes), 'nobody') }),
  replace: (flow, { node, pick }) => ({ kind: 'replace', node: nodeOf(flow, pick), config: node }),
  rename: (flow, { id, pick }) => ({ kind: 'rename', node: nodeOf(flow, pick), to: id }),
  paste: (flow, { some, pick, elsewhere }) => {
    const from = pick([flow, elsewhere], flow);
    const whole = Object.keys(from.nodes).length > 0 ? from : { ...flow, nodes: { only: ONLY }, edges: {} };
    return { kind: 'paste', piece: pieceOf(whole, some(Object.keys(whole.nodes), 'only')), by: [40, 40] };
  },
  move: (flow, { some, pick }) => ({
    kind: 'move',
    nodes: some(Object.keys(flow.nodes), 'nobody').map((node, at) => ({ node, at: [at * 7, -at] })),
    drawings: pick([[], drawingIds(flow)], []).map((drawing) => ({ drawing, at: [5, 6] })),
  }),
  align: (flow, { pick }) => ({
    kind: 'align',
    boxes: boxesOf(flow, 2),
    along: pick(['left', 'center', 'right', 'top', 'middle', 'bottom'], 'left'),
  }),
  distribute: (flow, { pick }) => ({
    kind: 'distribute',
    boxes: boxesOf(flow, 3),
    direction: pick(['horizontally', 'vertically'], 'vertically'),
  }),
  draw: (flow, { pick }) => ({ kind: 'draw', drawing: { ...NOTE, id: pick(drawingIds(flow), 'n1') } }),
  erase: (flow, { some }) => ({ kind: 'erase', drawings: some(drawingIds(flow), 'n1') }),
  connect: (flow, { pick }) => ({ kind: 'connect', from: exitOf(flow, pick), to: nodeOf(flow, pick) }),
  disconnect: (flow, { pick }) => ({ kind: 'disconnect', edges: [edgeOf(flow, pick)] }),
  reconnect: (flow, { pick }) => ({
    kind: 'reconnect',
    edge: edgeOf(flow, pick),
    from: exitOf(flow, pick),
    to: nodeOf(flow, pick),
  }),
  start: (flow, { pick }) => ({ kind: 'start', node: pick([nodeOf(flow, pick), null], null) }),
  global: (flow, { pick }) => ({
    kind: 'global',
    port: pick(globalPorts(flow.settings), 'escalation'),
    to: pick([nodeOf(flow, pick), null], null),
  }),
  settings: (_, { pick, elsewhere }) => {
    const { name, defaultLocale, escalation, keywords, triggers } = elsewhere.settings;
    return {
      kind: 'settings',
      fields: pick<ChangeOf<'settings'>['fields']>(
        [
          ...[
            { name },
            { defaultLocale },
            { escalation },
            { keywords: keywords ?? null },
            { triggers: null },
          ],
          ...[
            { window: null },
            { window: { startsUnprompted: true, reopen: { name: 'on', language: 'en' } } },
          ],
        ],
        { triggers: triggers ?? null },
      ),
    };
  },
  'rename-keyword': (flow, { pick }) => ({
    kind: 'rename-keyword',
    from: pick(Object.keys(flow.settings.keywords ?? {}), 'menu'),
    to: pick(['menu', 'home', 'toString', 'No'], 'home'),
  }),
  'add-variable': (_, { pick }) => ({ kind: 'add-variable', variable: pick(VARIABLES, CITY) }),
  'replace-variable': (_, { pick }) => ({
    kind: 'replace-variable',
    variable: { ...CITY, name: pick(['city', 'note', 'age'], 'city') },
  }),
  'rename-variable': (flow, { pick }) => ({
    kind: 'rename-variable',
    from: variableOf(flow, pick),
    to: pick(['town', 'age', 'now', 'locale', 'constructor'], 'town'),
  }),
  'remove-variable': (flow, { pick }) => ({ kind: 'remove-variable', name: variableOf(flow, pick) }),
  'add-locale': (_, { pick }) => ({ kind: 'add-locale', locale: pick(['de', 'fr', 'en'], 'de') }),
  'remove-locale': (flow, { pick }) => ({
    kind: 'remove-locale',
    locale: pick(flow.settings.locales, 'en'),
  }),
  texts: (flow, { pick }) => ({
    kind: 'texts',
    locale: pick(flow.settings.locales, 'en'),
    texts: [
      { path: `${nodeOf(flow, pick)}.body`, text: pick(['Hello {{city}}', null], null) },
      { path: 'menu.body', text: null },
    ],
  }),
  'keep-test': (flow, { pick }) => ({
    kind: 'keep-test',
    test: {
      ...ORDERS_TEST,
      name: pick(['', 'Orders', 'Talks', ...testNames(flow)], 'Orders'),
      end: nodeOf(flow, pick),
    },
  }),
  'rename-test': (flow, { pick }) => ({
    kind: 'rename-test',
    from: pick(testNames(flow), 'Orders'),
    to: pick(['Talks', 'constructor', ' ', 'Orders'], 'Talks'),
  }),
  'remove-tests': (flow, { some }) => ({ kind: 'remove-tests', names: some(testNames(flow), 'Orders') }),
};

export const CHANGE_KINDS = Object.keys(recipes) as (keyof Recipes)[];

export function arbitraryWish(): Arbitrary<Wish> {
  return fc
    .record({
      kind: fc.constantFrom(...CHANGE_KINDS),
      numbers: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
      node: arbitraryType.chain(arbitraryNode),
      id: arbitraryNodeId,
      elsewhere: arbitraryFlow(),
    })
    .map(({ kind, numbers, ...luck }) => (flow) => {
      const recipe: (flow: Flow, luck: Luck) => SingleChange = recipes[kind];
      return recipe(flow, { ...luck, ...picksFrom(numbers) });
    });
}

function picksFrom(numbers: readonly number[]): Pick<Luck, 'pick' | 'some'> {
  let used = 0;
  const next = () => {
    used += 1;
    return numbers[used % numbers.length] ?? 0;
  };
  return {
    pick: (items, otherwise) => items[next() % (items.length || 1)] ?? otherwise,
    some: (items, otherwise) => {
      const found = items.filter(() => next() % 2 === 0);
      const [first = otherwise] = items;
      return found.length > 0 ? found : [first];
    },
  };
}

const nodeOf = (flow: Flow, pick: Luck['pick']) => pick(Object.keys(flow.nodes), 'nobody');
const variableOf = ({ settings }: Flow, pick: Luck['pick']) =>
  pick(
    settings.variables.map(({ name }) => name),
    'city',
  );

function exitOf(flow: Flow, pick: Luck['pick']) {
  const node = nodeOf(flow, pick);
  return { node, port: pick(portsOf(flow.nodes[node]), 'next') };
}

function edgeOf(flow: Flow, pick: Luck['pick']) {
  const edges = Object.entries(flow.edges).flatMap(([node, ports]) =>
    Object.keys(ports).map((port) => ({ node, port })),
  );
  return pick(edges, { node: 'nobody', port: 'next' });
}

const boxesOf = (flow: Flow, least: number): ChangeOf<'align'>['boxes'] => {
  const nodes = Object.keys(flow.nodes);
  const enough = [...nodes, ...Array.from({ length: least }, () => 'nobody')];
  return (nodes.length >= least ? nodes : enough).map((node, at) => ({ node, size: [100 + at, 50] }));
};

const drawingIds = ({ settings }: Flow) => (settings.drawings ?? []).map(({ id }) => id);
const testNames = ({ settings }: Flow) => (settings.tests ?? []).map(({ name }) => name);
const NOTE: Drawing = { kind: 'note', id: 'n1', at: [1, 2], size: [200, 100], text: 'Ask the bakery' };
const CITY = { name: 'city', type: 'text', maxLength: 7 } as const;
const ONLY: NodeConfig = { type: 'end', at: [0, 0] };
