import type { Flow } from '@parley/flows/flow.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

const STEPS: { [direction in Direction]: [number, number] } = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/**
 * The node that an arrow key leads to: sideways along the edges where there are any, else the nearest one that lies in
 * that direction. Null when there is none.
 */
export function neighbour(flow: Flow, from: string, direction: Direction): string | null {
  const wired = direction === 'right' ? targets(flow, from) : direction === 'left' ? sources(flow, from) : [];
  return (
    nearest(flow, from, direction, wired) ??
    wired[0] ??
    nearest(flow, from, direction, Object.keys(flow.nodes))
  );
}

function nearest(flow: Flow, from: string, direction: Direction, candidates: string[]): string | null {
  const origin = flow.nodes[from]?.at;
  if (!origin) return null;
  const [dx, dy] = STEPS[direction];
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const id of candidates) {
    const at = flow.nodes[id]?.at;
    if (!at || id === from) continue;
    const [x, y] = [at[0] - origin[0], at[1] - origin[1]];
    const along = x * dx + y * dy;
    const across = Math.abs(x * dy) + Math.abs(y * dx);
    /* Within the quarter that the arrow points to; what lies straight ahead is nearer than what lies aside. */
    if (along <= 0 || across > along * 2) continue;
    const distance = along + across * 2;
    if (distance < bestDistance) [best, bestDistance] = [id, distance];
  }
  return best;
}

const targets = ({ edges }: Flow, from: string) => [...new Set(Object.values(edges[from] ?? {}))];
const sources = ({ edges }: Flow, to: string) =>
  Object.keys(edges).filter((id) => Object.values(edges[id] ?? {}).includes(to));
