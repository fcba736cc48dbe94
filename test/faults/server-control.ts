import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Stage } from './stage.ts';

/** What a row may do to the PostgreSQL server that its stage has to itself. */
export type ServerControl = {
  /** As a power cut would for whoever is connected: nothing is finished, nobody is told. Resolves when it is gone. */
  stopAtOnce(): Promise<void>;
  /** Resolves when it takes connections again. */
  start(): Promise<void>;
  /** Every process of the server stands still; its connections stay open, and the kernel goes on taking new ones. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
};

/** Call it while the server runs. */
export async function serverControl(stage: Stage): Promise<ServerControl> {
  if (!stage.ground.server) throw new Error('the row has no server to itself: set ownServer');
  const [setting] = await stage.rows<{ data_directory: string }>('show data_directory');
  const data = setting?.data_directory ?? '';
  const home = path.dirname(data);
  // PostgreSQL refuses to be started by root, so whoever the files belong to does it.
  const { uid, gid } = await stat(data);
  const run = promisify(execFile);
  const pgCtl = (...args: string[]) =>
    run(path.join(home, 'native/bin/pg_ctl'), ['-D', 'data', '-w', '-s', ...args], {
      ...{ cwd: home, uid, gid, env: { PATH: process.env.PATH, TZ: 'UTC' } },
    });
  const signalAll = async (signal: NodeJS.Signals) => {
    const main = Number((await readFile(path.join(data, 'postmaster.pid'), 'utf8')).split('\n')[0]);
    // The one that starts the others first, so that none is missed.
    process.kill(main, signal);
    for (const pid of await childrenOf(main)) signalOne(pid, signal);
  };
  return {
    stopAtOnce: async () => void (await pgCtl('stop', '-m', 'immediate')),
    async start() {
      const [, ...options] = (await readFile(path.join(data, 'postmaster.opts'), 'utf8')).trim().split(' ');
      await pgCtl('start', '-l', 'restarted.log', '-o', options.join(' '));
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
  };
}

/** A connection may have ended since it was listed. */
function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function childrenOf(parent: number): Promise<number[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(
    processes.map(async (pid) => {
      // It may have ended meanwhile.
      const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      return { pid: Number(pid), parent: Number(/\) \w (\d+)/.exec(line)?.[1]) };
    }),
  );
  return parents.filter((one) => one.parent === parent).map(({ pid }) => pid);
}
