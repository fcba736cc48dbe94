import type { Problem } from '../problem.ts';
import type { Subject } from './subject.ts';

/** No node is cut off from the start. Whatever the data are: conditions count as possible. */
export function unreachable({ graph, flow }: Subject): Problem[] {
  if (!graph) return [];
  const reached = new Set(graph.positions.map(({ place }) => place.node));
  return Object.keys(flow.nodes)
    .filter((node) => !reached.has(node))
    .map((node) => ({
      code: 'unreachable',
      level: 'warning',
      node,
      message: `Nothing leads to “${node}”. Connect it, or take it away.`,
    }));
}
