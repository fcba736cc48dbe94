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
  /** As good as new: nothing would be lost by forgetting it. */
  isFull(nowMs: number): boolean;
};

export function createTokenBucket({ perSecond, burst }: { perSecond: number; burst: number }): TokenBucket {
  const intervalMs = 1000 / perSecond;
  const savedMs = (burst - 1) * intervalMs;
  /** When the bucket will be full again: everything taken so far, laid end to end. */
  let fullAt = Number.NEGATIVE_INFINITY;
  return {
    waitMs: (nowMs) => Math.max(0, fullAt - savedMs - nowMs),
    take: (nowMs) => {
      fullAt = Math.max(fullAt, nowMs) + intervalMs;
    },
    pause: (untilMs) => {
      fullAt = Math.max(fullAt, untilMs + savedMs);
    },
    isFull: (nowMs) => fullAt <= nowMs,
  };
}
