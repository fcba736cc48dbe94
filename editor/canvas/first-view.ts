import type { Viewport } from '@xyflow/react';
import type { Place } from './projection.ts';

/** A card as wide as all are, and as high as most. */
const CARD = { width: 264, height: 200 };
/** Below this zoom texts are work to read; near enough is a little above it. */
const LEAST = 0.75;
const NEAR = 0.85;

/** The canvas in pixels, and what panels and the phone take of it. */
export type Room = { width: number; height: number; left: number; right: number };

/**
 * Where a flow is looked at first, when all of it together would be too small to read: its beginning in the upper left third of what
 * is free. Null when all of it can be shown.
 */
export function firstView(places: readonly Place[], start: Place, room: Room): Viewport | null {
  const free = room.width - room.left - room.right;
  const xs = places.map(({ x }) => x);
  const ys = places.map(({ y }) => y);
  const width = Math.max(...xs) - Math.min(...xs) + CARD.width;
  const height = Math.max(...ys) - Math.min(...ys) + CARD.height;
  if (Math.min(free / width, (room.height - 64) / height) >= LEAST) return null;
  const corner = { x: room.left + Math.min(48, free / 12), y: room.height / 6 };
  return { x: corner.x - start.x * NEAR, y: corner.y - start.y * NEAR, zoom: NEAR };
}
