import { inTime, sharedAnswer } from '@parley/runtime/shared-answer.ts';
import { expect, test } from 'vitest';

/** A question that is answered when the test says so, and a clock that the test sets. */
function stage(keepMs: number) {
  const asked: PromiseWithResolvers<string>[] = [];
  const clock = { ms: 0 };
  const answer = sharedAnswer(
    () => {
      const next = Promise.withResolvers<string>();
      asked.push(next);
      return next.promise;
    },
    { keepMs, abandonMs: 15_000, now: () => clock.ms },
  );
  return { asked, clock, answer };
}

test('however many ask at once, it is asked once', async () => {
  const { asked, answer } = stage(1_000);
  const all = Array.from({ length: 100 }, answer);
  expect(asked).toHaveLength(1);
  asked[0]?.resolve('yes');
  expect(new Set(await Promise.all(all))).toEqual(new Set(['yes']));
});

test('an answer serves for its time, and longer when it was dear', async () => {
  const { asked, clock, answer } = stage(1_000);
  const cheap = answer();
  asked[0]?.resolve('cheap');
  await cheap;
  clock.ms = 999;
  expect(await answer()).toBe('cheap');
  clock.ms = 1_000;
  const dear = answer();
  expect(asked).toHaveLength(2);
  clock.ms = 1_500;
  asked[1]?.resolve('dear');
  await dear;
  clock.ms = 6_499;
  expect(await answer()).toBe('dear');
  clock.ms = 6_500;
  void answer();
  expect(asked).toHaveLength(3);
});

test('an error is not kept, and a question that hangs is asked anew', async () => {
  const { asked, clock, answer } = stage(1_000);
  const failed = answer();
  asked[0]?.reject(new Error('no'));
  await expect(failed).rejects.toThrow('no');
  void answer();
  clock.ms = 14_999;
  void answer();
  expect(asked).toHaveLength(2);
  clock.ms = 15_000;
  const again = answer();
  expect(asked).toHaveLength(3);
  asked[2]?.resolve('at last');
  expect(await again).toBe('at last');
});

test('what is late or fails is null', async () => {
  expect(await inTime(new Promise(() => {}), 1)).toBeNull();
  expect(await inTime(Promise.reject(new Error('no')), 60_000)).toBeNull();
  expect(await inTime(Promise.resolve('yes'), 60_000)).toBe('yes');
});
