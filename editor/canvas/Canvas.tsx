import {
  Background,
  ConnectionLineType,
  MarkerType,
  MiniMap,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStore,
  useUpdateNodeInternals,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useFlow, useFlowStore } from '../flow/flow-context.ts';
import { useWords } from '../words.ts';
import './canvas.css';
import { FarEdges } from './FarEdges.tsx';
import { FarContext, READABLE } from './far.ts';
import { GuideLines } from './GuideLines.tsx';
import { gesturesOf } from './gestures.ts';
import { LargeMap } from './LargeMap.tsx';
import { NodeCard } from './NodeCard.tsx';
import { openingOf } from './opening.ts';
import { type CardEdge, type CardNode, MANY, type Size } from './projection.ts';
import { useDragging } from './use-dragging.ts';
import { usePicture } from './use-picture.ts';
import { WayEdge } from './WayEdge.tsx';
import { canvasWords } from './words.ts';

const DrawingLayer = lazy(async () => ({ default: (await import('./DrawingLayer.tsx')).DrawingLayer }));

/* All of these are the same for each picture: xyflow compares them by identity. */
const nodeTypes = { card: NodeCard };
const edgeTypes = { way: WayEdge };
const defaultEdgeOptions = {
  markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16, color: 'var(--edge)' },
};
const SELECTS_MORE = ['Shift', 'Meta', 'Control'];
const ZOOMS = ['Control', 'Meta'];
const ATTRIBUTION = { hideAttribution: false };
const NO_NODES: CardNode[] = [];
const NO_EDGES: CardEdge[] = [];
const familyOf = ({ data }: CardNode) => `family-${data.family}`;

/** The flow as a picture that can be worked on. */
export function Canvas({ isEditable }: { isEditable: boolean }) {
  const words = useWords(canvasWords);
  const store = useFlowStore();
  const view = useReactFlow<CardNode, CardEdge>();
  const [sizes, setSizes] = useState<ReadonlyMap<string, Size>>(new Map());
  const { dragged, target, drag } = useDragging();
  const { nodes, edges } = usePicture({ dragged, sizes, target });
  const hasDrawings = useFlow(({ look, flow }) => (look?.flow ?? flow).settings.drawings !== undefined);
  const isLarge = nodes.length > MANY;
  const isFar = useStore(({ transform }) => transform[2] < READABLE);
  const held = useMemo(() => new Set(dragged.keys()), [dragged]);
  /* Only what it is at first counts. */
  const [opening] = useState(() => openingOf(nodes, store.getState()));
  const gestures = useMemo(
    () =>
      gesturesOf({
        store,
        view,
        drag,
        onMeasured: (measured) => setSizes((before) => new Map([...before, ...measured])),
      }),
    [store, view, drag],
  );
  const isBegun = useBegun();
  useNearAgain(isFar);
  return (
    <FarContext value={isFar}>
      <ReactFlow
        className={isFar ? 'canvas from-far' : 'canvas'}
        aria-label={words.canvas}
        nodes={isBegun ? nodes : NO_NODES}
        edges={isBegun && !(isFar && isLarge) ? edges : NO_EDGES}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        defaultEdgeOptions={defaultEdgeOptions}
        {...gestures}
        nodesDraggable={isEditable}
        nodesConnectable={isEditable}
        edgesReconnectable={isEditable}
        connectOnClick={false}
        connectionLineType={ConnectionLineType.SmoothStep}
        connectionRadius={24}
        connectionDragThreshold={4}
        nodeDragThreshold={2}
        deleteKeyCode={null}
        disableKeyboardA11y
        multiSelectionKeyCode={SELECTS_MORE}
        selectionMode={SelectionMode.Partial}
        panOnScroll
        zoomActivationKeyCode={ZOOMS}
        onlyRenderVisibleElements={isLarge}
        minZoom={0.05}
        maxZoom={2}
        {...opening}
        proOptions={ATTRIBUTION}
      >
        {isFar && isLarge && <FarEdges nodes={nodes} edges={edges} held={held} />}
        {hasDrawings && (
          <Suspense>
            <DrawingLayer isEditable={isEditable} onCarry={drag.carry} />
          </Suspense>
        )}
        {!isFar && <Background gap={20} size={1.5} color="var(--line)" />}
        <GuideLines />
        {isEditable &&
          nodes.length > 4 &&
          (isLarge ? (
            <LargeMap />
          ) : (
            <MiniMap pannable zoomable position="bottom-left" nodeClassName={familyOf} />
          ))}
      </ReactFlow>
    </FarContext>
  );
}

/**
 * False for the first picture only. xyflow takes its settings one by one, and looks at every card and edge after each: it gets them when
 * that is over.
 */
function useBegun(): boolean {
  const [isBegun, setBegun] = useState(false);
  useEffect(() => setBegun(true), []);
  return isBegun;
}

/** Cards that were drawn from far away have no ways out to be measured: they are measured when they come near. */
function useNearAgain(isFar: boolean): void {
  const measure = useUpdateNodeInternals();
  const wasFar = useRef(isFar);
  useEffect(() => {
    if (wasFar.current && !isFar) {
      const cards = [...document.querySelectorAll('.react-flow__node')];
      measure(cards.flatMap((card) => card.getAttribute('data-id') ?? []));
    }
    wasFar.current = isFar;
  }, [isFar, measure]);
}
