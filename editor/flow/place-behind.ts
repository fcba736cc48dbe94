import type { Change, Exit, SingleChange } from '@parley/flows/edit/change.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { definitionOf } from '@parley/flows/nodes/registry.ts';

/** From one card's left edge to the next one's. */
const STEP = 380;
/** Cards whose corners are nearer than this would lie on each other. */
const CLEAR = 140;

/** Where a new node goes: behind the one that is selected, by its first free way out, else near `middle`. */
export function placeBehind(
  flow: Flow,
  selected: ReadonlySet<string>,
  middle: { x: number; y: number },
): { at: [number, number]; from?: Exit } {
  const [id] = selected;
  const node = id === undefined || selected.size > 1 ? undefined : flow.nodes[id];
  if (id === undefined || !node) return { at: clear(flow, [snapped(middle.x), snapped(middle.y)]) };
  const ports = definitionOf(node.type)?.ports(node) ?? [];
  const free = ports.find(({ id: port }) => flow.edges[id]?.[port] === undefined);
  const at = clear(flow, [node.at[0] + STEP, node.at[1]]);
  return free ? { at, from: { node: id, port: free.id } } : { at };
}

/**
 * A new node on an edge, as one change. Where the edge leads to the right and leaves no room for a card, everything from
 * its end on moves over.
 */
export function insertOn(
  flow: Flow,
  { type, edge, at }: { type: string; edge: Exit; at: [number, number] },
): Change {
  const source = flow.nodes[edge.node]?.at;
  const target = flow.nodes[flow.edges[edge.node]?.[edge.port] ?? '']?.at;
  const gap = source && target ? target[0] - source[0] : 0;
  if (!source || !target || gap <= 0 || gap >= 2 * STEP) return { kind: 'insert', type, at, edge };
  const by = 2 * STEP - gap;
  const nodes = Object.entries(flow.nodes)
    .filter(([, node]) => node.at[0] >= target[0])
    .map(
      ([
        node,
        {
          at: [x, y],
        },
      ]) => ({ node, at: [x + by, y] as [number, number] }),
    );
  const name = `Add “${definitionOf(type)?.title ?? type}”`;
  const insert: SingleChange = { kind: 'insert', type, at: [source[0] + STEP, target[1]], edge };
  return { kind: 'batch', name, changes: [{ kind: 'move', nodes }, insert] };
}

/** The first place from there downwards where no other card begins. */
function clear({ nodes }: Flow, [x, y]: [number, number]): [number, number] {
  const isTaken = (top: number) =>
    Object.values(nodes).some(({ at }) => Math.abs(at[0] - x) < CLEAR && Math.abs(at[1] - top) < CLEAR);
  let top = y;
  while (isTaken(top)) top += CLEAR + 20;
  return [x, top];
}

const snapped = (value: number) => Math.round(value / 20) * 20;
