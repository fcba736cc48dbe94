import { type Place, type Progress, progressAfter, startOf } from '@parley/runtime/desk/progress.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const at = (id: number | string): Place => [String(id), String(id), String(id)];
const begun: Progress = { from: at(0), to: at(0), seen: at(0), isDue: false };
const few = { isFull: false, isOld: false };

test('each row is looked at soon and once more when it is settled, not at every look', () => {
  const first = progressAfter(begun, { reached: at(9), ...few });
  expect(startOf(first)).toEqual(at(9));
  const due = progressAfter({ ...first, isDue: true }, { reached: at(12), ...few });
  // All up to 12 had its id by now: the second look at it is for later.
  expect(due).toEqual({ from: at(0), to: at(12), seen: at(12), isDue: false });
  expect(startOf({ ...due, isDue: true })).toEqual(at(0));
  const again = progressAfter({ ...due, isDue: true }, { reached: at(15), ...few });
  expect(again).toEqual({ from: at(12), to: at(15), seen: at(15), isDue: false });
});

test('a second look that has too much before it goes on where it stopped; old rows need none', () => {
  const due = { from: at(0), to: at(100), seen: at(200), isDue: true };
  const part = progressAfter(due, { reached: at(40), isFull: true, isOld: false });
  expect(part).toEqual({ from: at(40), to: at(100), seen: at(200), isDue: true });
  expect(progressAfter(part, { reached: at(120), isFull: true, isOld: false })).toEqual({
    ...{ from: at(100), to: at(200), seen: at(200), isDue: false },
  });
  const old = progressAfter(begun, { reached: at('9007199254740993'), isFull: true, isOld: true });
  expect(startOf({ ...old, isDue: true })).toEqual(at('9007199254740993'));
});

test('a row that is committed late is looked at all the same, whatever the order of looks', () => {
  const look = fc.record({ waits: fc.boolean(), writes: fc.integer({ min: 0, max: 6 }) });
  fc.assert(
    fc.property(fc.array(look, { maxLength: 30 }), fc.integer({ min: 1, max: 12 }), (looks, late) => {
      const most = 4;
      let progress = begun;
      let newest = 0;
      const found = new Set<number>();
      // The row `late` becomes visible one settling time after its id was given, the others at once.
      let lateIsOpen = true;
      let settlings = 0;
      let givenAt = Number.POSITIVE_INFINITY;
      const round = () => {
        const start = Number(startOf(progress)[0]);
        const visible = Array.from({ length: newest }, (_, n) => n + 1).filter(
          (id) => id > start && !(id === late && lateIsOpen),
        );
        const rows = visible.slice(0, most);
        for (const id of rows) found.add(id);
        const reached = at(Math.max(start, ...rows));
        progress = progressAfter(progress, { reached, isFull: rows.length === most, isOld: false });
        return rows.length === most;
      };
      const settle = () => {
        settlings++;
        if (settlings > givenAt) lateIsOpen = false;
        progress = { ...progress, isDue: true };
      };
      for (const { waits, writes } of looks) {
        newest += writes;
        if (newest >= late && givenAt === Number.POSITIVE_INFINITY) givenAt = settlings;
        if (waits) settle();
        round();
      }
      for (let n = 0; n < 3; n++) {
        settle();
        while (round() || progress.isDue);
      }
      for (let id = 1; id <= newest; id++) expect(found.has(id)).toBe(true);
    }),
  );
});
