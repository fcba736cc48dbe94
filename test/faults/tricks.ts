import { closeSync, openSync } from 'node:fs';

/*
 * Loaded before a Parley (`--import tricks.ts?clock=300000`), this plays tricks on its process that nothing in the product could: its
 * clock is wrong, a promise fails that nobody waits for, its memory runs out.
 */

const asked = new URL(import.meta.url).searchParams;

/** Milliseconds by which the clock is wrong. */
let wrongBy = Number(asked.get('clock') ?? 0);
if (asked.has('clock')) {
  const Right = Date;
  globalThis.Date = new Proxy(Right, {
    // `new Date()` and `Date()` mean now; with arguments it is an instant like any other.
    construct: (_, values, target) =>
      Reflect.construct(Right, values.length === 0 ? [Right.now() + wrongBy] : values, target),
    apply: () => new Right(Right.now() + wrongBy).toString(),
    get: (_, name) => (name === 'now' ? () => Right.now() + wrongBy : Reflect.get(Right, name)),
  });
}

// SIGUSR2 makes it happen.
process.on('SIGUSR2', () => {
  switch (asked.get('onSignal')) {
    case 'jump-back':
      wrongBy -= 3_600_000;
      break;
    case 'reject':
      void Promise.reject(new Error('a trick that nobody waits for'));
      break;
    case 'run-out-of-memory': {
      // The obituary that V8 writes is for nobody: /dev/null gets the number that is free now.
      closeSync(2);
      openSync('/dev/null', 'w');
      const hoard: number[][] = [];
      // In steps, so that it happens in the middle of other things.
      const more = () => {
        hoard.push(Array.from({ length: 1_000_000 }, (_, n) => n + hoard.length / 7));
        setImmediate(more);
      };
      more();
    }
  }
});
