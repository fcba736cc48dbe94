import { describe, expect, test } from 'vitest';
import { firstView, type Room } from '../../editor/canvas/first-view.ts';

const room: Room = { width: 1180, height: 760, left: 280, right: 32 };

describe('a flow that is opened', () => {
  test('is shown whole when its texts can be read then', () => {
    const places = [
      { x: 0, y: 0 },
      { x: 380, y: 200 },
    ];
    expect(firstView(places, { x: 0, y: 0 }, room)).toBeNull();
  });

  test('else shows its beginning, near enough to read, in the upper left third beside panels and phone', () => {
    const start = { x: -400, y: 900 };
    const places = [start, { x: 3000, y: 0 }, { x: 5000, y: 2000 }];
    for (const right of [32, 376]) {
      const view = firstView(places, start, { ...room, right });
      expect(view?.zoom).toBe(0.85);
      const { x = 0, y = 0, zoom = 0 } = view ?? {};
      const corner = { x: start.x * zoom + x, y: start.y * zoom + y };
      const free = room.width - room.left - right;
      expect(corner.x).toBeGreaterThanOrEqual(room.left);
      expect(corner.x).toBeLessThan(room.left + free / 3);
      expect(corner.y).toBeGreaterThan(0);
      expect(corner.y).toBeLessThan(room.height / 3);
    }
  });
});
