import { grouped } from '@parley/runtime/outbox/grouped.ts';
import { createSlots } from '@parley/runtime/outbox/slots.ts';
import { describe, expect, test } from 'vitest';

const alone = (write: (items: readonly number[]) => Promise<number[]>) => grouped(write, createSlots(1));

describe('grouped writes', () => {
  test('travel together while another group is under way, in order, and each gets its own result', async () => {
    const groups: number[][] = [];
    const gate = Promise.withResolvers<void>();
    const add = alone(async (items) => {
      groups.push([...items]);
      if (groups.length === 1) await gate.promise;
      return items.map((item) => item * 10);
    });
    const first = add(1);
    await expect.poll(() => groups.length).toBe(1);
    const others = [add(2), add(3), add(4)];
    gate.resolve();
    expect(await Promise.all([first, ...others])).toEqual([10, 20, 30, 40]);
    expect(groups).toEqual([[1], [2, 3, 4]]);
  });

  test('of the same moment travel together', async () => {
    let groups = 0;
    const add = alone(async (items) => {
      groups++;
      return [...items];
    });
    expect(await Promise.all([add(1), add(2), add(3)])).toEqual([1, 2, 3]);
    expect(groups).toBe(1);
  });

  test('that fail reject everybody in the group and nobody after it', async () => {
    let fails = true;
    const add = alone(async (items) => {
      if (fails) throw new Error('down');
      return [...items];
    });
    const results = await Promise.allSettled([add(1), add(2)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await add(3)).toBe(3);
  });

  test('are cut when very many come at once', async () => {
    const sizes: number[] = [];
    const add = alone(async (items) => {
      sizes.push(items.length);
      return [...items];
    });
    await Promise.all(Array.from({ length: 450 }, (_, n) => add(n)));
    expect(sizes).toEqual([200, 200, 50]);
  });

  test('of several writers take turns, and grow while they wait', async () => {
    const slots = createSlots(1);
    const gate = Promise.withResolvers<void>();
    const groups: string[][] = [];
    const writer = (wait: Promise<void> | null) =>
      grouped<string, string>(async (items) => {
        groups.push([...items]);
        await wait;
        return [...items];
      }, slots);
    const [slow, quick] = [writer(gate.promise), writer(null)];
    const first = slow('a');
    await expect.poll(() => groups.length).toBe(1);
    const others = [quick('b'), quick('c')];
    await new Promise(setImmediate);
    others.push(quick('d'));
    expect(groups).toEqual([['a']]);
    gate.resolve();
    await Promise.all([first, ...others]);
    expect(groups).toEqual([['a'], ['b', 'c', 'd']]);
  });
});
