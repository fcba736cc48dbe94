import type { FlowState } from '../flow/flow-store.ts';
import { firstView } from './first-view.ts';
import { besidePanels } from './padding.ts';
import type { CardNode } from './projection.ts';

/** What stands beside and above the canvas. */
const RAILS = { width: 101, height: 48 };

/** What is shown first: all of the flow where that can be read, else where it begins, beside what lies on the canvas. */
export function openingOf(nodes: CardNode[], { panel, isSimulating }: FlowState) {
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
  const places = nodes.map(({ position }) => position);
  const view = start ? firstView(places, start.position, room) : null;
  return view
    ? { defaultViewport: view }
    : { fitView: true, fitViewOptions: { padding: besidePanels(false), maxZoom: 1 } };
}
