/**
 * Asks a question that costs something once for everybody who wants to know: those who come while it is under way share it, and its
 * answer serves for `keepMs`, or for ten times as long as it took, so that asking never takes more than a tenth of the time. An
 * error is everybody's who shared it and is not kept. A question that hangs for `abandonMs` is asked anew by the next who comes.
 *
 * @param now milliseconds of any clock that never goes back
 */
export function sharedAnswer<Answer>(
  ask: () => Promise<Answer>,
  { keepMs, abandonMs = 15_000, now }: { keepMs: number; abandonMs?: number; now: () => number },
): () => Promise<Answer> {
  let last: { promise: Promise<Answer>; goodUntil: number } | undefined;
  return () => {
    const at = now();
    if (last && at < last.goodUntil) return last.promise;
    const current = { promise: ask(), goodUntil: at + abandonMs };
    last = current;
    current.promise.then(
      () => {
        const answeredAt = now();
        current.goodUntil = answeredAt + (keepMs === 0 ? 0 : Math.max(keepMs, 10 * (answeredAt - at)));
      },
      () => {
        current.goodUntil = Number.NEGATIVE_INFINITY;
      },
    );
    return current.promise;
  };
}

/** Null when it fails, or is not there within `patienceMs`. */
export async function inTime<Answer>(asked: Promise<Answer>, patienceMs: number): Promise<Answer | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), patienceMs);
  try {
    return await Promise.race([asked.catch(() => null), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
