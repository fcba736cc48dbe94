import type { Flow } from '@parley/flows/flow.ts';
import { localise } from '@parley/flows/localise.ts';
import { type OutboundMessage, optionsOf } from '@parley/flows/message.ts';
import { definitionOf, type NodeConfig } from '@parley/flows/nodes/registry.ts';
import type { Mark } from '@parley/flows/picture.ts';
import type { Edge, Node } from '@xyflow/react';
import type { NodeWords } from '../node-words.ts';
import { estimate } from './estimate.ts';

/** What a card shows of a node. */
export type Card = {
  type: string;
  title: string;
  family: string;
  text: string;
  messages: OutboundMessage[];
  ports: { id: string; label: string; isOption: boolean; isWired: boolean }[];
  /** Words that lead here from everywhere, and whether the flow begins here. */
  ways: string[];
  isStart: boolean;
  errors: number;
  warnings: number;
  isLit: boolean;
  /** What became of it, while two states of the flow are compared. */
  mark: Mark | null;
};
export type CardNode = Node<Card, 'card'>;
export type CardEdge = Edge<{ isLit: boolean; isTarget: boolean; mark: Mark | null }, 'way'>;

export type Place = { x: number; y: number };
export type Size = { width: number; height: number };

/** All that the picture is made of; whatever is the same object as before is not worked out again. */
export type Scene = {
  flow: Flow;
  /** The language whose texts are shown. */
  locale: string;
  /** What types and ways out are called, in the language of the editor. */
  words: NodeWords;
  selected: ReadonlySet<string>;
  selectedEdges: ReadonlySet<string>;
  /** Where cards are while they are dragged. */
  dragged: ReadonlyMap<string, Place>;
  sizes: ReadonlyMap<string, Size>;
  problems: ReadonlyMap<string, { errors: number; warnings: number }>;
  path: ReadonlySet<string>;
  marks: { nodes: ReadonlyMap<string, Mark>; edges: ReadonlyMap<string, Mark> } | null;
  /** The edge that would take the dragged card in. */
  target: string | null;
};

/**
 * The flow as xyflow draws it: derived for each picture, never kept. A node or edge that looks as before is the very
 * same object as before, which is what keeps large flows fluid.
 */
export function projector(): (scene: Scene) => { nodes: CardNode[]; edges: CardEdge[] } {
  let nodes = new Map<string, { made: unknown[]; node: CardNode }>();
  let edges = new Map<string, { made: unknown[]; edge: CardEdge }>();
  return (scene) => {
    const { flow } = scene;
    const isLarge = Object.keys(flow.nodes).length > MANY;
    const ways = waysInto(flow);
    const nextNodes: typeof nodes = new Map();
    for (const [id, config] of Object.entries(flow.nodes)) {
      const problems = scene.problems.get(id);
      const made = [
        config,
        scene.words,
        textsOf(scene),
        flow.edges[id],
        scene.dragged.get(id),
        scene.sizes.get(id),
        scene.selected.has(id),
        flow.start === id,
        scene.path.has(id),
        ways.get(id)?.join('\n'),
        problems?.errors,
        problems?.warnings,
        scene.marks?.nodes.get(id),
      ];
      const before = nodes.get(id);
      const isSame = before !== undefined && made.every((part, at) => part === before.made[at]);
      nextNodes.set(
        id,
        isSame ? before : { made, node: nodeFor(scene, { id, config, ways: ways.get(id) ?? [], isLarge }) },
      );
    }
    nodes = nextNodes;
    const nextEdges: typeof edges = new Map();
    for (const [source, ports] of Object.entries(flow.edges)) {
      for (const [port, target] of Object.entries(ports)) {
        const id = `${source}.${port}`;
        const mark = scene.marks?.edges.get(id);
        const made = [
          target,
          scene.words,
          scene.selectedEdges.has(id),
          scene.path.has(id),
          scene.target === id,
          mark,
        ];
        const before = edges.get(id);
        const isSame = before !== undefined && made.every((part, at) => part === before.made[at]);
        nextEdges.set(id, isSame ? before : { made, edge: edgeFor(scene, { id, source, port, target }) });
      }
    }
    edges = nextEdges;
    return {
      nodes: [...nodes.values()].map(({ node }) => node),
      edges: [...edges.values()].map(({ edge }) => edge),
    };
  };
}

/** Of more nodes than this only those in sight are drawn. */
export const MANY = 200;

function nodeFor(
  scene: Scene,
  { id, config, ways, isLarge }: { id: string; config: NodeConfig; ways: string[]; isLarge: boolean },
): CardNode {
  const size = scene.sizes.get(id);
  const [x, y] = config.at;
  const card = cardOf(scene, { id, config, ways });
  return {
    id,
    type: 'card',
    position: scene.dragged.get(id) ?? { x, y },
    selected: scene.selected.has(id),
    ariaLabel: `${card.title}: ${card.text.slice(0, 80)}`,
    ...(size ? { measured: size } : isLarge ? estimate(card) : {}),
    data: card,
  };
}

function cardOf(
  scene: Scene,
  { id, config, ways }: { id: string; config: NodeConfig; ways: string[] },
): Card {
  const { flow, problems, path } = scene;
  const definition = definitionOf(config.type);
  if (!definition) throw new Error(`node ${id} has no definition`);
  const shown = localise(config, id, textsOf(scene));
  const { text, messages } = definition.preview(shown);
  const wired = flow.edges[id] ?? {};
  const options = new Set(messages.flatMap(optionIds));
  return {
    type: config.type,
    title: scene.words.title(config.type),
    family: definition.family,
    text,
    messages,
    ports: definition.ports(shown).map(({ id: port, label }) => {
      const isOption = options.has(port);
      const shownLabel = isOption ? label : scene.words.port(port, label);
      return { id: port, label: shownLabel, isOption, isWired: Object.hasOwn(wired, port) };
    }),
    ways,
    isStart: flow.start === id,
    errors: problems.get(id)?.errors ?? 0,
    warnings: problems.get(id)?.warnings ?? 0,
    isLit: path.has(id),
    mark: scene.marks?.nodes.get(id) ?? null,
  };
}

/** Translations into the language shown; none when that is the one the nodes are written in. */
const textsOf = ({ flow: { settings }, locale }: Scene) =>
  locale === settings.defaultLocale ? undefined : settings.texts?.[locale];

/** Ways out that stand in the message itself, as buttons and rows. */
function optionIds(message: OutboundMessage): string[] {
  const ids = optionsOf(message).map(({ id }) => id);
  return message.type === 'list' && message.rowsFrom ? [...ids, 'chosen'] : ids;
}

function edgeFor(
  { flow, words, selectedEdges, path, marks, target: spliced }: Scene,
  { id, source, port, target }: { id: string; source: string; port: string; target: string },
): CardEdge {
  const node = flow.nodes[source];
  const label =
    node &&
    definitionOf(node.type)
      ?.ports(node)
      .find((way) => way.id === port)?.label;
  return {
    id,
    type: 'way',
    source,
    sourceHandle: port,
    target,
    selected: selectedEdges.has(id),
    ariaLabel: `${source}, ${words.port(port, label ?? port)} → ${target}`,
    data: { isLit: path.has(id), isTarget: spliced === id, mark: marks?.edges.get(id) ?? null },
  };
}

/** The flow's own ways (a person, keywords, what happens from outside) by the node that they lead to. */
function waysInto({ globals }: Flow): Map<string, string[]> {
  const ways = new Map<string, string[]>();
  for (const [port, node] of Object.entries(globals)) {
    ways.set(node, [...(ways.get(node) ?? []), port.replace(/^keyword:/, '')]);
  }
  return ways;
}
