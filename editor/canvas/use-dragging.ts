import { type NodeChange, useStoreApi } from '@xyflow/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useFlowStore } from '../flow/flow-context.ts';
import { around, type Lines, linesOf, settled } from './guides.ts';
import type { CardNode, Place } from './projection.ts';
import { areasInSight, reachAt } from './sight.ts';

/** Cards that are held: where they are meanwhile, and the edge that would take the only one in. */
type Dragging = {
  dragged: ReadonlyMap<string, Place>;
  target: string | null;
  drag: Drag;
};

/** The same object for as long as the canvas is there. */
export type Drag = {
  /** Takes what xyflow says of positions, and puts the cards where they come to lie. */
  move(changes: readonly NodeChange<CardNode>[]): void;
  aim(edge: string | null): void;
  /** Lets go. Where the cards lie, by id, and the edge that was aimed at. */
  drop(): { places: ReadonlyMap<string, Place>; target: string | null };
  carry(places: ReadonlyMap<string, Place>): void;
};

const NOWHERE: ReadonlyMap<string, Place> = new Map();

/** While cards are dragged they lie in line with others, or on the grid; with Alt wherever the hand has them. */
export function useDragging(): Dragging {
  const flow = useFlowStore();
  const canvas = useStoreApi<CardNode>();
  const [dragged, setDragged] = useState(NOWHERE);
  const [target, setTarget] = useState<string | null>(null);
  const isFree = useRef(false);

  useEffect(() => {
    const onKey = ({ altKey }: KeyboardEvent) => {
      isFree.current = altKey;
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('keyup', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keyup', onKey);
    };
  }, []);

  const drag = useMemo((): Drag => {
    let lines: Lines | null = null;
    let places = NOWHERE;
    let aimedAt: string | null = null;
    const sizeOf = (id: string) => {
      const { width = 0, height = 0 } = canvas.getState().nodeLookup.get(id)?.measured ?? {};
      return { width, height };
    };
    return {
      move(changes) {
        const held = changes.flatMap((change) =>
          change.type === 'position' && change.dragging && change.position
            ? [{ id: change.id, ...sizeOf(change.id), ...change.position }]
            : [],
        );
        const [lead] = held;
        const area = around(held);
        if (!lead || !area) return;
        const { nodes, width, height, transform } = canvas.getState();
        const [x, y, zoom] = transform;
        const ids = new Set(held.map(({ id }) => id));
        lines ??= linesOf(areasInSight(nodes, ids, { x, y, zoom, width, height }));
        const { by, guides } = settled(area, lines, { lead, reach: reachAt(zoom), isFree: isFree.current });
        const next = new Map(
          held.map((one) => [one.id, { x: Math.round(one.x + by.x), y: Math.round(one.y + by.y) }]),
        );
        flow.getState().act.guide(guides);
        if (isAsBefore(places, next)) return;
        places = next;
        setDragged(next);
      },
      aim(edge) {
        if (edge === aimedAt) return;
        aimedAt = edge;
        setTarget(edge);
      },
      drop() {
        const dropped = { places, target: aimedAt };
        [lines, places, aimedAt] = [null, NOWHERE, null];
        setDragged(NOWHERE);
        setTarget(null);
        flow.getState().act.guide([]);
        return dropped;
      },
      carry: setDragged,
    };
  }, [flow, canvas]);
  return { dragged, target, drag };
}

const isAsBefore = (before: ReadonlyMap<string, Place>, now: ReadonlyMap<string, Place>) =>
  before.size === now.size &&
  [...now].every(([id, { x, y }]) => before.get(id)?.x === x && before.get(id)?.y === y);
