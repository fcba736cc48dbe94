import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { bindFlows } from '@parley/runtime/channel/bound-flows.ts';
import { addChannel } from '@parley/runtime/channel/channels.ts';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import { migrate } from '@parley/runtime/db/migrate.ts';
import { installFlow } from '@parley/runtime/publishing/install-flow.ts';
import { secretKey } from '@parley/runtime/secrets.ts';
import type { DatabaseServer } from '../setup/database-server.ts';
import { createDatabase } from '../setup/server-database.ts';
import type { FloorOrders } from './floor.ts';
import type { Target } from './world-orders.ts';

/** Something that answers webhooks, in a process of its own. */
export type Subject = {
  name: string;
  target: Target;
  /** Its process: what is measured. The database server has its own. */
  pid: number;
  databaseUrl: string | null;
  stop(): Promise<void>;
};

export const DIALOGUE = path.join(import.meta.dirname, 'dialogue.machine.json');

/** As many as it takes to send faster than one number may, at the most that WhatsApp grants one. */
const NUMBERS = 8;
const THROUGHPUT = 1000;
const PHONE_NUMBER_IDS = Array.from({ length: NUMBERS }, (_, n) => `10645999000000${n}`);
const APP_SECRET = 'a secret of the benchmark';
const SECRET = 'the-secret-that-the-benchmark-seals-tokens-with';
const ROOT = path.join(import.meta.dirname, '../..');
/** As bin/parley.js starts it, without building the web app. */
const NODE_FLAGS: string[] = JSON.parse(readFileSync(path.join(ROOT, 'bin/node-flags.json'), 'utf8'));

export async function startFloor(
  kind: FloorOrders['kind'],
  server: DatabaseServer,
  graphUrl: string,
): Promise<Subject> {
  const { url: databaseUrl, drop } = await createDatabase(server.url, 'template0');
  const child = fork(path.join(import.meta.dirname, 'floor.ts'), { execArgv: [] });
  child.send({ kind, graphUrl, appSecret: APP_SECRET, databaseUrl } satisfies FloorOrders);
  const [{ webhookUrl, pid }] = await once(child, 'message');
  return {
    ...{ name: FLOOR_NAMES[kind], pid, databaseUrl },
    target: { webhookUrl, appSecret: APP_SECRET, phoneNumberIds: PHONE_NUMBER_IDS, speaks: 'anything' },
    async stop() {
      await ended(child, 'SIGKILL');
      await drop();
    },
  };
}

const FLOOR_NAMES = {
  floor: 'floor',
  durable: 'durable floor',
  batched: 'durable floor, batched',
};

export type RuntimeOptions = {
  /** Left out: PGlite. */
  server?: DatabaseServer;
  graphUrl: string;
  /** The dialogue when left out. */
  machine?: FlowMachine;
  /** Done to the database before it starts. */
  prepare?: (place: { url: string } | { dataDir: string }) => Promise<void>;
};

/** `parley start` as an operator does it, with the dialogue published and bound to every number. */
export async function startRuntime({ server, graphUrl, machine, prepare }: RuntimeOptions): Promise<Subject> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'parley-bench-'));
  const database = server ? await createDatabase(server.url, 'template0') : null;
  const place = database ? { url: database.url } : { dataDir };
  await install(place, machine ?? JSON.parse(await readFile(DIALOGUE, 'utf8')));
  await prepare?.(place);
  const child = spawn(
    process.execPath,
    [...NODE_FLAGS, path.join(ROOT, 'runtime/main.ts'), 'start', '--json'],
    {
      env: {
        PATH: process.env.PATH,
        // As bin/parley.js does: without it, what translates TypeScript stays in memory.
        NODE_COMPILE_CACHE: path.join(ROOT, 'node_modules/.cache/parley'),
        ...{
          NODE_ENV: 'production',
          PORT: '0',
          DATA_DIR: dataDir,
          LOG_LEVEL: 'warn',
          PARLEY_SECRET: SECRET,
        },
        ...{ WHATSAPP_GRAPH_URL: graphUrl, ...(database && { DATABASE_URL: database.url }) },
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const lines = createInterface({ input: child.stdout });
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`Parley ended with ${code} instead of starting`);
  });
  const first = await Promise.race([firstObject(lines), gone]);
  gone.catch(() => {});
  const { url } = JSON.parse(first);
  lines.on('line', (line) => console.error(line));
  return {
    name: database ? 'Parley on PostgreSQL' : 'Parley on PGlite',
    pid: child.pid ?? 0,
    databaseUrl: database?.url ?? null,
    target: {
      ...{ webhookUrl: `${url}/webhooks/whatsapp`, appSecret: APP_SECRET, speaks: 'dialogue' },
      phoneNumberIds: PHONE_NUMBER_IDS,
    },
    async stop() {
      await ended(child, 'SIGTERM');
      await database?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function install(place: { url: string } | { dataDir: string }, machine: FlowMachine): Promise<void> {
  const { db, close } = await openDatabase(place);
  try {
    await migrate(db);
    const installed = await installFlow(db, machine, { by: 'the benchmark', channelId: null });
    if (!installed.ok) throw new Error(`${machine.id} cannot be published: ${JSON.stringify(installed)}`);
    for (const phoneNumberId of PHONE_NUMBER_IDS) {
      const channel = await addChannel(db, secretKey(SECRET), {
        ...{ phoneNumberId, accessToken: 'a token', appSecret: APP_SECRET, throughput: THROUGHPUT },
      });
      if (channel) await bindFlows(db, channel.id, [{ flow: machine.id, isDefault: true }]);
    }
  } finally {
    await close();
  }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

/** The line that says where it listens, after whatever Node itself was asked to say. */
async function firstObject(lines: Interface): Promise<string> {
  for (;;) {
    const [line] = await once(lines, 'line');
    if (String(line).startsWith('{')) return String(line);
  }
}
