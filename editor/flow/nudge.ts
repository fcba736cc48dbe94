import type { ReactFlowInstance } from '@xyflow/react';
import { around, linesOf, stepped } from '../canvas/guides.ts';
import type { CardEdge, CardNode } from '../canvas/projection.ts';
import { areaOf, areasInSight } from '../canvas/sight.ts';
import type { FlowStore } from './flow-store.ts';

type Tools = {
  store: FlowStore;
  view: Pick<ReactFlowInstance<CardNode, CardEdge>, 'getNodes' | 'getViewport'>;
};

/**
 * Moves the selected cards by a step of the grid, along one axis; less where a line lies on the way that they come to stand on, which is
 * shown for a moment.
 */
export function nudge({ store, view }: Tools, axis: 'x' | 'y', step: number) {
  const { flow, selected, act } = store.getState();
  const shown = view.getNodes();
  const area = around(shown.filter(({ id }) => selected.has(id)).map(areaOf));
  const canvas = document.querySelector('.react-flow')?.getBoundingClientRect();
  if (!area || !canvas) return;
  const { width, height } = canvas;
  const lines = linesOf(areasInSight(shown, selected, { ...view.getViewport(), width, height }));
  const { by, guides } = stepped(area, lines, axis, step);
  const nodes = [...selected].flatMap((node) => {
    const [x, y] = flow.nodes[node]?.at ?? [];
    if (x === undefined || y === undefined) return [];
    const at: [number, number] = axis === 'x' ? [Math.round(x + by), y] : [x, Math.round(y + by)];
    return [{ node, at }];
  });
  if (act.change({ kind: 'move', nodes }, { group: `move ${[...selected].join(' ')}` }) !== null) {
    act.guide(guides, { isBrief: true });
  }
}
