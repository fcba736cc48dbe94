import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { signatureOf, toBytes } from '../emulator/webhooks/webhook-body.ts';
import type { Row } from './row.ts';
import { serverControl } from './server-control.ts';
import type { Setting } from './setting.ts';
import type { Stage } from './stage.ts';
import { moreAnswers, readiness, talk } from './traffic.ts';

/** The product's own patience with a commit. */
const COMMIT_TIMEOUT_MS = 1_500;
/** The matrix asks for 503 within two seconds; the machine may be busy. */
const QUICKLY_MS = 4_000;
const onOwnServer: Setting = { ownServer: true, commitTimeoutMs: COMMIT_TIMEOUT_MS };

/** Rows 30 to 33 and 36 to 38: what a database can do to us. */
export const databaseRows: Row[] = [
  {
    number: 30,
    name: 'PostgreSQL is stopped at once and started again',
    holds: '503 meanwhile, ready again by itself, nothing lost',
    on: ['PostgreSQL'],
    setting: onOwnServer,
    async run(stage) {
      const server = await serverControl(stage);
      const talking = talk(await stage.people(10), 100);
      await moreAnswers(stage, talking, 20);
      const webhooks = await drafts(stage, 5);
      await server.stopAtOnce();
      await refused(stage, webhooks);
      await server.start();
      await everybodyReady(stage, 10_000);
      await moreAnswers(stage, talking, 20);
      await talking.end();
      await takenNow(stage, webhooks);
    },
  },
  {
    number: 31,
    name: 'a connection is terminated every 250 ms for 20 s',
    holds: 'no process ends, everything is answered in order',
    on: ['PostgreSQL'],
    setting: { commitTimeoutMs: COMMIT_TIMEOUT_MS },
    async run(stage) {
      // Fewer than 45 texts each, after which a person may be written to every six seconds only.
      const talking = talk(await stage.people(16), 500);
      let killed = 0;
      const until = performance.now() + 20_000;
      while (performance.now() < until) {
        killed += (await stage.rows(KILL_ONE)).length;
        await sleep(250);
      }
      assert.ok(killed > 20, `only ${killed} connections were terminated`);
      await talking.end();
      assert.ok(stage.processes.every((process) => process.isAlive()));
    },
  },
  {
    number: 32,
    name: 'PostgreSQL stands still for 18 s',
    holds: '503 soon instead of hanging, goes on by itself, no turn twice',
    on: ['PostgreSQL'],
    setting: onOwnServer,
    async run(stage) {
      const server = await serverControl(stage);
      const talking = talk(await stage.people(10), 100);
      await moreAnswers(stage, talking, 20);
      const webhooks = await drafts(stage, 5);
      await server.freeze();
      try {
        // Longer than any deadline of ours.
        const until = performance.now() + 18_000;
        while (performance.now() < until) {
          await refused(stage, webhooks);
          await sleep(1_000);
        }
      } finally {
        await server.thaw();
      }
      await everybodyReady(stage, 10_000);
      await moreAnswers(stage, talking, 20);
      await talking.end();
      await takenNow(stage, webhooks);
    },
  },
  {
    number: 33,
    name: 'PostgreSQL becomes read-only, and writable again',
    holds: '503 and not ready, nothing half written, goes on by itself',
    on: ['PostgreSQL'],
    setting: onOwnServer,
    async run(stage) {
      const talking = talk(await stage.people(10), 100);
      await moreAnswers(stage, talking, 20);
      const webhooks = await drafts(stage, 5);
      await stage.rows('alter system set default_transaction_read_only = on');
      await stage.rows('select pg_reload_conf()');
      await stage.until('nobody says that he is ready', () => all(stage, (status) => status === 503));
      await refused(stage, webhooks);
      await stage.rows('alter system reset default_transaction_read_only');
      await stage.rows('select pg_reload_conf()');
      await everybodyReady(stage, 10_000);
      await moreAnswers(stage, talking, 20);
      await talking.end();
      await takenNow(stage, webhooks);
    },
  },
  {
    number: 36,
    name: '200 webhooks at once while no commit comes through',
    holds: '503 with retry-after soon; stuck work does not keep webhooks waiting',
    on: ['PostgreSQL'],
    setting: { processes: 1, commitTimeoutMs: COMMIT_TIMEOUT_MS },
    async run(stage) {
      const process = stage.only();
      const webhooks = await drafts(stage, 200);
      await whileLocked(stage, 'inbox', async () => {
        const answers = await Promise.all(webhooks.map((body) => timed(stage, body)));
        assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([503]));
        const slowest = Math.max(...answers.map(({ ms }) => ms));
        assert.ok(slowest < QUICKLY_MS + 2_000, `the slowest of 200 answers took ${slowest} ms`);
        assert.equal(await retryAfter(stage), '5');
      });
      await stage.until('they are taken', async () => {
        const answers = await Promise.all(webhooks.map((body) => stage.post(body, { to: process })));
        return answers.every((status) => status === 200);
      });
      // The other way round: turns and messages stand still with every connection that they may have, and acceptance goes on.
      await stage.check();
      const more = await drafts(stage, 50);
      await whileLocked(stage, 'outbox', async () => {
        const answers = await Promise.all(more.map((body) => stage.post(body, { to: process })));
        assert.deepEqual(new Set(answers), new Set([200]));
      });
    },
  },
  {
    number: 37,
    name: 'every tenth write ends in a deadlock or cannot be serialized',
    holds: 'the whole transaction is done again, with the same result',
    on: ['PostgreSQL'],
    setting: {},
    async run(stage) {
      const phones = await stage.people(8);
      for (const statement of IN_EACH_OTHERS_WAY) await stage.rows(statement);
      const talking = talk(phones, 20);
      await moreAnswers(stage, talking, 150);
      await talking.end();
      for (const table of HINDERED) await stage.rows(`drop trigger in_the_way on ${table}`);
      const [counted] = await stage.rows<{ n: string }>('select last_value as n from times_in_the_way');
      assert.ok(Number(counted?.n) > 10, `only ${counted?.n} writes were in the way of others`);
    },
  },
  {
    number: 38,
    name: 'nobody is told of work that is there (no NOTIFY at all)',
    holds: 'another process finds it by looking',
    on: ['PostgreSQL'],
    short: 'PostgreSQL',
    setting: { processes: 0 },
    async run(stage) {
      // It stores the message and dies before it could begin a turn.
      const doomed = await stage.start({ dieAt: { point: 'receive.messages-committed', time: 1 } });
      const phone = stage.emulator.phone(stage.person());
      const other = await stage.start({ pollMs: 500 });
      stage.door.open([doomed.port]);
      await phone.text('hello');
      await doomed.died(10_000);
      const diedAt = performance.now();
      assert.equal((await phone.receive(10_000)).body, '0: ');
      assert.ok(performance.now() - diedAt < 5_000);
      stage.door.open([other.port]);
    },
  },
];

const KILL_ONE = `
  select pg_terminate_backend(pid) from (
    select pid from pg_stat_activity
    where application_name = 'parley' and datname = current_database() and pid <> pg_backend_pid()
    order by random() limit 1
  ) one`;

const HINDERED = ['outbox', 'sessions', 'inbox'];
/** Numbers of a sequence are not rolled back: it counts what was undone. */
const IN_EACH_OTHERS_WAY = [
  'create sequence times_in_the_way',
  `create function in_the_way() returns trigger language plpgsql as $$
    begin
      if random() < 0.1 then
        perform nextval('times_in_the_way');
        raise exception 'made up' using errcode = case when random() < 0.5 then '40001' else '40P01' end;
      end if;
      return new;
    end
  $$`,
  ...HINDERED.map(
    (table) => `create trigger in_the_way before insert or update on ${table}
      for each statement execute function in_the_way()`,
  ),
];

/** Webhooks, each with the first text of a new person. */
async function drafts(stage: Stage, count: number): Promise<unknown[]> {
  const made: unknown[] = [];
  for (let n = 0; n < count; n++) {
    made.push((await stage.draft(stage.emulator.phone(stage.person()), 'hello')).envelope);
  }
  return made;
}

async function timed(
  stage: Stage,
  body: unknown,
  to = stage.only(),
): Promise<{ status: number; ms: number }> {
  const startedAt = performance.now();
  const status = await stage.post(body, { to });
  return { status, ms: performance.now() - startedAt };
}

/** Every process says no to all of them, and does so soon. */
async function refused(stage: Stage, webhooks: readonly unknown[]): Promise<void> {
  for (const process of stage.processes) {
    const answers = await Promise.all(webhooks.map((body) => timed(stage, body, process)));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([503]));
    const slowest = Math.max(...answers.map(({ ms }) => ms));
    assert.ok(slowest < QUICKLY_MS, `an answer took ${slowest} ms`);
    assert.equal(await readiness(process), 503);
  }
}

/** WhatsApp brings them again. */
async function takenNow(stage: Stage, webhooks: readonly unknown[]): Promise<void> {
  for (const process of stage.processes) {
    for (const body of webhooks) assert.equal(await stage.post(body, { to: process }), 200);
  }
}

async function all(stage: Stage, is: (status: number) => boolean): Promise<boolean> {
  return (await Promise.all(stage.processes.map(readiness))).every(is);
}

function everybodyReady(stage: Stage, patienceMs: number): Promise<void> {
  return stage.until('everybody is ready', () => all(stage, (status) => status === 200), patienceMs);
}

async function whileLocked(stage: Stage, table: string, work: () => Promise<void>): Promise<void> {
  if (!('url' in stage.ground.place)) throw new Error('there is no server');
  const client = new pg.Client({ connectionString: stage.ground.place.url });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`lock table ${table} in exclusive mode`);
    await work();
  } finally {
    await client.end();
  }
}

async function retryAfter(stage: Stage): Promise<string | null> {
  const [draft] = await drafts(stage, 1);
  const bytes = toBytes(draft);
  const response = await fetch(`${stage.only().url}/webhooks/whatsapp`, {
    method: 'POST',
    headers: { 'x-hub-signature-256': signatureOf(bytes, stage.emulator.appSecret) },
    body: bytes,
  });
  return response.headers.get('retry-after');
}
