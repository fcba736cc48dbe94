/** Wrong keys that one address may send a minute before it is told to wait. */
const MAX_A_MINUTE = 10;
const MINUTE_MS = 60_000;
/** Addresses remembered at most: who has many must not fill the memory. */
const MAX_ADDRESSES = 10_000;

export type WrongKeys = {
  /** Counts one more wrong key of an address; the milliseconds that it has to wait, 0 while it is within its allowance. */
  count(address: string): number;
};

/**
 * Slows down whoever tries keys. Only wrong keys are counted and refused: behind a proxy all callers have one address, and a stranger
 * must not be able to lock the owner out. Keys have 20 characters or more, so trying is hopeless at any rate that a server answers.
 */
export function countWrongKeys(now: () => number): WrongKeys {
  const seen = new Map<string, { since: number; count: number }>();
  return {
    count(address) {
      const at = now();
      const known = seen.get(address);
      const entry = known && at - known.since < MINUTE_MS ? known : { since: at, count: 0 };
      entry.count += 1;
      seen.delete(address);
      seen.set(address, entry);
      const [oldest] = seen.keys();
      if (seen.size > MAX_ADDRESSES && oldest !== undefined) seen.delete(oldest);
      return entry.count > MAX_A_MINUTE ? entry.since + MINUTE_MS - at : 0;
    },
  };
}
