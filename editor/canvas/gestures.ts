import type {
  Connection,
  EdgeChange,
  FinalConnectionState,
  NodeChange,
  ReactFlowInstance,
} from '@xyflow/react';
import type { DragEvent, MouseEvent as ReactMouseEvent } from 'react';
import { exitOf, type FlowStore } from '../flow/flow-store.ts';
import { DRAGGED_TYPE } from './dragged-type.ts';
import type { CardEdge, CardNode, Place, Size } from './projection.ts';
import type { Drag } from './use-dragging.ts';

type Tools = {
  store: FlowStore;
  view: Pick<ReactFlowInstance<CardNode, CardEdge>, 'screenToFlowPosition'>;
  drag: Drag;
  /** Takes sizes that have been measured. */
  onMeasured: (sizes: ReadonlyMap<string, Size>) => void;
};

/**
 * What each gesture on the canvas does, mostly one change of the store. Made once: a function that is new with each picture would have
 * xyflow draw all cards and edges anew, and tell all of them of each function, in every frame.
 */
export function gesturesOf({ store, view, drag, onMeasured }: Tools) {
  const { act } = store.getState();
  let isReconnected = false;

  const menuOf = (of: 'canvas' | 'nodes' | 'edge') => (event: ReactMouseEvent | MouseEvent) => {
    event.preventDefault();
    const at = rounded(view.screenToFlowPosition({ x: event.clientX, y: event.clientY }));
    act.show({ menu: { screen: [event.clientX, event.clientY], at, of } });
  };

  const onDropped = (moved: readonly CardNode[]) => {
    const { places, target } = drag.drop();
    const nodes = moved.map(({ id, position }) => ({ node: id, at: rounded(places.get(id) ?? position) }));
    const [only] = nodes;
    const move = { kind: 'move' as const, nodes };
    if (target === null || !only) act.change(move);
    else {
      const splice = { kind: 'splice' as const, node: only.node, edge: exitOf(target) };
      act.change({ kind: 'batch', changes: [splice, move] });
    }
  };

  return {
    onNodesChange(changes: NodeChange<CardNode>[]) {
      const measured = changes.flatMap((change) =>
        change.type === 'dimensions' && change.dimensions ? [[change.id, change.dimensions] as const] : [],
      );
      if (measured.length > 0) onMeasured(new Map(measured));
      drag.move(changes);
      const { flow, look, selected, selectedEdges } = store.getState();
      const picked = withPicks(selected, changes);
      if (picked === selected) return;
      act.select(
        Object.keys((look?.flow ?? flow).nodes).filter((id) => picked.has(id)),
        selectedEdges,
      );
    },
    onEdgesChange(changes: EdgeChange<CardEdge>[]) {
      const { selected, selectedEdges } = store.getState();
      const picked = withPicks(selectedEdges, changes);
      if (picked !== selectedEdges) act.select(selected, picked);
    },
    onNodeDrag(event: MouseEvent | TouchEvent | ReactMouseEvent, _: CardNode, moved: CardNode[]) {
      drag.aim(edgeUnder(store, event, moved));
    },
    onNodeDragStop: (_: unknown, __: CardNode, moved: CardNode[]) => onDropped(moved),
    onSelectionDragStop: (_: unknown, moved: CardNode[]) => onDropped(moved),
    onConnect({ source, sourceHandle, target }: Connection) {
      if (sourceHandle !== null)
        act.change({ kind: 'connect', from: { node: source, port: sourceHandle }, to: target });
    },
    /** Dropped on a card, wherever on it, an end connects; in the empty it asks what is to be there. */
    onConnectEnd(event: MouseEvent | TouchEvent, end: FinalConnectionState) {
      if (end.isValid || !end.fromNode || end.fromHandle?.type !== 'source') return;
      const point = pointOf(event);
      const from = { node: end.fromNode.id, port: end.fromHandle.id ?? '' };
      const card = cardAt(point);
      if (card !== null) act.change({ kind: 'connect', from, to: card });
      else
        act.show({
          picker: { at: rounded(view.screenToFlowPosition(point)), screen: [point.x, point.y], from },
        });
    },
    onReconnectStart() {
      isReconnected = false;
    },
    onReconnect(edge: CardEdge, { source, sourceHandle, target }: Connection) {
      isReconnected = true;
      const from = { node: source, port: sourceHandle ?? '' };
      act.change({ kind: 'reconnect', edge: exitOf(edge.id), from, to: target });
    },
    onReconnectEnd(event: MouseEvent | TouchEvent, edge: CardEdge) {
      if (isReconnected) return;
      const exit = exitOf(edge.id);
      const card = cardAt(pointOf(event));
      if (card === edge.target || card === edge.source) return;
      if (card !== null) act.change({ kind: 'reconnect', edge: exit, from: exit, to: card });
      else act.change({ kind: 'disconnect', edges: [exit] });
    },
    onPaneClick: () => act.show({ menu: null, picker: null, drawing: null }),
    onPaneContextMenu: menuOf('canvas'),
    onSelectionContextMenu: menuOf('nodes'),
    onNodeContextMenu(event: ReactMouseEvent, node: CardNode) {
      if (!store.getState().selected.has(node.id)) act.select([node.id]);
      menuOf('nodes')(event);
    },
    onEdgeContextMenu(event: ReactMouseEvent, edge: CardEdge) {
      act.select([], [edge.id]);
      menuOf('edge')(event);
    },
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop(event: DragEvent) {
      const type = event.dataTransfer.getData(DRAGGED_TYPE);
      if (type === '') return;
      event.preventDefault();
      const at = rounded(view.screenToFlowPosition({ x: event.clientX, y: event.clientY }));
      act.change({ kind: 'add', type, at });
    },
  };
}

/** What is selected after some were taken in or out; the same set when that changes nothing. */
function withPicks(
  selected: ReadonlySet<string>,
  changes: readonly (NodeChange<CardNode> | EdgeChange<CardEdge>)[],
): ReadonlySet<string> {
  const picks = changes.flatMap((change) =>
    change.type === 'select' && selected.has(change.id) !== change.selected ? [change] : [],
  );
  if (picks.length === 0) return selected;
  const next = new Set(selected);
  for (const { id, selected: isSelected } of picks) isSelected ? next.add(id) : next.delete(id);
  return next;
}

/** The edge under the pointer, when exactly one card without wires is dragged over it. */
function edgeUnder(
  store: FlowStore,
  event: MouseEvent | TouchEvent | ReactMouseEvent,
  moved: readonly CardNode[],
): string | null {
  const [only] = moved;
  if (!only || moved.length > 1 || !('clientX' in event)) return null;
  const { flow } = store.getState();
  const isWired =
    flow.edges[only.id] || Object.values(flow.edges).some((to) => Object.values(to).includes(only.id));
  if (isWired || only.data.ports.length === 0) return null;
  const under = document.elementsFromPoint(event.clientX, event.clientY);
  const edge = under.map((element) => element.closest('.react-flow__edge')).find((found) => found !== null);
  return edge?.getAttribute('data-id') ?? null;
}

const rounded = ({ x, y }: Place): [number, number] => [Math.round(x), Math.round(y)];

function pointOf(event: MouseEvent | TouchEvent): Place {
  const point = 'clientX' in event ? event : event.changedTouches[0];
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
}

function cardAt({ x, y }: Place): string | null {
  const card = document.elementFromPoint(x, y)?.closest('.react-flow__node');
  return card?.getAttribute('data-id') ?? null;
}
