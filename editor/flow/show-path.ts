import type { Problem } from '@parley/flows/problem.ts';
import { besidePanels } from '../canvas/padding.ts';
import type { ActionContext } from './actions.ts';
import { edgeId } from './flow-store.ts';

/** Draws where a counter-example leads through, all of it in sight, and tells its steps. Escape takes it away. */
export function showPath({ store, view }: Pick<ActionContext, 'store' | 'view'>, problem: Problem): void {
  const { flow, act } = store.getState();
  const steps = (problem.path ?? []).filter(({ node }) => Object.hasOwn(flow.nodes, node));
  const edges = steps.flatMap(({ node, port }) => (port === undefined ? [] : [edgeId({ node, port })]));
  act.show({ dialog: null, path: new Set([...steps.map(({ node }) => node), ...edges]) });
  act.select(problem.node === undefined ? [] : [problem.node]);
  if (problem.example && problem.example.length > 0) act.tell(problem.example.join(' › '));
  const nodes = steps.map(({ node }) => ({ id: node }));
  const options = { nodes, padding: besidePanels(true), maxZoom: 1, duration: 160 };
  requestAnimationFrame(() => void view.fitView(options));
}
