import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type OpenDatabase, openDatabase } from '@parley/runtime/db/connect.ts';
import { sql } from 'kysely';
import { startEmulator } from '../emulator/emulator.ts';
import type { Emulator } from '../emulator/emulator-types.ts';
import type { Phone } from '../emulator/phone/phone.ts';
import { signatureOf, toBytes } from '../emulator/webhooks/webhook-body.ts';
import { counting } from '../runtime/crash-flows.ts';
import type { Orders } from '../runtime/crash-parley.ts';
import { freePort, prepare } from '../runtime/crash-setting.ts';
import { SECRET } from '../walk/parley.ts';
import { type Allowed, faultsIn } from './checker.ts';
import { type Door, openDoor } from './door.ts';
import type { Ground } from './hall.ts';
import { collectHistory, unfinished, WATCH } from './history.ts';
import { type ParleyProcess, startProcess, startProduct } from './parley-process.ts';
import type { Setting } from './setting.ts';

/*
 * How to write a row.
 *
 * A row is an entry in the list that a file `rows-<theme>.ts` exports; main.ts and faults.test.ts get the lists from every-row.ts.
 *
 *   {
 *     number: 3,
 *     name: 'killed when it has claimed a turn',
 *     holds: 'the other process takes the turn',
 *     on: ['PostgreSQL', 'PGlite'],
 *     short: 'PostgreSQL',
 *     setting: { graceMs: 5_000 },
 *     async run(stage) {
 *       const doomed = await stage.start({ dieAt: { point: 'turn.claimed', time: 1 } });
 *       …
 *     },
 *   }
 *
 * `run` makes the fault happen and awaits what must come of it: people write with `stage.emulator.phone(stage.person()).text('one')`
 * and hear with `.receive(ms)`. The flow is the echo counter: the first text is answered "0: ", then "1: one", "2: two", …
 * Use `assert` for what the row says beyond that. When `run` is over the runner calls `stage.check()`: it waits until nothing is
 * under way and reads the whole history, so no row asks itself whether something was lost, doubled, swapped or left over.
 * What a row means to leave (a parked event, a message that failed) it tells with `stage.allow`.
 *
 * The processes: `stage.processes` are those that run, and the door brings them webhooks by turns. `stage.start(…)` adds one,
 * `process.kill()`, `.signal('SIGSTOP')`, `.stop()` hurt one; who has died gets nothing any more. `stage.startProduct()` adds the
 * product itself (`parley start`), with the product's own leases and patience. On PGlite there is one process at a time.
 *
 * The database: `stage.rows('select …')` works on both, while processes run; `stage.ground.server` is the row's own server.
 * Time: leases are a second and grace a second and a half here, but an answer that was lost is waited for as long as in the
 * product, and so are retries: `stage.passTime(ms)` makes everything that waits for a time due so much earlier, by moving the stored times back.
 * Chance: `stage.chance()`, from the seed.
 */

export type Stage = {
  readonly emulator: Emulator;
  readonly ground: Ground;
  readonly door: Door;
  /** Those that were started and have not been stopped, the oldest first. Some may have died. */
  readonly processes: readonly ParleyProcess[];
  /** Key for the API of every process. */
  readonly apiKey: string;

  /** Adds a process, with the settings of the stage unless told. On PGlite the one before must be gone. */
  start(orders?: Partial<Orders> & { execArgv?: readonly string[] }): Promise<ParleyProcess>;
  /** Adds the product itself. `env` adds to its settings. */
  startProduct(options?: {
    env?: Record<string, string>;
    execArgv?: readonly string[];
  }): Promise<ParleyProcess>;
  /** The one process that runs; throws when there are more. */
  only(): ParleyProcess;

  /** A number that nobody has on this stage yet. */
  person(): string;
  /** People who have said hello and have been answered "0: ". */
  people(count: number): Promise<Phone[]>;
  /** A text that somebody writes and that WhatsApp does not bring: its webhook, to be changed and posted by the row. */
  draft(phone: Phone, text: string, at?: number): Promise<Draft>;
  /** Posts a webhook, to one process or through the door: signed, unless other headers are given. Resolves with the status. */
  post(body: unknown, options?: { to?: ParleyProcess; headers?: Record<string, string> }): Promise<number>;

  /** Asks the database, whoever has it open. Numbers of type bigint come as text. */
  rows<Row>(query: string): Promise<Row[]>;
  /**
   * Keeps the locks that a statement takes, as another process would that stands still in the middle of its work, until the
   * returned function is called. Not on PGlite, which has one connection.
   */
  hold(statement: string): Promise<() => Promise<void>>;
  /** What waits for a time (a retry, a grace, a timer) has it so much earlier. */
  passTime(ms: number): Promise<void>;
  /** Asks the API of the first process, with the key; rejects when it does not agree. */
  api<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Waits until `isTrue`, looking again and again; rejects after `patienceMs`, half a minute unless told. */
  until(what: string, isTrue: () => boolean | Promise<boolean>, patienceMs?: number): Promise<void>;
  /** From 0 to 1, the same for the same seed. */
  chance(): number;

  /** What the row means to leave behind. Adds to what was told before. */
  allow(more: Allowed): void;
  /** Waits until nothing is under way, and throws with everything that is wrong with the history so far. */
  check(): Promise<void>;
  /** Ends everything, and removes the database. */
  clear(): Promise<void>;
};

/** The body of a webhook with one message of a person. */
export type Draft = {
  wamid: string;
  envelope: { object: string; entry: { id: string; changes: { field: string; value: DraftValue }[] }[] };
  message: Record<string, unknown>;
};
type DraftValue = { messages: Record<string, unknown>[]; contacts: unknown[] } & Record<string, unknown>;

/** WhatsApp brings what was not taken until it is. */
const RETRIES = Array.from({ length: 600 }, () => 200);
const PATIENCE_MS = 30_000;
const MAIN = path.join(import.meta.dirname, '../../runtime/main.ts');

/** A database with the flow on its numbers, WhatsApp around it, a door, and processes of Parley behind that. */
export async function setStage(ground: Ground, setting: Setting, seed: number): Promise<Stage> {
  const { leaseMs = 1_000, graceMs = 1_500, flow = counting } = setting;
  const chance = seeded(seed);
  const door = await openDoor();
  const emulator = await startEmulator({
    ...{ webhookOrder: 'concurrent', webhookUrl: door.url, retryDelaysMs: RETRIES, pairRate: false, seed },
    ...setting.emulator,
  });
  const { accessToken, appSecret } = emulator;
  const numbers = setting.emulator?.numbers?.map(({ phoneNumberId }) => phoneNumberId);
  await prepare(
    ground.place,
    flow,
    (numbers ?? [emulator.phoneNumberId]).map((phoneNumberId) => ({ phoneNumberId, accessToken, appSecret })),
  );
  const apiKey = randomBytes(24).toString('base64url');
  const ordinary = {
    ...{ place: ground.place, graphUrl: emulator.url, outsidePort: 1, leaseMs, graceMs, apiKey, dieAt: null },
    commitTimeoutMs: setting.commitTimeoutMs,
  };
  const isServer = 'url' in ground.place;
  // Its own connection, so that it sees what the processes see and takes nothing from their pools.
  let watching: OpenDatabase | null = isServer ? await openDatabase(ground.place) : null;
  let processes: ParleyProcess[] = [];
  let people = 0;
  const folders: string[] = [];
  const allowed: Required<Allowed> = {
    setAside: [],
    parked: 0,
    ignored: 0,
    failed: 0,
    otherFlow: flow !== counting,
  };

  const add = (process: ParleyProcess) => {
    processes = [...processes.filter((one) => one.isAlive()), process];
    door.open(processes.map(({ port }) => port));
    return process;
  };
  const rows: Stage['rows'] = async <Row>(query: string) => {
    if (watching) return (await sql.raw<Row>(query).execute(watching.db)).rows;
    const alive = processes.find((one) => one.isAlive());
    if (alive) return alive.rows<Row>(query);
    const { db, close } = await openDatabase(ground.place);
    return sql
      .raw<Row>(query)
      .execute(db)
      .then(({ rows: found }) => found)
      .finally(close);
  };
  const until: Stage['until'] = async (what, isTrue, patienceMs = PATIENCE_MS) => {
    const end = performance.now() + patienceMs;
    while (!(await isTrue())) {
      if (performance.now() > end) throw new Error(`after ${patienceMs / 1000} s still not: ${what}`);
      await sleep(25);
    }
  };
  /** Nothing is on its way in or out, and nothing waits. */
  const quiet = async () => {
    let left: string[] = [];
    const isQuiet = async () => {
      await emulator.settled();
      const brought = emulator.webhooks.all.filter(({ state }) => state !== 'delivered' && state !== 'lost');
      left = [...brought.map(({ tries }) => `a webhook, ${tries.length} tries`), ...(await unfinished(rows))];
      return left.length === 0;
    };
    await until('all is quiet', isQuiet, PATIENCE_MS).catch((cause) => {
      throw new Error(`not everything came to an end: ${left.slice(0, 5).join('; ')}`, { cause });
    });
  };

  for (const statement of WATCH) await rows(statement);
  const stage: Stage = {
    emulator,
    ground,
    door,
    get processes() {
      return processes;
    },
    apiKey,
    async start({ execArgv, ...orders } = {}) {
      const port = orders.port ?? (await freePort());
      return add(await startProcess({ ...ordinary, ...orders, port }, execArgv));
    },
    async startProduct({ env = {}, execArgv } = {}) {
      const port = await freePort();
      const dataDir =
        'dataDir' in ground.place
          ? ground.place.dataDir
          : await mkdtemp(path.join(tmpdir(), 'parley-faults-'));
      if (isServer) folders.push(dataDir);
      const settings = {
        ...('url' in ground.place ? { DATABASE_URL: ground.place.url } : {}),
        ...{ DATA_DIR: dataDir, PORT: String(port), PARLEY_SECRET: SECRET, PARLEY_API_KEY: apiKey },
        ...{ WHATSAPP_GRAPH_URL: emulator.url, WHATSAPP_PHONE_NUMBER_ID: emulator.phoneNumberId },
        ...{ WHATSAPP_BUSINESS_ACCOUNT_ID: emulator.wabaId, WHATSAPP_ACCESS_TOKEN: accessToken },
        ...{ WHATSAPP_APP_SECRET: appSecret, WHATSAPP_VERIFY_TOKEN: emulator.verifyToken },
      };
      return add(await startProduct(MAIN, { ...settings, ...env }, execArgv));
    },
    only() {
      const [one, ...others] = processes.filter((process) => process.isAlive());
      if (!one || others.length > 0) throw new Error(`${others.length + 1} processes, not one`);
      return one;
    },
    person: () => `49151${String(seed % 1000).padStart(3, '0')}${String(++people).padStart(5, '0')}`,
    people: (count) =>
      Promise.all(
        Array.from({ length: count }, async () => {
          const phone = emulator.phone(stage.person());
          await phone.text('hello');
          await phone.receive(PATIENCE_MS);
          return phone;
        }),
      ),
    async draft(phone, text, at) {
      emulator.faults.nextWebhook({ kind: 'drop' }, { match: { holds: 'messages' } });
      const wamid = await phone.text(text, { at });
      const webhook = emulator.webhooks.all.findLast(({ body }) => JSON.stringify(body).includes(wamid));
      // A copy: what the emulator reported stays what it was.
      const envelope: Draft['envelope'] = JSON.parse(JSON.stringify(webhook?.body));
      const message = envelope.entry[0]?.changes[0]?.value.messages[0];
      assert.ok(message, `no webhook for ${wamid}`);
      return { wamid, envelope, message };
    },
    async post(body, { to, headers } = {}) {
      const bytes = body instanceof Uint8Array ? Buffer.from(body) : toBytes(body);
      const askedAt = performance.now();
      const response = await fetch(to ? `${to.url}/webhooks/whatsapp` : door.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(headers ?? { 'x-hub-signature-256': signatureOf(bytes, appSecret) }),
        },
        body: bytes,
      });
      await response.arrayBuffer();
      if (to) door.note({ bytes, askedAt, port: to.port, status: response.status });
      return response.status;
    },
    rows,
    async hold(statement) {
      const { db, close } = await openDatabase(ground.place);
      const held = Promise.withResolvers<void>();
      const enough = Promise.withResolvers<void>();
      const over = db.transaction().execute(async (tx) => {
        await sql.raw(statement).execute(tx);
        held.resolve();
        await enough.promise;
      });
      await Promise.race([held.promise, over]);
      return async () => {
        enough.resolve();
        await over;
        await close();
      };
    },
    async passTime(ms) {
      const earlier = `- interval '${ms} milliseconds'`;
      await rows(`update outbox set due_at = due_at ${earlier} where status in ('queued', 'unknown')`);
      await rows(`update timers set due_at = due_at ${earlier} where not fired`);
    },
    async api(method, path, body) {
      const [process] = processes;
      const response = await fetch(`${process?.url}/api${path}`, {
        method,
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return JSON.parse(text);
    },
    until,
    chance,
    allow({ setAside = [], parked = 0, ignored = 0, failed = 0, otherFlow = false }) {
      allowed.setAside = [...allowed.setAside, ...setAside];
      allowed.parked += parked;
      allowed.ignored += ignored;
      allowed.failed += failed;
      allowed.otherFlow ||= otherFlow;
    },
    async check() {
      if (!processes.some((one) => one.isAlive())) await stage.start();
      await quiet();
      const faults = faultsIn(await collectHistory({ emulator, door, rows, isServer }), allowed);
      if (faults.length > 0) throw new Error(faults.join('; '));
    },
    async clear() {
      door.open([]);
      for (const process of processes) await process.kill();
      await emulator.close();
      door.close();
      await watching?.close();
      watching = null;
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
      await ground.remove();
    },
  };
  const count = setting.processes ?? (isServer ? 2 : 1);
  try {
    await Promise.all(Array.from({ length: count }, () => stage.start()));
  } catch (error) {
    await stage.clear();
    throw error;
  }
  return stage;
}

/** Numbers from 0 to 1, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
