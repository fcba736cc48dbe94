/** Lets so many at once do something, the others in the order in which they came. */
export type Slots = {
  /** Resolves when there is room, with what gives the place back. */
  take(): Promise<() => void>;
};

export function createSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  const giveBack = () => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  return {
    take() {
      if (free === 0) {
        const { promise, resolve } = Promise.withResolvers<() => void>();
        waiting.push(() => resolve(giveBack));
        return promise;
      }
      free--;
      return Promise.resolve(giveBack);
    },
  };
}
