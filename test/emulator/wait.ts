/**
 * Resolves once `isTrue`, looking now and whenever one of `watchers` is called; rejects with `explain()` after
 * `timeoutMs` real milliseconds.
 */
export function waitUntil(
  watchers: Set<() => void>,
  isTrue: () => boolean,
  timeoutMs: number,
  explain: () => string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (isTrue()) return resolve();
    const stop = () => {
      clearTimeout(timer);
      watchers.delete(look);
    };
    const look = () => {
      if (!isTrue()) return;
      stop();
      resolve();
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(explain()));
    }, timeoutMs);
    // A listening emulator keeps the process alive; nobody who waits should.
    timer.unref();
    watchers.add(look);
  });
}

/** Tells everybody who waits to look again. */
export function wake(watchers: Set<() => void>): void {
  for (const look of [...watchers]) look();
}
