/** What the emulator calls now, in milliseconds since 1970. Windows, rates, links and timestamps all read it. */
export type Clock = {
  now(): number;
  /** Move time forward. Nothing fires by itself: what has expired is seen as expired at the next look. */
  advance(ms: number): void;
};

/** A clock that stands still until it is advanced: the one for tests. */
export function manualClock(startsAt: number): Clock {
  let now = startsAt;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}

/**
 * Wraps any source of time so that it can be moved. A source with its own `advance` is moved itself, so that a clock
 * shared with the product under test stays one clock; any other is read with an offset.
 */
export function movable(source: { now(): number; advance?(ms: number): void } = Date): Clock {
  if (source.advance) return { now: () => source.now(), advance: (ms) => source.advance?.(ms) };
  let offsetMs = 0;
  return {
    now: () => source.now() + offsetMs,
    advance: (ms) => {
      offsetMs += ms;
    },
  };
}

/** Webhook timestamps: whole seconds, as a string. */
export function toTimestamp(ms: number): string {
  return String(Math.floor(ms / 1000));
}
