import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Orders } from './crash-parley.ts';

/** Keeps a Parley running in a process of its own: when one dies the next is there, on the same database and port. */
export function hireCrew(orders: Omit<Orders, 'dieAt'>) {
  let standby = forkParley();
  let current: ChildProcess | null = null;
  return {
    /** Starts a Parley, which dies by itself at `dieAt`. Resolves when it listens. */
    async start(dieAt: Orders['dieAt'] = null): Promise<void> {
      if (current && isAlive(current)) throw new Error('one Parley at a time');
      current = standby;
      standby = forkParley();
      const ended = once(current, 'exit').then(() => 'ended');
      const started = once(current, 'message').then(() => 'started');
      current.send({ ...orders, dieAt } satisfies Orders);
      // It may die at its point before it has said that it has started.
      const first = await Promise.race([started, ended]);
      if (first === 'ended' && current.signalCode !== 'SIGKILL') throw new Error('Parley does not start');
    },
    /** Resolves when the running one has died by SIGKILL; rejects when it is still there after `patienceMs`. */
    async died(patienceMs: number): Promise<void> {
      if (!current) throw new Error('nobody was started');
      if (isAlive(current)) await once(current, 'exit', { signal: AbortSignal.timeout(patienceMs) });
      if (current.signalCode !== 'SIGKILL') throw new Error(`Parley ended by itself: ${current.exitCode}`);
    },
    async kill(): Promise<void> {
      if (!current || !isAlive(current)) return;
      const ended = once(current, 'exit');
      current.kill('SIGKILL');
      await ended;
    },
    /** Lets it finish what it has begun. */
    async stop(): Promise<void> {
      if (!current || !isAlive(current)) throw new Error('nobody is running');
      const ended = once(current, 'exit');
      current.kill('SIGTERM');
      await ended;
      if (current.exitCode !== 0)
        throw new Error(`Parley did not stop: ${current.exitCode ?? current.signalCode}`);
    },
    async dismiss(): Promise<void> {
      for (const child of [current, standby]) {
        if (!child || !isAlive(child)) continue;
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }
    },
  };
}

/** A process that becomes a Parley when it is sent its orders. `execArgv` are options of Node. */
export function forkParley(execArgv: readonly string[] = []): ChildProcess {
  return fork(path.join(import.meta.dirname, 'crash-parley.ts'), {
    // Without the runner's own loaders.
    execArgv: [...execArgv],
    // Rows of the database come back with their dates.
    serialization: 'advanced',
    // Starting takes half as long when the code need not be read again.
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: path.join(import.meta.dirname, '../../node_modules/.cache/node'),
    },
  });
}

export function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
