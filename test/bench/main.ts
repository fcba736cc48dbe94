import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type DatabaseServer, startServer } from '../setup/database-server.ts';
import { growingFlow, storeConversations } from './growth.ts';
import { gigabytes, median, type Table, tableLines } from './report.ts';
import { type Subject, startFloor, startRuntime } from './subjects.ts';
import { cpuSecondsOfTree, usageOf } from './usage.ts';
import type { Findings } from './world-orders.ts';
import { hireWorld, type World } from './world-process.ts';

/*
 * `npm run bench`: how fast Parley is beside the least that anybody could do, in one run on one machine, everybody in turn. `--rounds N`
 * repeats, `--seconds N` is the length of one measurement, `--only saturation,latency,growth` leaves parts out, as `--rates` and
 * `--subjects` do within them, `--write` keeps the tables in docs/performance.md.
 */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    only: { type: 'string', default: 'saturation,latency,growth' },
    rates: { type: 'string', default: '100,500,1000' },
    subjects: { type: 'string', default: 'floor,durable,batched,postgres,pglite' },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const parts = values.only.split(',');

const LATEST = '## The latest tables';
const PEOPLE = 2_000;
const THINK_MS = 250;
const RATES = values.rates.split(',').map(Number);
const STORED = [1_000, 10_000, 100_000];
const NODES = [10, 100, 1_000];

// As a server does that people rely on: every commit waits for the disk.
const server = await startServer({
  settings: { fsync: 'on', full_page_writes: 'on', shared_buffers: '256MB', max_wal_size: '4GB' },
});
const world = await hireWorld();
const tables: Table[] = [];
let bad = 0;
try {
  if (parts.includes('saturation') || parts.includes('latency')) await measureSubjects(server, world);
  if (parts.includes('growth')) {
    await measureGrowth('conversations stored', STORED, (count) =>
      startRuntime({
        server,
        graphUrl: world.graphUrl,
        prepare: (place) => storeConversations(place, count),
      }),
    );
    await measureGrowth('nodes in the flow', NODES, async (count) =>
      startRuntime({ server, graphUrl: world.graphUrl, machine: await growingFlow(count) }),
    );
  }
} finally {
  world.dismiss();
  await server.stop();
}
if (values.write) writeReport(tables);
console.log(bad === 0 ? 'No reply was lost, doubled or out of order.' : `${bad} replies were wrong.`);
process.exitCode = bad === 0 ? 0 : 1;

type Measured = Findings & { subjectCpu: number; databaseCpu: number; peakMb: number };

async function measureSubjects(database: DatabaseServer, { graphUrl }: World): Promise<void> {
  const starts: { readonly [name: string]: () => Promise<Subject> } = {
    floor: () => startFloor('floor', database, graphUrl),
    durable: () => startFloor('durable', database, graphUrl),
    batched: () => startFloor('batched', database, graphUrl),
    postgres: () => startRuntime({ server: database, graphUrl }),
    pglite: () => startRuntime({ graphUrl }),
  };
  const subjects: Subject[] = [];
  for (const name of values.subjects.split(',')) {
    const start = starts[name];
    if (!start) throw new Error(`--subjects: “${name}” is none of ${Object.keys(starts).join(', ')}`);
    subjects.push(await start());
  }
  try {
    if (parts.includes('saturation')) await measureSaturation(subjects);
    if (parts.includes('latency')) await measureLatency(subjects.filter(({ name }) => name !== 'floor'));
  } finally {
    for (const subject of subjects) await subject.stop();
  }
}

async function measureSaturation(subjects: readonly Subject[]): Promise<void> {
  const measured = new Map(subjects.map((subject): [Subject, Measured[]] => [subject, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [subject, all] of measured)
      all.push(await measure(subject, { order: 'saturate', thinkMs: THINK_MS }));
  }
  const durable = [...measured].find(([{ name }]) => name === 'durable floor')?.[1] ?? [];
  const batched = [...measured].find(([{ name }]) => name === 'durable floor, batched')?.[1] ?? [];
  const ratio = (all: readonly Measured[], to: readonly Measured[]) =>
    `${median(all.map(({ perSecond }, n) => perSecond / (to[n]?.perSecond ?? Number.NaN))).toFixed(2)} ×`;
  show({
    title: `At saturation: ${PEOPLE} people, ${THINK_MS} ms to think, ${rounds} rounds of ${seconds} s, medians`,
    columns: [
      '',
      'turns/s',
      'to durable',
      'to batched',
      'CPU s per 1000 turns',
      'of PostgreSQL',
      'peak memory',
      'p50',
      'p99',
      'wrong',
    ],
    rows: [...measured].map(([{ name }, all]) => [
      name,
      median(all.map(({ perSecond }) => perSecond)).toFixed(0),
      ratio(all, durable),
      ratio(all, batched),
      median(all.map(({ subjectCpu, allTurns }) => (subjectCpu / allTurns) * 1000)).toFixed(2),
      median(all.map(({ databaseCpu, allTurns }) => (databaseCpu / allTurns) * 1000)).toFixed(2),
      `${Math.max(...all.map(({ peakMb }) => peakMb)).toFixed(0)} MB`,
      `${median(all.map(({ p50 }) => p50)).toFixed(0)} ms`,
      `${median(all.map(({ p99 }) => p99)).toFixed(0)} ms`,
      wrongIn(all),
    ]),
  });
}

async function measureLatency(subjects: readonly Subject[]): Promise<void> {
  const rows: string[][] = [];
  for (const perSecond of RATES) {
    for (const subject of subjects) {
      const found = await measure(subject, { order: 'pace', perSecond });
      const { p50, p95, p99, late } = found;
      rows.push([
        `${perSecond} turns/s`,
        subject.name,
        ...[p50, p95, p99].map((ms) => `${ms.toFixed(1)} ms`),
        ((found.subjectCpu / found.allTurns) * 1000).toFixed(2),
        ((found.databaseCpu / found.allTurns) * 1000).toFixed(2),
        String(late),
        wrongIn([found]),
      ]);
    }
  }
  show({
    title: `From a message to its reply at Graph, at a given rate, ${seconds} s each`,
    columns: [
      '',
      '',
      'p50',
      'p95',
      'p99',
      'CPU s per 1000 turns',
      'of PostgreSQL',
      'messages held up',
      'wrong',
    ],
    rows,
  });
}

async function measureGrowth(
  what: string,
  sizes: readonly number[],
  begin: (size: number) => Promise<Subject>,
): Promise<void> {
  const found = new Map(sizes.map((size): [number, Measured[]] => [size, []]));
  const subjects = new Map<number, Subject>();
  try {
    for (const size of sizes) subjects.set(size, await begin(size));
    for (let round = 0; round < rounds; round++) {
      for (const [size, subject] of subjects) {
        found.get(size)?.push(await measure(subject, { order: 'saturate', thinkMs: THINK_MS }));
      }
    }
  } finally {
    for (const subject of subjects.values()) await subject.stop();
  }
  const first = found.get(sizes[0] ?? 0) ?? [];
  show({
    title: `How cost grows with ${what}, on PostgreSQL at saturation`,
    columns: [
      what,
      'turns/s',
      'slower than the first',
      'CPU s per 1000 turns',
      'of PostgreSQL',
      'peak memory',
      'wrong',
    ],
    rows: [...found].map(([size, all]) => [
      size.toLocaleString('en'),
      median(all.map(({ perSecond }) => perSecond)).toFixed(0),
      `${median(all.map(({ perSecond }, n) => (first[n]?.perSecond ?? Number.NaN) / perSecond)).toFixed(2)} ×`,
      median(all.map(({ subjectCpu, allTurns }) => (subjectCpu / allTurns) * 1000)).toFixed(2),
      median(all.map(({ databaseCpu, allTurns }) => (databaseCpu / allTurns) * 1000)).toFixed(2),
      `${Math.max(...all.map(({ peakMb }) => peakMb)).toFixed(0)} MB`,
      wrongIn(all),
    ]),
  });
}

type Measure = { order: 'saturate'; thinkMs: number } | { order: 'pace'; perSecond: number };

async function measure(subject: Subject, how: Measure): Promise<Measured> {
  const before = { subject: usageOf(subject.pid).cpuSeconds, database: cpuSecondsOfTree(server.pid) };
  const found = await world.run({ ...how, target: subject.target, people: PEOPLE, seconds });
  const { cpuSeconds, peakMb } = usageOf(subject.pid);
  bad += found.lost + found.doubled + found.outOfOrder;
  console.error(`${subject.name}: ${found.perSecond.toFixed(0)} turns/s, p99 ${found.p99.toFixed(0)} ms`);
  return {
    ...found,
    peakMb,
    subjectCpu: cpuSeconds - before.subject,
    databaseCpu: cpuSecondsOfTree(server.pid) - before.database,
  };
}

/** Lost, doubled and out of order, and webhooks that were not taken at the first try. */
function wrongIn(all: readonly Findings[]): string {
  const sum = (of: (found: Findings) => number) => all.reduce((total, found) => total + of(found), 0);
  const counts = [
    sum(({ lost }) => lost),
    sum(({ doubled }) => doubled),
    sum(({ outOfOrder }) => outOfOrder),
  ];
  const refused = sum(({ refused: count }) => count);
  return `${counts.join(' / ')}${refused > 0 ? ` (${refused} × 503)` : ''}`;
}

function show(table: Table): void {
  tables.push(table);
  for (const line of tableLines(table)) console.log(line);
}

function writeReport(all: readonly Table[]): void {
  const [cpu] = cpus();
  const machine = `${cpus().length} cores (${cpu?.model.trim()}), ${gigabytes(totalmem())} of memory, Node ${process.version}`;
  const file = path.join(import.meta.dirname, '../../docs/performance.md');
  const [prose = '', older = ''] = readFileSync(file, 'utf8').split(LATEST);
  const next = older.indexOf('\n## ');
  const lines = [LATEST, '', `\`npm run bench -- --write\` on ${machine}.`, ''];
  writeFileSync(
    file,
    prose +
      [...lines, ...all.flatMap((table) => [...tableLines(table, '###'), ''])].join('\n') +
      (next === -1 ? '' : older.slice(next)),
  );
}
