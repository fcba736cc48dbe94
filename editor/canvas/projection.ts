import type { Flow } from '@parley/flows/flow.ts';
import { fromMachine } from '@parley/flows/machine.ts';
import { definitionOf } from '@parley/flows/nodes/registry.ts';
import type { Edge, Node } from '@xyflow/react';

/** What a card shows of a node. */
export type Card = {
  id: string;
  title: string;
  family: string;
  text: string;
  isStart: boolean;
  ports: { id: string; label: string }[];
};
export type CardNode = Node<Card, 'card'>;

/** The machine as a graph: derived each time, never stored. Null when the file cannot be read as a flow. */
export function project(machine: unknown): { nodes: CardNode[]; edges: Edge[] } | null {
  const read = fromMachine(machine);
  if (!read.ok) return null;
  const { flow } = read;
  return { nodes: Object.keys(flow.nodes).map((id) => cardOf(flow, id)), edges: edgesOf(flow) };
}

function cardOf({ nodes, start }: Flow, id: string): CardNode {
  const node = nodes[id];
  const definition = node && definitionOf(node.type);
  if (!node || !definition) throw new Error(`node ${id} has no definition`);
  return {
    id,
    type: 'card',
    position: { x: node.at[0], y: node.at[1] },
    data: {
      id,
      title: definition.title,
      family: definition.family,
      text: definition.preview(node).text,
      isStart: start === id,
      ports: definition.ports(node),
    },
  };
}

function edgesOf({ edges }: Flow): Edge[] {
  return Object.entries(edges).flatMap(([source, ports]) =>
    Object.entries(ports).map(([port, target]) => ({
      id: `${source}.${port}`,
      source,
      sourceHandle: port,
      target,
    })),
  );
}
