import { getSmoothStepPath, type NodeHandle, Position } from '@xyflow/react';
import { estimate } from './estimate.ts';
import type { CardEdge, CardNode } from './projection.ts';

/** The ways out and in of a card that has been measured, as xyflow keeps them; null before that, and of one only seen from far away. */
export type Measured = (
  nodeId: string,
) => readonly Pick<NodeHandle, 'id' | 'type' | 'x' | 'y' | 'width' | 'height'>[] | null;

/** All that is drawn of edges from far away: those of one look are one line, told by its class. */
type FarWays = { look: string; path: string }[];

type Drawn = { source: CardNode; target: CardNode; path: string };

/**
 * Edges as few long lines. Hundreds of cards have more than a thousand edges, and one element for each costs more than all else in a
 * frame, at a distance from which nobody can point at one. Those of cards that are `held` are lines of their own, so that what stands
 * still stays as it is drawn.
 */
export function farWays(
  measured: Measured,
): (scene: { nodes: readonly CardNode[]; edges: readonly CardEdge[]; held: ReadonlySet<string> }) => FarWays {
  let known = new Map<string, Drawn>();
  return ({ nodes, edges, held }) => {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const next: typeof known = new Map();
    const looks = new Map<string, string[]>();
    for (const edge of edges) {
      const [source, target] = [byId.get(edge.source), byId.get(edge.target)];
      if (!source || !target) continue;
      const before = known.get(edge.id);
      const isSame = before?.source === source && before.target === target;
      const drawn = isSame ? before : { source, target, path: pathOf(edge, source, target, measured) };
      next.set(edge.id, drawn);
      const look = lookOf(edge, held.has(source.id) || held.has(target.id));
      const paths = looks.get(look);
      if (paths) paths.push(drawn.path);
      else looks.set(look, [drawn.path]);
    }
    known = next;
    return [...looks].map(([look, paths]) => ({ look, path: paths.join('') }));
  };
}

function lookOf({ selected, data }: CardEdge, isHeld: boolean): string {
  const mark = data?.mark ? ` edge mark-${data.mark}` : '';
  return `${isHeld ? 'held' : 'still'}${selected || data?.isLit ? ' edge lit' : ''}${mark}`;
}

function pathOf(edge: CardEdge, source: CardNode, target: CardNode, measured: Measured): string {
  const from = placeOf(source, 'source', edge.sourceHandle ?? null, measured);
  const to = placeOf(target, 'target', null, measured);
  const [path] = getSmoothStepPath({
    sourceX: from.x,
    sourceY: from.y,
    sourcePosition: Position.Right,
    targetX: to.x,
    targetY: to.y,
    targetPosition: Position.Left,
    borderRadius: 0,
    offset: 24,
  });
  return path;
}

function placeOf(node: CardNode, type: 'source' | 'target', id: string | null, measured: Measured) {
  const handles = measured(node.id) ?? estimate(node.data).handles;
  const handle = handles.find((one) => one.type === type && (id === null || one.id === id));
  const { x = 0, y = 0, width = 0, height = 0 } = handle ?? {};
  const aside = type === 'source' ? (width ?? 0) : 0;
  return { x: node.position.x + x + aside, y: node.position.y + y + (height ?? 0) / 2 };
}
