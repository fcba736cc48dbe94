import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const MAIN = path.join(import.meta.dirname, '../../runtime/main.ts');

const { NODE_COMPILE_CACHE } = process.env;
const COMPILED = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };

export type Ran = { code: number | null; stdout: string; stderr: string };
export type Env = Record<string, string>;

/** Runs `parley …` as a process of its own, with no setting but those given, and waits for its end. */
export async function runParley(
  args: string[],
  { env = {}, input = '' }: { env?: Env; input?: string } = {},
) {
  const running = spawnParley(args, env);
  running.child.stdin?.end(input);
  return running.ended;
}

/** A running `parley`: what it has printed so far, and its end. */
export type Running = {
  child: ChildProcess;
  ended: Promise<Ran>;
  /** Resolves with the match as soon as what it printed, on either stream, matches; throws when it ends before. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
};

export function spawnParley(args: string[], env: Env): Running {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH, TZ: 'UTC', ...COMPILED, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      printed[name] += chunk;
      for (const look of waiting) look();
    });
  }
  const ended = once(child, 'close').then(([code]): Ran => ({ code, ...printed }));
  return {
    child,
    ended,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(printed.stdout) ?? pattern.exec(printed.stderr);
          if (!match) return;
          waiting.delete(look);
          resolve(match);
        };
        waiting.add(look);
        look();
        void ended.then((ran) => reject(new Error(`parley ended before ${pattern}: ${JSON.stringify(ran)}`)));
      }),
  };
}
