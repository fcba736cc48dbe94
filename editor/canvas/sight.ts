import type { Viewport } from '@xyflow/react';
import type { Area } from './guides.ts';
import type { CardNode } from './projection.ts';

/** Pixels within which a line draws what is held to it, and the most in the canvas's unit: from far away a pixel is a long way. */
const REACH = { pixels: 6, most: 10 };

export const reachAt = (zoom: number) => Math.min(REACH.pixels / zoom, REACH.most);

export function areaOf({ position: { x, y }, measured }: Pick<CardNode, 'position' | 'measured'>): Area {
  return { x, y, width: measured?.width ?? 0, height: measured?.height ?? 0 };
}

/** Where the cards in sight are, but for some: nobody lines up with what cannot be seen. */
export function areasInSight(
  nodes: readonly CardNode[],
  without: ReadonlySet<string>,
  { width, height, x, y, zoom }: Viewport & { width: number; height: number },
): Area[] {
  const [left, top] = [-x / zoom, -y / zoom];
  const [right, bottom] = [left + width / zoom, top + height / zoom];
  return nodes.flatMap((node) => {
    const area = areaOf(node);
    const isAcross = area.x < right && area.x + area.width > left;
    const isInSight = isAcross && area.y < bottom && area.y + area.height > top;
    return isInSight && !without.has(node.id) ? [area] : [];
  });
}
