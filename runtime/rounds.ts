/**
 * Rounds of one stage of the work, by lane: at most one at a time in a lane and `parallel` altogether. A lane that is woken while its
 * round is under way gets another one, so that nothing that was there before the wake is passed over.
 */
export type Rounds = {
  wake(lanes: Iterable<number>): void;
  /** Resolves when the lane has nothing more to do for now. */
  idle(lane: number): Promise<void>;
  /** Starts no more rounds; resolves when those under way have ended. */
  stop(): Promise<void>;
};

/** `round` resolves to whether there may be more to do at once. When it rejects, `onError` is told, and the lane waits to be woken. */
export function createRounds(
  round: (lane: number) => Promise<boolean>,
  { parallel, onError }: { parallel: number; onError: (error: unknown, lane: number) => void },
): Rounds {
  const woken = new Set<number>();
  const running = new Map<number, Promise<void>>();
  let idlers: { lane: number; resolve: () => void }[] = [];
  let stopped = false;

  const run = async (lane: number) => {
    try {
      if (await round(lane)) woken.add(lane);
    } catch (error) {
      onError(error, lane);
    }
    running.delete(lane);
    startSome();
    idlers = idlers.filter((idler) => {
      if (isBusy(idler.lane)) return true;
      idler.resolve();
      return false;
    });
  };
  const startSome = () => {
    for (const lane of woken) {
      if (stopped || running.size >= parallel) return;
      if (running.has(lane)) continue;
      // Moved to the end of the line when it is woken again, so that a busy lane does not keep the others waiting.
      woken.delete(lane);
      // Not at once: a round that wakes its own lane must find it running.
      running.set(
        lane,
        Promise.resolve().then(() => run(lane)),
      );
    }
  };
  const isBusy = (lane: number) => !stopped && (woken.has(lane) || running.has(lane));

  return {
    wake(lanes) {
      for (const lane of lanes) woken.add(lane);
      startSome();
    },
    idle(lane) {
      if (!isBusy(lane)) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      idlers.push({ lane, resolve });
      return promise;
    },
    async stop() {
      stopped = true;
      for (const { resolve } of idlers.splice(0)) resolve();
      await Promise.all(running.values());
    },
  };
}
