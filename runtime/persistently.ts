import { setTimeout as sleep } from 'node:timers/promises';

const MAX_TRIES = 8;

/**
 * For something that only this process knows and that must be stored: tried again for about ten seconds while the database fails.
 * Rejects with the last error.
 */
export async function persistently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === MAX_TRIES) throw error;
      await sleep(Math.min(50 * 2 ** tries, 4_000));
    }
  }
}
