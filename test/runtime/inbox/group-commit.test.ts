import { groupCommit, Overloaded } from '@parley/runtime/inbox/group-commit.ts';
import { expect, test } from 'vitest';

/** A commit that ends when the test says so. */
function slowCommit() {
  const groups: number[][] = [];
  const open: PromiseWithResolvers<string>[] = [];
  const commit = (items: number[]) => {
    groups.push(items);
    const pending = Promise.withResolvers<string>();
    open.push(pending);
    return pending.promise;
  };
  return { groups, open, commit };
}

/** Lets everything happen that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('the first one is committed at once, without waiting for company', () => {
  const { groups, commit } = slowCommit();
  void groupCommit(commit)([1]);
  expect(groups).toEqual([[1]]);
});

test('those who come while a commit is under way share the next one, in the order of their arrival', async () => {
  const { groups, open, commit } = slowCommit();
  const add = groupCommit(commit);
  const results = [add([1]), add([2, 3]), add([4])];
  await settle();
  expect(groups).toEqual([[1]]);
  open[0]?.resolve('first');
  await settle();
  expect(groups).toEqual([[1], [2, 3, 4]]);
  open[1]?.resolve('second');
  expect(await Promise.all(results)).toEqual(['first', 'second', 'second']);
});

test('nobody is told before the own commit has ended', async () => {
  const { open, commit } = slowCommit();
  const add = groupCommit(commit);
  let told = false;
  void add([1]);
  void add([2]).then(() => {
    told = true;
  });
  open[0]?.resolve('first');
  await settle();
  expect(told).toBe(false);
});

test('a commit that fails fails for everybody in it, and the next one is tried all the same', async () => {
  const { groups, open, commit } = slowCommit();
  const add = groupCommit(commit);
  const results = Promise.allSettled([add([1]), add([2]), add([3])]);
  open[0]?.resolve('first');
  await settle();
  open[1]?.reject(new Error('no database'));
  await results;
  const after = add([4]);
  open[2]?.resolve('third');
  expect(await after).toBe('third');
  expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(groups).toEqual([[1], [2, 3], [4]]);
});

test('a group has at most so many items, and one who brings more goes alone', async () => {
  const { groups, open, commit } = slowCommit();
  const add = groupCommit(commit, { maxItems: 3 });
  const results = [add([0]), add([1, 2]), add([3]), add([4]), add([5, 6, 7, 8]), add([9])];
  for (let n = 0; n < 4; n++) {
    open[n]?.resolve('done');
    await settle();
  }
  open[4]?.resolve('done');
  await Promise.all(results);
  expect(groups).toEqual([[0], [1, 2, 3], [4], [5, 6, 7, 8], [9]]);
});

test('when too many wait, the next one is told so at once', async () => {
  const { open, commit } = slowCommit();
  const add = groupCommit(commit, { maxWaiting: 2 });
  const results = [add([1]), add([2]), add([3])];
  await expect(add([4])).rejects.toBeInstanceOf(Overloaded);
  open[0]?.resolve('done');
  await settle();
  open[1]?.resolve('done');
  await Promise.all(results);
});

test('whoever has given up while a commit stood still is left out of the next one', async () => {
  const { groups, open, commit } = slowCommit();
  const add = groupCommit(commit);
  const first = add([1]);
  const gone = add([2], () => true);
  const patient = add([3], () => false);
  open[0]?.resolve('first');
  await expect(gone).rejects.toBeInstanceOf(Overloaded);
  open[1]?.resolve('second');
  expect(await Promise.all([first, patient])).toEqual(['first', 'second']);
  expect(groups).toEqual([[1], [3]]);
});
