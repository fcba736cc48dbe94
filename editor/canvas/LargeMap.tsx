import { definitionOf } from '@parley/flows/nodes/registry.ts';
import { Panel, useReactFlow, useStore } from '@xyflow/react';
import { memo, type PointerEvent, useMemo } from 'react';
import { useFlow } from '../flow/flow-context.ts';
import { useWords } from '../words.ts';
import { canvasWords } from './words.ts';

/** About as large as a card is, and as the map is on the screen. */
const CARD = { width: 264, height: 180 };
const MAP = { width: 200, height: 150 };

type Bounds = { x: number; y: number; width: number; height: number };

/**
 * The map of a large flow. xyflow's own listens for each node by itself, which with hundreds of them takes a good part of every frame; this
 * one is drawn anew only when the flow has changed.
 */
export function LargeMap() {
  const words = useWords(canvasWords);
  const { setCenter, getZoom } = useReactFlow();
  const nodes = useFlow(({ look, flow }) => (look?.flow ?? flow).nodes);
  const bounds = useMemo((): Bounds => {
    const places = Object.values(nodes).map(({ at }) => at);
    const [x, y] = [Math.min(...places.map(([left]) => left)), Math.min(...places.map(([, top]) => top))];
    const width = Math.max(...places.map(([left]) => left)) + CARD.width - x;
    const height = Math.max(...places.map(([, top]) => top)) + CARD.height - y;
    return { x, y, width, height };
  }, [nodes]);
  const go = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 1) return;
    const matrix = event.currentTarget.getScreenCTM();
    if (!matrix) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    void setCenter(x, y, { zoom: getZoom() });
  };
  const { x, y, width, height } = bounds;
  const edge = Math.max(width, height) * 0.04;
  return (
    <Panel position="bottom-left" className="react-flow__minimap">
      <svg
        role="img"
        aria-label={words.map}
        width={MAP.width}
        height={MAP.height}
        viewBox={[x - edge, y - edge, width + 2 * edge, height + 2 * edge].join(' ')}
        onPointerDown={go}
        onPointerMove={go}
      >
        <Cards nodes={nodes} />
        <Seen />
      </svg>
    </Panel>
  );
}

type Nodes = { [id: string]: { type: string; at: readonly [number, number] } };

const Cards = memo(function Cards({ nodes }: { nodes: Nodes }) {
  return Object.entries(nodes).map(
    ([
      id,
      {
        type,
        at: [x, y],
      },
    ]) => (
      <rect
        key={id}
        className={`react-flow__minimap-node family-${definitionOf(type)?.family ?? 'ends'}`}
        x={x}
        y={y}
        {...CARD}
      />
    ),
  );
});

/** What of the flow is in sight. */
function Seen() {
  const x = useStore(({ transform }) => -transform[0] / transform[2]);
  const y = useStore(({ transform }) => -transform[1] / transform[2]);
  const width = useStore((state) => state.width / state.transform[2]);
  const height = useStore((state) => state.height / state.transform[2]);
  return <rect className="map-seen" x={x} y={y} width={width} height={height} />;
}
