/** There is more waiting than can be written down: come back later. */
export class Overloaded extends Error {}

type Waiting<Item, Result> = { items: readonly Item[]; isGivenUp: () => boolean } & Pick<
  PromiseWithResolvers<Result>,
  'resolve' | 'reject'
>;

/**
 * Makes many small commits few larger ones. One commit is under way at a time; what arrives meanwhile shares the next one, and
 * everybody in it gets its result or its error. When nothing is under way the commit starts at once: waiting for company would
 * only make an idle server slow. Whoever has given up while waiting is left out, so that a commit that stood still is not
 * followed by one for everybody who has gone meanwhile.
 *
 * @param maxItems of one commit, unless a single caller brings more
 * @param maxWaiting callers; the next one is refused with `Overloaded`
 */
export function groupCommit<Item, Result>(
  commit: (items: Item[]) => Promise<Result>,
  { maxItems = 1000, maxWaiting = 2000 }: { maxItems?: number; maxWaiting?: number } = {},
): (items: readonly Item[], isGivenUp?: () => boolean) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let isUnderWay = false;

  const nextGroup = (): Waiting<Item, Result>[] => {
    waiting = waiting.filter(({ isGivenUp, reject }) => {
      if (!isGivenUp()) return true;
      reject(new Overloaded('nobody waits for this any more'));
      return false;
    });
    let size = 0;
    const end = waiting.findIndex(({ items }, n) => {
      size += items.length;
      return n > 0 && size > maxItems;
    });
    return waiting.splice(0, end === -1 ? waiting.length : end);
  };
  const commitAll = async (): Promise<void> => {
    isUnderWay = true;
    while (waiting.length > 0) {
      const group = nextGroup();
      try {
        const result = await commit(group.flatMap(({ items }) => items));
        for (const { resolve } of group) resolve(result);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    isUnderWay = false;
  };

  return (items, isGivenUp = () => false) => {
    if (waiting.length >= maxWaiting)
      return Promise.reject(new Overloaded(`${maxWaiting} commits are waiting`));
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    waiting.push({ items, isGivenUp, resolve, reject });
    if (!isUnderWay) void commitAll();
    return promise;
  };
}
