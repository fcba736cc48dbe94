import { compare } from './compare.ts';
import { portsOf } from './edit/node.ts';
import { own, put } from './edit/record.ts';
import type { Flow } from './flow.ts';

export type Mark = 'added' | 'changed' | 'removed' | 'moved';

/** Two flows in one picture: the later one, with what is gone still in it, and what each part is. */
export type ComparisonPicture = {
  /** For the eye only: it need not be a flow that can be saved. */
  flow: Flow;
  nodes: ReadonlyMap<string, Mark>;
  /** By `node.port`. */
  edges: ReadonlyMap<string, Exclude<Mark, 'moved'>>;
};

/** What became of `before`. A way out that leads somewhere else shows where it leads now. */
export function picture(before: Flow, after: Flow): ComparisonPicture {
  const { nodes: changed, edges: rewired } = compare(before, after);
  const removed = changed.filter(({ is }) => is === 'removed').map(({ node }) => node);
  const ghosts = removed.flatMap((node) => {
    const config = own(before.nodes, node);
    return config ? [[node, config] as const] : [];
  });
  const nodes = { ...after.nodes, ...Object.fromEntries(ghosts) };
  let edges = after.edges;
  const marks = new Map<string, Exclude<Mark, 'moved'>>();
  for (const { node, port, before: was, after: is } of rewired) {
    if (node === null) continue;
    if (is !== null) marks.set(`${node}.${port}`, was === null ? 'added' : 'changed');
    else if (was !== null && Object.hasOwn(nodes, was) && portsOf(nodes[node]).includes(port)) {
      edges = put(edges, node, put(own(edges, node), port, was));
      marks.set(`${node}.${port}`, 'removed');
    }
  }
  return {
    flow: { ...after, nodes, edges },
    nodes: new Map(changed.map(({ node, is }) => [node, is])),
    edges: marks,
  };
}
