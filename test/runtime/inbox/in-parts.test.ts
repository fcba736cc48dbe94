import { inParts } from '@parley/runtime/inbox/in-parts.ts';
import { expect, test } from 'vitest';

const refusing = (code: string, ...bad: number[]) => {
  const done = new Set<number>();
  let calls = 0;
  const work = async (items: readonly number[]) => {
    calls++;
    if (items.some((item) => bad.includes(item))) throw Object.assign(new Error('no'), { code });
    for (const item of items) done.add(item);
  };
  return { work, done, calls: () => calls };
};
const hundred = Array.from({ length: 100 }, (_, n) => n);

test('what nobody objects to is done at once', async () => {
  const { work, done, calls } = refusing('22P05');
  expect(await inParts(hundred, work)).toEqual([]);
  expect([done.size, calls()]).toEqual([100, 1]);
  expect(await inParts([], work)).toEqual([]);
  expect(calls()).toBe(1);
});

test('those that are refused are found, and all others are done', async () => {
  const { work, done, calls } = refusing('22P05', 3, 97);
  expect(await inParts(hundred, work)).toEqual([
    { item: 3, code: '22P05' },
    { item: 97, code: '22P05' },
  ]);
  expect(done.size).toBe(98);
  expect(calls()).toBeLessThan(40);
});

test.each(['22007', '54000', '54001', '23502', '23514'])('%s is the fault of a value', async (code) => {
  expect(await inParts([1, 2], refusing(code, 2).work)).toEqual([{ item: 2, code }]);
});

test.each(['08006', '57P01', '40P01', '23505', '53100', ''])('%s is not, and ends the work', async (code) => {
  await expect(inParts([1, 2], refusing(code, 2).work)).rejects.toMatchObject({ code });
});
