import { setImmediate as nextRound } from 'node:timers/promises';
import type { Slots } from './slots.ts';

/** More than this in one statement would make the first wait for the last. */
const MAX_GROUP = 200;

/**
 * Turns many small writes into few: while one group is being written, those that arrive form the next. Nobody waits when nothing
 * is under way. `write` gets the items in the order of their arrival and returns as many results; when it throws, every item
 * of the group is rejected. Groups of several writers take turns in `slots`.
 */
export function grouped<Item, Result>(
  write: (items: readonly Item[]) => Promise<Result[]>,
  slots: Slots,
): (item: Item) => Promise<Result> {
  let waiting: { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }[] = [];
  let isWriting = false;

  const writeAll = async () => {
    isWriting = true;
    // Those who ask in the same moment travel together.
    await nextRound();
    while (waiting.length > 0) {
      const giveBack = await slots.take();
      const group = waiting.slice(0, MAX_GROUP);
      waiting = waiting.slice(MAX_GROUP);
      try {
        const results = await write(group.map(({ item }) => item));
        for (const [n, { resolve, reject }] of group.entries()) {
          const result = results[n];
          if (result === undefined)
            reject(new Error(`a group of ${group.length} got ${results.length} results`));
          else resolve(result);
        }
      } catch (error) {
        for (const { reject } of group) reject(error);
      } finally {
        giveBack();
      }
    }
    isWriting = false;
  };

  return (item) => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    waiting.push({ item, resolve, reject });
    // It settles every promise itself, so there is nothing to wait for.
    if (!isWriting) void writeAll();
    return promise;
  };
}
