import { useStoreApi, ViewportPortal } from '@xyflow/react';
import { useRef } from 'react';
import { farWays, type Measured } from './far-ways.ts';
import type { CardEdge, CardNode } from './projection.ts';

type Props = { nodes: readonly CardNode[]; edges: readonly CardEdge[]; held: ReadonlySet<string> };

/** The edges of a large flow from far away, under its cards. */
export function FarEdges({ nodes, edges, held }: Props) {
  const store = useStoreApi();
  const measured: Measured = (id) => {
    const { source, target } = store.getState().nodeLookup.get(id)?.internals.handleBounds ?? {};
    return source?.length || target?.length ? [...(source ?? []), ...(target ?? [])] : null;
  };
  const draw = useRef(farWays(measured));
  const ways = draw.current({ nodes, edges, held });
  return (
    <ViewportPortal>
      {ways.map(({ look, path }) => (
        <svg className="far-edges" key={look} aria-hidden="true">
          <path className={look} d={path} fill="none" />
        </svg>
      ))}
    </ViewportPortal>
  );
}
