/**
 * Paces something that may happen `perSecond` times a second, and up to `burst` times at once after a pause. Kept in the memory of
 * one process; times are milliseconds of any clock that never goes back.
 */
export type TokenBucket = {
  /** How long until one more may happen. */
  waitMs(nowMs: number): number;
  /** Count one, now or at the end of the wait. */
  take(nowMs: number): void;
  /** Nothing until then, whatever was saved up. */
  pause(untilMs: number): void;
  /** Go on with another rate. What was taken already is paid back at the new one. */
  change(rate: Rate, nowMs: number): void;
  /** As good as new: nothing would be lost by forgetting it. */
  isFull(nowMs: number): boolean;
  /** How many more than nothing have been taken and are not paid back. */
  owed(nowMs: number): number;
};

export type Rate = { perSecond: number; burst: number };

export function createTokenBucket(rate: Rate): TokenBucket {
  let intervalMs = 1000 / rate.perSecond;
  let savedMs = (rate.burst - 1) * intervalMs;
  /** When the bucket will be full again: everything taken so far, laid end to end. */
  let fullAt = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  return {
    waitMs: (nowMs) => Math.max(0, fullAt - savedMs - nowMs),
    take: (nowMs) => {
      fullAt = Math.max(fullAt, nowMs) + intervalMs;
    },
    pause: (untilMs) => {
      pausedUntil = Math.max(pausedUntil, untilMs);
      fullAt = Math.max(fullAt, untilMs + savedMs);
    },
    change: (next, nowMs) => {
      // A pause is a time and stays one; only what comes after it is stretched or shrunk.
      const from = Math.max(nowMs, pausedUntil);
      const owed = Math.max(0, fullAt - from) / intervalMs;
      const nextMs = 1000 / next.perSecond;
      const nextSavedMs = (next.burst - 1) * nextMs;
      const isPaused = pausedUntil > nowMs;
      fullAt = isPaused ? from + Math.max(owed * nextMs, nextSavedMs) : from + owed * nextMs;
      intervalMs = nextMs;
      savedMs = nextSavedMs;
    },
    isFull: (nowMs) => fullAt <= nowMs,
    owed: (nowMs) => Math.max(0, fullAt - nowMs) / intervalMs,
  };
}
