import { setTimeout as sleep } from 'node:timers/promises';
import type { GraphFault } from '../emulator/faults.ts';
import type { Phone } from '../emulator/phone/phone.ts';
import type { Row } from './row.ts';
import type { Stage } from './stage.ts';

/** Who writes all the time, and how many processes there are. */
const PEOPLE = 20;
const PROCESSES = 3;

/** A row of no number: whatever may go wrong goes wrong at random for so long, while people write. */
export function mixOf(seconds: number, tell: (line: string) => void): Row {
  return {
    number: 0,
    name: `a mix of faults for ${seconds} s`,
    holds: 'nothing lost, doubled, swapped or left over',
    on: ['PostgreSQL'],
    setting: { processes: PROCESSES },
    async run(stage) {
      const done = new Map<string, number>();
      const isOver = after(seconds);
      const phones = Array.from({ length: PEOPLE }, () => stage.emulator.phone(stage.person()));
      const writing = phones.map((phone) => write(stage, phone, isOver));
      // What takes its time (a process that stops and the next one) happens once at a time, and lightning strikes meanwhile.
      const busy = new Set<string>();
      const problems: unknown[] = [];
      const strikes: Promise<void>[] = [];
      while (!isOver()) {
        await sleep(100 + stage.chance() * 500);
        const { name, place, strike } = pick(stage, FAULTS);
        if (busy.has(place)) continue;
        busy.add(place);
        const struck = Promise.resolve(strike(stage))
          .catch((error: unknown) => {
            problems.push(error);
          })
          .finally(() => busy.delete(place));
        strikes.push(struck.then(() => {}));
        done.set(name, (done.get(name) ?? 0) + 1);
      }
      await Promise.all(strikes);
      if (problems.length > 0)
        throw new AggregateError(problems, `a fault could not be brought about: ${problems[0]}`);
      const written = (await Promise.all(writing)).reduce((sum, count) => sum + count, 0);
      await recover(stage);
      const counts = [...done].map(([name, count]) => `${count} × ${name}`);
      tell(`${written} messages of ${PEOPLE} people; ${counts.toSorted().join(', ')}`);
    },
  };
}

function after(seconds: number): () => boolean {
  const end = performance.now() + seconds * 1000;
  return () => performance.now() > end;
}

/** Writes until it is over, mostly without waiting for answers. Resolves with the number of messages. */
async function write(stage: Stage, phone: Phone, isOver: () => boolean): Promise<number> {
  let count = 0;
  while (!isOver()) {
    void phone.text(`text ${count++}`);
    await sleep(stage.chance() * 1_500);
  }
  return count;
}

type Fault = { name: string; place: string; strike(stage: Stage): Promise<void> | void };

const FAULTS: readonly Fault[] = [
  { name: 'killed', place: 'processes', strike: (stage) => replace(stage, 'kill') },
  { name: 'stopped', place: 'processes', strike: (stage) => replace(stage, 'stop') },
  { name: 'stood still', place: 'one process', strike: standStill },
  { name: 'connection killed', place: 'database', strike: killConnection },
  {
    name: 'webhook doubled',
    place: 'webhooks',
    strike: ({ emulator }) => emulator.faults.nextWebhook({ kind: 'duplicate', copies: 3 }),
  },
  {
    name: 'webhooks swapped',
    place: 'webhooks',
    strike: ({ emulator }) => emulator.faults.nextWebhook({ kind: 'reorder' }),
  },
  {
    name: 'webhook late',
    place: 'webhooks',
    strike: ({ emulator, chance }) => emulator.faults.nextWebhook({ kind: 'delay', ms: chance() * 3_000 }),
  },
  { name: 'Graph fault', place: 'Graph', strike: graphFault },
  { name: 'Graph fault', place: 'Graph', strike: graphFault },
  { name: 'Graph fault', place: 'Graph', strike: graphFault },
];

const GRAPH_FAULTS: readonly GraphFault[] = [
  { kind: 'accept-then-drop' },
  { kind: 'reset' },
  { kind: 'garbage', accepted: true },
  { kind: 'garbage' },
  { kind: 'error', code: 131000, status: 500 },
  { kind: 'error', code: 131056 },
  { kind: 'error', code: 130429 },
  { kind: 'delay', ms: 500 },
  { kind: 'delay', ms: 500, accepted: true },
  { kind: 'hang', accepted: true },
  { kind: 'status-first' },
];

function graphFault(stage: Stage): void {
  stage.emulator.faults.next(pick(stage, GRAPH_FAULTS));
}

async function replace(stage: Stage, how: 'kill' | 'stop'): Promise<void> {
  // The next one first, as a rolling restart does.
  const leaving = stage.processes.find((one) => one.isAlive());
  await stage.start();
  await leaving?.[how]();
}

async function standStill(stage: Stage): Promise<void> {
  const process = pick(
    stage,
    stage.processes.filter((one) => one.isAlive()),
  );
  process.signal('SIGSTOP');
  await sleep(stage.chance() * 3_000);
  process.signal('SIGCONT');
}

async function killConnection(stage: Stage): Promise<void> {
  await stage.rows(`
    select pg_terminate_backend(pid) from (
      select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      order by pid limit 1 offset ${Math.floor(stage.chance() * 6)}
    ) one
  `);
}

/** No more faults: what they have held up comes through, as fast as time is let pass. */
async function recover(stage: Stage): Promise<void> {
  stage.emulator.faults.clear();
  await stage.until(
    'all of it is through',
    async () => {
      await stage.emulator.redeliver();
      await stage.emulator.settled();
      await stage.passTime(70_000);
      const open = await stage.rows(`
      select from inbox where status = 'new' union all select from outbox where status in ('queued', 'sending', 'unknown')
    `);
      return open.length === 0;
    },
    90_000,
  );
}

function pick<Item>({ chance }: Pick<Stage, 'chance'>, items: readonly Item[]): Item {
  const item = items[Math.floor(chance() * items.length)];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}
