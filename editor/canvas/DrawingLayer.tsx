import type { Drawing } from '@parley/flows/drawing.ts';
import { useReactFlow, ViewportPortal } from '@xyflow/react';
import { type KeyboardEvent, type PointerEvent, useContext, useRef, useState } from 'react';
import { useAct, useFlow, useFlowStore } from '../flow/flow-context.ts';
import { keysOf } from '../flow/keys-of.ts';
import { DrawingView } from './DrawingView.tsx';
import { type Box, carriedBy, moveCarrying, resized, snapped } from './drawings.ts';
import { FarContext } from './far.ts';
import type { CardEdge, CardNode, Place } from './projection.ts';

const NONE: readonly Drawing[] = [];
const STEPS: { readonly [key: string]: [number, number] } = {
  arrowleft: [-20, 0],
  arrowright: [20, 0],
  arrowup: [0, -20],
  arrowdown: [0, 20],
};

type Grip = { id: string; does: 'move' | 'resize'; from: Place; by: [number, number] };

type LayerProps = {
  isEditable: boolean;
  /** Cards that a frame takes along while it is moved; empty when it is let go. */
  onCarry: (places: ReadonlyMap<string, Place>) => void;
};

/** Notes, and frames under the cards. A frame moves what lies in it. */
export function DrawingLayer({ isEditable, onCarry }: LayerProps) {
  const store = useFlowStore();
  const act = useAct();
  const view = useReactFlow<CardNode, CardEdge>();
  const drawings = useFlow(({ look, flow }) => (look?.flow ?? flow).settings.drawings ?? NONE);
  const shown = useFlow((state) => state.drawing);
  const isFar = useContext(FarContext);
  const [grip, setGrip] = useState<Grip | null>(null);
  const boxes = useRef<Box[]>([]);

  const cards = (): Box[] =>
    Object.entries(store.getState().flow.nodes).map(([id, { at }]) => {
      const { width = 264, height = 120 } = view.getInternalNode(id)?.measured ?? {};
      return { id, at, size: [width, height] };
    });
  const change = (drawing: Drawing) => act.change({ kind: 'draw', drawing });
  const move = (drawing: Drawing, by: readonly [number, number], nodes: readonly Box[]) => {
    const whole = moveCarrying(store.getState().flow, drawing, { nodes, by });
    act.change(whole, { group: `move ${drawing.id}` });
  };

  const onGrip = (drawing: Drawing, does: Grip['does']) => (event: PointerEvent) => {
    if (!isEditable || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    act.select([]);
    act.show({ drawing: { id: drawing.id, isEditing: false } });
    boxes.current = cards();
    setGrip({ id: drawing.id, does, from: { x: event.clientX, y: event.clientY }, by: [0, 0] });
  };
  const onPointerMove = (drawing: Drawing) => (event: PointerEvent) => {
    if (grip?.id !== drawing.id) return;
    const zoom = view.getZoom();
    const by: [number, number] = [
      snapped((event.clientX - grip.from.x) / zoom),
      snapped((event.clientY - grip.from.y) / zoom),
    ];
    if (by[0] === grip.by[0] && by[1] === grip.by[1]) return;
    setGrip({ ...grip, by });
    if (grip.does === 'resize') return;
    const held = new Set(carriedBy(drawing, boxes.current));
    const places = boxes.current.filter(({ id }) => held.has(id));
    onCarry(new Map(places.map(({ id, at }) => [id, { x: at[0] + by[0], y: at[1] + by[1] }])));
  };
  const onRelease = (drawing: Drawing) => () => {
    if (grip?.id !== drawing.id) return;
    setGrip(null);
    const [dx, dy] = grip.by;
    if (dx !== 0 || dy !== 0) {
      if (grip.does === 'move') move(drawing, grip.by, boxes.current);
      else change(resized(drawing, [drawing.size[0] + dx, drawing.size[1] + dy]));
    }
    onCarry(new Map());
  };

  const onKeyDown = (drawing: Drawing) => (event: KeyboardEvent) => {
    if (!isEditable || event.target !== event.currentTarget) return;
    const keys = keysOf(event);
    const [width, height] = drawing.size;
    const step = STEPS[keys.replace('alt+', '').replace('shift+', '')];
    if (keys === 'enter' || keys === 'f2') act.show({ drawing: { id: drawing.id, isEditing: true } });
    else if (keys === 'delete' || keys === 'backspace') act.change({ kind: 'erase', drawings: [drawing.id] });
    else if (keys === 'escape') act.show({ drawing: null });
    else if (step && keys.startsWith('shift+alt+'))
      change(resized(drawing, [width + step[0], height + step[1]]));
    else if (step && keys.startsWith('alt+')) move(drawing, step, cards());
    else return;
    event.preventDefault();
  };

  const carried = new Set<string>();
  const gripped = grip?.does === 'move' ? drawings.find(({ id }) => id === grip.id) : undefined;
  if (gripped) for (const id of [gripped.id, ...carriedBy(gripped, drawings)]) carried.add(id);
  return (
    <ViewportPortal>
      {drawings.map((drawing) => (
        <DrawingView
          key={drawing.id}
          drawing={drawn(drawing, grip, carried)}
          isFar={isFar}
          isEditable={isEditable}
          isSelected={shown?.id === drawing.id}
          isEditing={shown?.id === drawing.id && shown.isEditing}
          onGrip={onGrip(drawing, 'move')}
          onGripSize={onGrip(drawing, 'resize')}
          onPointerMove={onPointerMove(drawing)}
          onRelease={onRelease(drawing)}
          onKeyDown={onKeyDown(drawing)}
          onShow={(isEditing) => act.show({ drawing: { id: drawing.id, isEditing } })}
          onChange={change}
          onErase={() => act.change({ kind: 'erase', drawings: [drawing.id] })}
        />
      ))}
    </ViewportPortal>
  );
}

/** The drawing as it stands while it is held. */
function drawn(drawing: Drawing, grip: Grip | null, carried: ReadonlySet<string>): Drawing {
  if (!grip) return drawing;
  const [dx, dy] = grip.by;
  if (carried.has(drawing.id)) return { ...drawing, at: [drawing.at[0] + dx, drawing.at[1] + dy] };
  const isSized = grip.does === 'resize' && grip.id === drawing.id;
  return isSized ? resized(drawing, [drawing.size[0] + dx, drawing.size[1] + dy]) : drawing;
}
