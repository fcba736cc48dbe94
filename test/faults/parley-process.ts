import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { forkParley, isAlive } from '../runtime/crash-crew.ts';
import type { Orders } from '../runtime/crash-parley.ts';

/** A Parley in a process of its own, which a row may hurt. */
export type ParleyProcess = {
  pid: number;
  port: number;
  /** Without a slash at the end. */
  url: string;
  isAlive(): boolean;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM: lets it finish what it has begun. Rejects when it does not end with 0. */
  stop(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves when it has died by SIGKILL, of its own hand; rejects after `patienceMs`. */
  died(patienceMs: number): Promise<void>;
  /** Resolves when it stands still (SIGSTOP), of its own hand or ours; rejects after `patienceMs`. */
  stood(patienceMs: number): Promise<void>;
  /** What it has in memory, in bytes. */
  memory(): number;
  /** What it wrote on its two streams; empty for one that is not the product itself. */
  printed(): string;
  /** Asks its database. */
  rows<Row>(query: string): Promise<Row[]>;
};

/** Starts a Parley on which `orders` may play tricks. Resolves when it listens, or has died at the point where it was to die. */
export async function startProcess(orders: Orders, execArgv: readonly string[] = []): Promise<ParleyProcess> {
  const child = forkParley(execArgv);
  const ended = once(child, 'exit').then(() => 'ended');
  const started = once(child, 'message').then(() => 'started');
  child.send(orders);
  const first = await Promise.race([started, ended]);
  if (first === 'ended' && child.signalCode !== 'SIGKILL') throw new Error('Parley does not start');
  return handleOf(child, orders.port, asker(child));
}

/** Starts the product itself, `parley start`, with these settings. Resolves when it listens. */
export async function startProduct(
  main: string,
  env: Record<string, string>,
  execArgv: readonly string[] = [],
): Promise<ParleyProcess> {
  const child = spawn(process.execPath, [...execArgv, main, 'start'], {
    env: { PATH: process.env.PATH, TZ: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const listening = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      // The end is what matters of a process that complains without end.
      printed = (printed + text).slice(-200_000);
      if (printed.includes('Parley is at ')) listening.resolve();
    });
  }
  child.once('exit', () => listening.reject(new Error(`parley start has ended: ${printed.slice(-2_000)}`)));
  await listening.promise;
  const refuse = () => Promise.reject(new Error('the product answers no questions about its database'));
  return { ...handleOf(child, Number(env.PORT), refuse), printed: () => printed };
}

function handleOf(child: ChildProcess, port: number, rows: ParleyProcess['rows']): ParleyProcess {
  const pid = child.pid ?? 0;
  const end = async (signal: NodeJS.Signals) => {
    if (!isAlive(child)) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return {
    pid,
    port,
    url: `http://127.0.0.1:${port}`,
    rows,
    isAlive: () => isAlive(child),
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGTERM');
      if (child.exitCode !== 0) throw new Error(`a Parley ended with ${child.exitCode ?? child.signalCode}`);
    },
    signal: (signal) => void child.kill(signal),
    async died(patienceMs) {
      if (isAlive(child)) await once(child, 'exit', { signal: AbortSignal.timeout(patienceMs) });
      if (child.signalCode !== 'SIGKILL') throw new Error(`a Parley ended by itself: ${child.exitCode}`);
    },
    async stood(patienceMs) {
      const until = performance.now() + patienceMs;
      while (stateOf(pid) !== 'T') {
        if (performance.now() > until)
          throw new Error(`a Parley did not stand still within ${patienceMs} ms`);
        await sleep(20);
      }
    },
    memory: () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024,
    printed: () => '',
  };
}

/** One letter for what the process does, as the kernel tells it; the name before it may hold anything. */
function stateOf(pid: number): string {
  return /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '';
}

function asker(child: ChildProcess): ParleyProcess['rows'] {
  let asked = 0;
  return async (query) => {
    if (!isAlive(child)) throw new Error('the Parley that was to ask its database is gone');
    const id = ++asked;
    const { promise, resolve, reject } = Promise.withResolvers<never[]>();
    const hear = (answer: { id?: number; rows?: never[]; error?: string }) => {
      if (answer.id !== id) return;
      if (answer.rows) resolve(answer.rows);
      else reject(new Error(`${answer.error}, asked ${query}`));
    };
    const gone = () => reject(new Error('the Parley that was asked has ended'));
    child.on('message', hear).once('exit', gone);
    child.send({ id, query });
    return promise.finally(() => child.off('message', hear).off('exit', gone));
  };
}
