import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath, useReactFlow } from '@xyflow/react';
import { type MouseEvent, memo, useContext, useState } from 'react';
import { useAct, useFlow } from '../flow/flow-context.ts';
import { exitOf } from '../flow/flow-store.ts';
import { useWords } from '../words.ts';
import { FarContext } from './far.ts';
import type { CardEdge } from './projection.ts';
import { canvasWords } from './words.ts';

/** Where a way out leads. Under the pointer, or selected, it offers to take a new node in. */
export const WayEdge = memo(function WayEdge(props: EdgeProps<CardEdge>) {
  const { id, data, selected, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props;
  /* From far away arrowheads and the room around a line are smaller than a pixel, and cost as much as near by. */
  const isFar = useContext(FarContext);
  const [isHovered, setHovered] = useState(false);
  const isReadOnly = useFlow(({ readOnly }) => readOnly !== null);
  const [path, x, y] = getSmoothStepPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    borderRadius: 12,
    offset: 24,
  });
  const mark = data?.mark ? ` mark-${data.mark}` : '';
  const look = data?.isTarget ? 'edge target' : data?.isLit ? 'edge lit' : 'edge';
  return (
    <g onPointerEnter={() => setHovered(true)} onPointerLeave={() => setHovered(false)}>
      <BaseEdge
        id={id}
        path={path}
        className={`${look}${mark}`}
        interactionWidth={isFar ? 0 : 20}
        markerEnd={isFar ? undefined : props.markerEnd}
      />
      {(isHovered || selected) && !isReadOnly && <Insert id={id} x={x} y={y} />}
    </g>
  );
});

function Insert({ id, x, y }: { id: string; x: number; y: number }) {
  const words = useWords(canvasWords);
  const act = useAct();
  const { flowToScreenPosition } = useReactFlow();
  const pick = (event: MouseEvent) => {
    event.stopPropagation();
    const screen = flowToScreenPosition({ x, y });
    act.show({ picker: { at: [x, y], screen: [screen.x, screen.y], edge: exitOf(id) } });
  };
  return (
    <EdgeLabelRenderer>
      <button
        type="button"
        className="insert nodrag nopan"
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        aria-label={words.insert}
        title={words.insert}
        onClick={pick}
      >
        +
      </button>
    </EdgeLabelRenderer>
  );
}
