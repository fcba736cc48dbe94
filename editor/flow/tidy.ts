import type { Flow } from '@parley/flows/flow.ts';
import ELK, { type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';

export type TidyNode = { id: string; width: number; height: number; ports: { id: string; y: number }[] };
export type TidyEdge = { node: string; port: string; to: string };

/** Distances between cards, in the canvas's unit. */
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '120',
  'elk.spacing.nodeNode': '48',
  'elk.spacing.componentComponent': '96',
  /* What leads back in the order of the nodes is drawn as a way back. */
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
};

/**
 * Places for all nodes so that the flow reads from left to right, ways out in their order; `nodes` come as they are
 * reached from the beginning. Worked out in a worker, which
 * is fetched when it is first needed; rejects when it fails.
 */
export async function tidyPlaces(
  nodes: readonly TidyNode[],
  edges: readonly TidyEdge[],
): Promise<{ node: string; at: [number, number] }[]> {
  const elk = new ELK({ workerFactory: () => new Worker(workerUrl) });
  try {
    const graph: ElkNode = {
      id: 'flow',
      layoutOptions: OPTIONS,
      children: nodes.map(({ id, width, height, ports }) => ({
        id: `n ${id}`,
        width,
        height,
        layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
        ports: [
          { id: `in ${id}`, x: 0, y: 18, width: 0, height: 0 },
          ...ports.map((port) => ({ id: `out ${id}.${port.id}`, x: width, y: port.y, width: 0, height: 0 })),
        ],
      })),
      edges: edges.map(({ node, port, to }) => ({
        id: `e ${node}.${port}`,
        sources: [`out ${node}.${port}`],
        targets: [`in ${to}`],
      })),
    };
    const { children = [] } = await elk.layout(graph);
    return children.map(({ id, x = 0, y = 0 }) => ({ node: id.slice(2), at: [snapped(x), snapped(y)] }));
  } finally {
    elk.terminateWorker();
  }
}

/** The nodes as a contact reaches them, by the shortest way; then those that only the flow's own ways lead to. */
export function inOrder(flow: Flow): string[] {
  const roots = [flow.start, ...Object.values(flow.globals), ...Object.keys(flow.nodes)];
  const reached = new Set<string>();
  for (const root of roots) {
    if (root === null || reached.has(root)) continue;
    const fresh = new Set([root]);
    for (const id of fresh) {
      for (const to of Object.values(flow.edges[id] ?? {})) if (!reached.has(to)) fresh.add(to);
    }
    for (const id of fresh) reached.add(id);
  }
  return [...reached];
}

const snapped = (value: number) => Math.round(value / 20) * 20;
