import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Area, around, guidesOf, linesOf, settled, stepped } from '../../editor/canvas/guides.ts';

const card = (x: number, y: number, height = 100): Area => ({ x, y, width: 264, height });
const hold = (area: Area, others: Area[], isFree = false) =>
  settled(area, linesOf(others), { lead: area, reach: 8, isFree });

describe('what is dragged', () => {
  test('comes to lie in line with the edge that is nearest, and shows how far the line reaches', () => {
    const { by, guides } = hold(card(403, 707), [card(400, 100), card(409, 300)]);
    expect(by).toEqual({ x: -3, y: -7 });
    const line = { axis: 'x', from: 100, to: 800 };
    expect(guides).toEqual([
      { ...line, at: 400 },
      { ...line, at: 664 },
      { ...line, at: 532 },
    ]);
  });

  test('comes to lie with its middle on a middle, but not on an edge', () => {
    const { by, guides } = hold(card(1000, 53, 60), [card(0, 40, 90)]);
    expect(by.y).toBe(2);
    expect(guides).toEqual([{ axis: 'y', at: 85, from: 0, to: 1264 }]);
    expect(hold(card(1000, 12, 60), [card(0, 40, 90)]).guides).toEqual([]);
  });

  test('comes to lie on the grid where no line is near, and stays where it is held when it is to be free', () => {
    expect(hold(card(1009, 1011), [card(0, 0)])).toEqual({ by: { x: -9, y: 9 }, guides: [] });
    expect(hold(card(3, 707.4), [card(0, 0)], true)).toEqual({
      by: { x: 0, y: expect.closeTo(-0.4) },
      guides: [],
    });
  });

  test('moves as one, however many they are', () => {
    expect(around([card(0, 50), card(400, 0)])).toEqual({ x: 0, y: 0, width: 664, height: 150 });
    expect(around([])).toBeNull();
  });

  test('never goes further than the line within reach or half the grid, and then lies on what is shown', () => {
    const place = fc.integer({ min: -300, max: 300 });
    const area = fc
      .tuple(place, place, fc.integer({ min: 1, max: 300 }))
      .map(([x, y, height]) => card(x, y, height));
    fc.assert(
      fc.property(area, fc.array(area, { maxLength: 30 }), (held, others) => {
        const lines = linesOf(others);
        const { by, guides } = settled(held, lines, { lead: held, reach: 8, isFree: false });
        expect(Math.max(Math.abs(by.x), Math.abs(by.y))).toBeLessThanOrEqual(10);
        const there = { ...held, x: held.x + by.x, y: held.y + by.y };
        expect(guides).toEqual(guidesOf(there, lines));
        const isNear = others.some(({ x }) => Math.abs(x - held.x) <= 8);
        if (isNear) expect(guides.some(({ axis }) => axis === 'x')).toBe(true);
      }),
    );
  });
});

describe('what is moved by a key', () => {
  const lines = linesOf([card(0, 100)]);

  test('stops at a line on the way, and goes on from it', () => {
    expect(stepped(card(400, 92), lines, 'y', 20)).toMatchObject({
      by: 8,
      guides: [{ at: 100 }, { at: 200 }, { at: 150 }],
    });
    expect(stepped(card(400, 100), lines, 'y', 20)).toEqual({ by: 20, guides: [] });
    expect(stepped(card(400, 108), lines, 'y', -20).by).toBe(-8);
  });

  test('goes a whole step where there is none', () => {
    expect(stepped(card(1400, 1000), lines, 'x', -20)).toEqual({ by: -20, guides: [] });
  });
});
