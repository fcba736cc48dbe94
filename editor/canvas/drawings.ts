import type { Drawing } from '@parley/flows/drawing.ts';
import type { Change } from '@parley/flows/edit/change.ts';
import type { Flow } from '@parley/flows/flow.ts';

export type Box = { id: string; at: readonly [number, number]; size: readonly [number, number] };

/** Room between a frame and what it is drawn around, and for its title above. */
const AROUND = 40;
const TITLE = 40;
const NOTE: [number, number] = [240, 140];

/** An empty note, its middle there. */
export function newNote(flow: Flow, { x, y }: { x: number; y: number }): Drawing {
  const at: [number, number] = [snapped(x - NOTE[0] / 2), snapped(y - NOTE[1] / 2)];
  return { kind: 'note', id: freshId(flow, 'note'), at, size: NOTE, colour: 'yellow', text: '' };
}

/** A frame without a title around boxes, of which there is one at least. */
export function frameAround(flow: Flow, boxes: readonly Box[]): Drawing {
  const left = snapped(Math.min(...boxes.map(({ at }) => at[0])) - AROUND);
  const top = snapped(Math.min(...boxes.map(({ at }) => at[1])) - AROUND - TITLE);
  const right = Math.max(...boxes.map(({ at, size }) => at[0] + size[0])) + AROUND;
  const bottom = Math.max(...boxes.map(({ at, size }) => at[1] + size[1])) + AROUND;
  const size: [number, number] = [snapped(right - left), snapped(bottom - top)];
  return { kind: 'frame', id: freshId(flow, 'frame'), at: [left, top], size, colour: 'grey', title: '' };
}

/** Which boxes a drawing carries with it: a frame those whose middle it holds, a note none. */
export function carriedBy(drawing: Drawing, boxes: readonly Box[]): string[] {
  if (drawing.kind === 'note') return [];
  const { at, size } = drawing;
  return boxes
    .filter(({ id, at: [x, y], size: [width, height] }) => {
      const [middle, centre] = [x + width / 2, y + height / 2];
      const isAcross = middle >= at[0] && middle <= at[0] + size[0];
      return id !== drawing.id && isAcross && centre >= at[1] && centre <= at[1] + size[1];
    })
    .map(({ id }) => id);
}

/** The drawing and what it carries, so much further. */
export function moveCarrying(
  flow: Flow,
  drawing: Drawing,
  { nodes, by: [dx, dy] }: { nodes: readonly Box[]; by: readonly [number, number] },
): Change {
  const drawings = flow.settings.drawings ?? [];
  const moved = ({ at: [x, y] }: Pick<Box, 'at'>): [number, number] => [x + dx, y + dy];
  const carried = new Set([drawing.id, ...carriedBy(drawing, drawings)]);
  const held = new Set(carriedBy(drawing, nodes));
  return {
    kind: 'move',
    nodes: nodes.filter(({ id }) => held.has(id)).map((box) => ({ node: box.id, at: moved(box) })),
    drawings: drawings
      .filter(({ id }) => carried.has(id))
      .map((one) => ({ drawing: one.id, at: moved(one) })),
  };
}

/** The drawing as large as that, and never too small to be taken hold of. */
export function resized(drawing: Drawing, [width, height]: readonly [number, number]): Drawing {
  return { ...drawing, size: [Math.max(80, snapped(width)), Math.max(60, snapped(height))] };
}

function freshId({ settings }: Flow, stem: string): string {
  const taken = new Set((settings.drawings ?? []).map(({ id }) => id));
  let number = 1;
  while (taken.has(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}

export const snapped = (value: number) => Math.round(value / 20) * 20;
