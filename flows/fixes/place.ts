import type { Flow } from '../flow.ts';

type At = [number, number];

/** From one card's left edge to the next one's; cards whose corners are nearer than `CLEAR` would lie on each other. */
const STEP = 380;
const CLEAR = 140;

/** A free place to the right of a node; without one, to the right of everything. */
export function placeBeside({ nodes }: Flow, nodeId: string | undefined): At {
  const node = nodeId === undefined ? undefined : nodes[nodeId];
  const places = Object.values(nodes).map(({ at }) => at);
  const [x, y] = node ? node.at : [Math.max(-STEP, ...places.map(([left]) => left)), 0];
  return clear(places, [x + STEP, y]);
}

/** A free place to the left of a node. */
export function placeBefore({ nodes }: Flow, nodeId: string): At {
  const [x, y] = nodes[nodeId]?.at ?? [0, 0];
  return clear(
    Object.values(nodes).map(({ at }) => at),
    [x - STEP / 2, y + CLEAR + 20],
  );
}

function clear(places: readonly (readonly [number, number])[], [x, y]: At): At {
  const isTaken = (at: number) =>
    places.some(([left, top]) => Math.abs(left - x) < CLEAR && Math.abs(top - at) < CLEAR);
  let top = y;
  while (isTaken(top)) top += CLEAR + 20;
  return [x, top];
}
