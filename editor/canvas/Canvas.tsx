import {
  applyNodeChanges,
  Background,
  type Connection,
  ConnectionLineType,
  type EdgeChange,
  type FinalConnectionState,
  MarkerType,
  MiniMap,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStore,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import {
  type DragEvent,
  lazy,
  type MouseEvent as ReactMouseEvent,
  Suspense,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useAct, useFlow, useFlowStore } from '../flow/flow-context.ts';
import { exitOf, type FlowState } from '../flow/flow-store.ts';
import { nodeWords } from '../node-words.ts';
import { useWords } from '../words.ts';
import './canvas.css';
import { countByNode } from './count-problems.ts';
import { DRAGGED_TYPE } from './dragged-type.ts';
import { FarContext, READABLE } from './far.ts';
import { firstView } from './first-view.ts';
import { LargeMap } from './LargeMap.tsx';
import { NodeCard } from './NodeCard.tsx';
import { besidePanels } from './padding.ts';
import { type CardEdge, type CardNode, MANY, type Place, projector, type Size } from './projection.ts';
import { WayEdge } from './WayEdge.tsx';
import { canvasWords } from './words.ts';

const DrawingLayer = lazy(async () => ({ default: (await import('./DrawingLayer.tsx')).DrawingLayer }));
const nodeTypes = { card: NodeCard };
const edgeTypes = { way: WayEdge };
const defaultEdgeOptions = {
  markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16, color: 'var(--edge)' },
};
const GRID: [number, number] = [20, 20];

/** The flow as a picture that can be worked on. Each gesture becomes one change of the store. */
export function Canvas({ isEditable }: { isEditable: boolean }) {
  const words = useWords(canvasWords);
  const store = useFlowStore();
  const act = useAct();
  const view = useReactFlow<CardNode, CardEdge>();
  const [dragged, setDragged] = useState<ReadonlyMap<string, Place>>(new Map());
  const [sizes, setSizes] = useState<ReadonlyMap<string, Size>>(new Map());
  const [target, setTarget] = useState<string | null>(null);
  const { nodes, edges } = usePicture({ dragged, sizes, target });
  const hasDrawings = useFlow(({ look, flow }) => (look?.flow ?? flow).settings.drawings !== undefined);
  const isLarge = nodes.length > MANY;
  const isFar = useStore(({ transform }) => transform[2] < READABLE);
  const reconnected = useRef(false);
  /* Only what it is at first counts. */
  const [opening] = useState(() => openingOf(nodes, store.getState()));

  const onNodesChange = (changes: NodeChange<CardNode>[]) => {
    const measured = changes.flatMap((change) =>
      change.type === 'dimensions' && change.dimensions ? [[change.id, change.dimensions] as const] : [],
    );
    if (measured.length > 0) setSizes((before) => new Map([...before, ...measured]));
    const places = changes.flatMap((change) =>
      change.type === 'position' && change.dragging && change.position
        ? [[change.id, change.position] as const]
        : [],
    );
    if (places.length > 0) setDragged((before) => new Map([...before, ...places]));
    const picks = changes.filter((change) => change.type === 'select');
    if (picks.length === 0) return;
    const shown = applyNodeChanges(picks, nodes);
    const { selected, selectedEdges } = store.getState();
    const next = shown.filter((node) => node.selected).map(({ id }) => id);
    if (next.length !== selected.size || next.some((id) => !selected.has(id)))
      act.select(next, selectedEdges);
  };

  const onEdgesChange = (changes: EdgeChange<CardEdge>[]) => {
    const picks = changes.filter((change) => change.type === 'select');
    if (picks.length === 0) return;
    const { selected, selectedEdges } = store.getState();
    const next = new Set(selectedEdges);
    for (const { id, selected: isSelected } of picks) isSelected ? next.add(id) : next.delete(id);
    act.select(selected, next);
  };

  /** The edge under the pointer, when exactly one card without wires is dragged over it. */
  const targetUnder = (
    event: MouseEvent | TouchEvent | ReactMouseEvent,
    moved: CardNode[],
  ): string | null => {
    const [only] = moved;
    if (!only || moved.length > 1 || !('clientX' in event)) return null;
    const { flow } = store.getState();
    const isWired =
      flow.edges[only.id] || Object.values(flow.edges).some((to) => Object.values(to).includes(only.id));
    if (isWired || only.data.ports.length === 0) return null;
    const under = document.elementsFromPoint(event.clientX, event.clientY);
    const edge = under.map((element) => element.closest('.react-flow__edge')).find((found) => found !== null);
    return edge?.getAttribute('data-id') ?? null;
  };

  const drop = (moved: CardNode[]) => {
    const places = moved.map(({ id, position }) => ({ node: id, at: rounded(position) }));
    setDragged(new Map());
    setTarget(null);
    const [only] = moved;
    const move = { kind: 'move' as const, nodes: places };
    if (target === null || !only) act.change(move);
    else {
      const splice = { kind: 'splice' as const, node: only.id, edge: exitOf(target) };
      act.change({ kind: 'batch', changes: [splice, move] });
    }
  };

  const onConnect = ({ source, sourceHandle, target: to }: Connection) => {
    if (sourceHandle !== null)
      act.change({ kind: 'connect', from: { node: source, port: sourceHandle }, to });
  };

  /** Dropped on a card, wherever on it, an end connects; in the empty it asks what is to be there. */
  const onConnectEnd = (event: MouseEvent | TouchEvent, end: FinalConnectionState) => {
    if (end.isValid || !end.fromNode || end.fromHandle?.type !== 'source') return;
    const point = pointOf(event);
    const from = { node: end.fromNode.id, port: end.fromHandle.id ?? '' };
    const card = cardAt(point);
    if (card !== null) act.change({ kind: 'connect', from, to: card });
    else
      act.show({
        picker: { at: rounded(view.screenToFlowPosition(point)), screen: [point.x, point.y], from },
      });
  };

  const onReconnectEnd = (event: MouseEvent | TouchEvent, edge: CardEdge) => {
    if (reconnected.current) return;
    const exit = exitOf(edge.id);
    const card = cardAt(pointOf(event));
    if (card === edge.target || card === edge.source) return;
    if (card !== null) act.change({ kind: 'reconnect', edge: exit, from: exit, to: card });
    else act.change({ kind: 'disconnect', edges: [exit] });
  };

  const onDrop = (event: DragEvent) => {
    const type = event.dataTransfer.getData(DRAGGED_TYPE);
    if (type === '') return;
    event.preventDefault();
    const at = rounded(view.screenToFlowPosition({ x: event.clientX, y: event.clientY }));
    act.change({ kind: 'add', type, at });
  };

  const menuOf = (of: 'canvas' | 'nodes' | 'edge') => (event: ReactMouseEvent | MouseEvent) => {
    event.preventDefault();
    const at = rounded(view.screenToFlowPosition({ x: event.clientX, y: event.clientY }));
    act.show({ menu: { screen: [event.clientX, event.clientY], at, of } });
  };

  return (
    <FarContext value={isFar}>
      <ReactFlow
        className="canvas"
        aria-label={words.canvas}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        defaultEdgeOptions={defaultEdgeOptions}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDrag={(event, _, moved) => setTarget(targetUnder(event, moved))}
        onNodeDragStop={(_, __, moved) => drop(moved)}
        onSelectionDragStop={(_, moved) => drop(moved)}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onReconnectStart={() => {
          reconnected.current = false;
        }}
        onReconnect={(edge, { source, sourceHandle, target: to }) => {
          reconnected.current = true;
          const from = { node: source, port: sourceHandle ?? '' };
          act.change({ kind: 'reconnect', edge: exitOf(edge.id), from, to });
        }}
        onReconnectEnd={onReconnectEnd}
        onPaneClick={() => act.show({ menu: null, picker: null, drawing: null })}
        onPaneContextMenu={menuOf('canvas')}
        onNodeContextMenu={(event, node) => {
          if (!store.getState().selected.has(node.id)) act.select([node.id]);
          menuOf('nodes')(event);
        }}
        onSelectionContextMenu={menuOf('nodes')}
        onEdgeContextMenu={(event, edge) => {
          act.select([], [edge.id]);
          menuOf('edge')(event);
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={onDrop}
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
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        selectionMode={SelectionMode.Partial}
        panOnScroll
        zoomActivationKeyCode={['Control', 'Meta']}
        snapToGrid
        snapGrid={GRID}
        onlyRenderVisibleElements={isLarge}
        minZoom={0.05}
        maxZoom={2}
        {...opening}
        proOptions={{ hideAttribution: false }}
      >
        {hasDrawings && (
          <Suspense>
            <DrawingLayer isEditable={isEditable} onCarry={setDragged} />
          </Suspense>
        )}
        <Background gap={20} size={1.5} color="var(--line)" />
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

type Gesture = {
  dragged: ReadonlyMap<string, Place>;
  sizes: ReadonlyMap<string, Size>;
  target: string | null;
};

function usePicture({ dragged, sizes, target }: Gesture) {
  const project = useRef(projector());
  const look = useFlow((state) => state.look);
  const draft = useFlow((state) => state.flow);
  const flow = look?.flow ?? draft;
  const marks = look?.compared ?? null;
  const locale = useFlow((state) => state.locale);
  const selected = useFlow((state) => state.selected);
  const selectedEdges = useFlow((state) => state.selectedEdges);
  const path = useFlow((state) => state.path);
  const words = useWords(nodeWords);
  const found = useFlow((state) => state.problems);
  const problems = useMemo(() => countByNode(look ? [] : found), [found, look]);
  return useMemo(
    () =>
      project.current({
        flow,
        locale,
        words,
        selected,
        selectedEdges,
        dragged,
        sizes,
        problems,
        path,
        marks,
        target,
      }),
    [flow, locale, words, selected, selectedEdges, dragged, sizes, problems, path, marks, target],
  );
}

/** What is shown first: all of the flow where that can be read, else where it begins, beside what lies on the canvas. */
function openingOf(nodes: CardNode[], { panel, isSimulating }: FlowState) {
  const start = nodes.find(({ data }) => data.isStart);
  if (matchMedia('(max-width: 600px)').matches) {
    return { fitView: true, fitViewOptions: { nodes: start ? [start] : nodes, padding: 0.1, maxZoom: 1 } };
  }
  const room = {
    width: window.innerWidth - RAILS.width,
    height: window.innerHeight - RAILS.height,
    left: panel === null ? 32 : 280,
    right: isSimulating ? 376 : 32,
  };
  const view = start
    ? firstView(
        nodes.map(({ position }) => position),
        start.position,
        room,
      )
    : null;
  return view
    ? { defaultViewport: view }
    : { fitView: true, fitViewOptions: { padding: besidePanels(false), maxZoom: 1 } };
}

/** What stands beside and above the canvas. */
const RAILS = { width: 101, height: 48 };

const familyOf = ({ data }: CardNode) => `family-${data.family}`;
const rounded = ({ x, y }: Place): [number, number] => [Math.round(x), Math.round(y)];

function pointOf(event: MouseEvent | TouchEvent): Place {
  const point = 'clientX' in event ? event : event.changedTouches[0];
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
}

function cardAt({ x, y }: Place): string | null {
  const card = document.elementFromPoint(x, y)?.closest('.react-flow__node');
  return card?.getAttribute('data-id') ?? null;
}
