import { createRounds } from '@parley/runtime/rounds.ts';
import { describe, expect, test } from 'vitest';

describe('rounds', () => {
  const never = () => {
    throw new Error('no error was expected');
  };
  const pause = () => new Promise((resolve) => setImmediate(resolve));

  test('of one lane never overlap, and a wake during a round leads to another one', async () => {
    let under = 0;
    let most = 0;
    let count = 0;
    const rounds = createRounds(
      async () => {
        most = Math.max(most, ++under);
        count++;
        await pause();
        under--;
        return false;
      },
      { parallel: 4, onError: never },
    );
    rounds.wake([1]);
    rounds.wake([1, 1]);
    await rounds.idle(1);
    expect([count, most]).toEqual([2, 1]);
  });

  test('go on as long as there is more to do', async () => {
    let left = 3;
    const rounds = createRounds(async () => --left > 0, { parallel: 1, onError: never });
    rounds.wake([1]);
    await rounds.idle(1);
    expect(left).toBe(0);
  });

  test('of several lanes run side by side, so many at once, and a busy lane lets the others in', async () => {
    const order: number[] = [];
    let under = 0;
    let most = 0;
    const rounds = createRounds(
      async (lane) => {
        most = Math.max(most, ++under);
        order.push(lane);
        await pause();
        under--;
        return lane === 1 && order.length < 8;
      },
      { parallel: 2, onError: never },
    );
    rounds.wake([1, 2, 3, 4]);
    await Promise.all([1, 2, 3, 4].map((lane) => rounds.idle(lane)));
    expect(most).toBe(2);
    expect(order.indexOf(4)).toBeLessThan(order.lastIndexOf(1));
  });

  test('that fail are told of, and the lane can be woken again', async () => {
    const errors: unknown[] = [];
    let fails = true;
    let done = 0;
    const rounds = createRounds(
      async () => {
        if (fails) throw new Error('down');
        done++;
        return false;
      },
      { parallel: 1, onError: (error, lane) => errors.push([lane, error instanceof Error && error.message]) },
    );
    rounds.wake([7]);
    await rounds.idle(7);
    fails = false;
    rounds.wake([7]);
    await rounds.idle(7);
    expect([errors, done]).toEqual([[[7, 'down']], 1]);
  });

  test('end with the one under way when they are stopped', async () => {
    let count = 0;
    const gate = Promise.withResolvers<void>();
    const rounds = createRounds(
      async () => {
        count++;
        await gate.promise;
        return true;
      },
      { parallel: 1, onError: never },
    );
    rounds.wake([1, 2]);
    let stopped = false;
    const stopping = rounds.stop().then(() => {
      stopped = true;
    });
    await pause();
    expect(stopped).toBe(false);
    gate.resolve();
    await stopping;
    rounds.wake([3]);
    expect(count).toBe(1);
  });
});
