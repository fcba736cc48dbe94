import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import pg from 'pg';
import { createDatabase } from '../setup/server-database.ts';
import type { ParleyProcess } from './parley-process.ts';
import type { Row } from './row.ts';
import type { Stage } from './stage.ts';
import { moreAnswers, readiness, talk } from './traffic.ts';
import { tricky } from './tricky.ts';

const PATIENCE_MS = 30_000;
const MAIN = path.join(import.meta.dirname, '../../runtime/main.ts');
/** The lock under which Kysely migrates. */
const MIGRATION_LOCK = '3853314791062309107';

/** Rows 60 to 65: releases, restarts, and what a process does to itself. */
export const deployRows: Row[] = [
  {
    number: 60,
    name: 'a release starts while another one migrates, under traffic',
    holds: 'it waits its turn, then starts; those that run go on meanwhile',
    on: ['PostgreSQL'],
    setting: {},
    async run(stage) {
      const talking = talk(await stage.people(8), 100);
      const client = await connect(stage);
      await client.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
      let isThere = false;
      const starting = stage.startProduct().then((process) => {
        isThere = true;
        return process;
      });
      // Looked at in the end.
      starting.catch(() => {});
      await stage.until('the new one waits', async () => {
        const waiting = await stage.rows(`select from pg_locks where locktype = 'advisory' and not granted`);
        return waiting.length > 0;
      });
      await moreAnswers(stage, talking, 30);
      assert.equal(isThere, false, 'it did not wait');
      await client.end();
      assert.equal(await readiness(await starting), 200);
      await moreAnswers(stage, talking, 30);
      await talking.end();
    },
  },
  {
    number: 61,
    name: 'a migration is killed in the middle',
    holds: 'nothing of it is there, and the next one completes',
    on: ['PostgreSQL'],
    setting: { processes: 0 },
    async run(stage) {
      const database = await createDatabase(urlOf(stage), 'template0');
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      try {
        // It stops in front of one of its tables, for as long as somebody holds this lock.
        await client.query(`
          create function stop_here() returns event_trigger language plpgsql as $$
          begin
            if to_regclass('outbox') is not null then perform pg_advisory_xact_lock(1); end if;
          end $$`);
        await client.query(
          'create event trigger stop_here on ddl_command_start execute function stop_here()',
        );
        await client.query('select pg_advisory_lock(1)');
        const doomed = migrating(database.url);
        await stage.until('it is in the middle', async () => {
          const { rowCount } = await client.query(
            `select from pg_locks where locktype = 'advisory' and objid = 1 and not granted`,
          );
          return (rowCount ?? 0) > 0;
        });
        doomed.kill('SIGKILL');
        await once(doomed, 'exit');
        await client.query('select pg_advisory_unlock(1)');
        await client.query('drop event trigger stop_here');
        await stage.until('its connection is gone', async () => {
          const { rowCount } = await client.query(
            `select from pg_stat_activity where application_name = 'parley' and datname = current_database()`,
          );
          return rowCount === 0;
        });
        const half = await client.query(
          `select to_regclass('inbox') as inbox, to_regclass('outbox') as outbox`,
        );
        assert.deepEqual(half.rows, [{ inbox: null, outbox: null }]);
        const next = migrating(database.url);
        assert.deepEqual((await once(next, 'exit'))[0], 0);
        const whole = await client.query(`select to_regclass('inbox') is not null as there`);
        assert.deepEqual(whole.rows, [{ there: true }]);
      } finally {
        await client.end();
        await database.drop();
      }
    },
  },
  {
    number: 62,
    name: 'an older release on the schema of a newer one',
    holds: 'runs when that has only added; else refuses, and those that run go on',
    on: ['PostgreSQL'],
    setting: {},
    async run(stage) {
      const talking = talk(await stage.people(5), 100);
      await stage.rows('alter table contacts add column later text');
      await stage.rows(
        `insert into kysely_migration (name, timestamp) values ('9998-add-later', '2099-01-01')`,
      );
      const older = await stage.startProduct();
      assert.equal(await readiness(older), 200);
      await moreAnswers(stage, talking, 20);
      await stage.rows(`insert into kysely_migration (name, timestamp) values ('9999-rename', '2099-01-02')`);
      await assert.rejects(stage.startProduct(), /belongs to a newer Parley: it has migration 9999-rename/);
      await moreAnswers(stage, talking, 20);
      await talking.end();
    },
  },
  {
    number: 63,
    name: 'two processes are restarted one after the other under load',
    holds: 'says first that it stops, drains, ends with 0; no webhook fails',
    on: ['PostgreSQL'],
    setting: { processes: 0 },
    async run(stage) {
      const first = await stage.startProduct();
      const second = await stage.startProduct();
      const talking = talk(await stage.people(16), 200);
      await moreAnswers(stage, talking, 30);
      for (const old of [first, second]) {
        const successor = await stage.startProduct();
        await stage.until('the new one is ready', async () => (await readiness(successor)) === 200);
        await stopWatched(stage, old);
        await moreAnswers(stage, talking, 20);
      }
      await talking.end();
      const failed = stage.door.passed.filter(({ status }) => status !== 200);
      assert.deepEqual(
        failed.map(({ status }) => status),
        [],
      );
      // The next request to WhatsApp gets no answer: nothing that hangs keeps a process from ending in time.
      const [alone, other] = stage.processes;
      assert.ok(alone && other);
      await other.stop();
      stage.emulator.faults.next(
        { kind: 'hang', accepted: true },
        { match: { path: 'messages', type: 'text' } },
      );
      const phone = stage.emulator.phone(stage.person());
      await phone.text('hello');
      await stage.until('it is on its way', () => phone.messages.length === 1);
      const startedAt = performance.now();
      await alone.stop();
      assert.ok(performance.now() - startedAt < 28_000, 'it took too long to stop');
      await stage.start();
    },
  },
  {
    number: 64,
    name: 'a process runs out of memory',
    holds: 'it is gone, the other one goes on, nothing is lost',
    on: ['PostgreSQL'],
    setting: { processes: 1 },
    async run(stage) {
      const greedy = await stage.start({
        execArgv: ['--max-old-space-size=128', ...tricky({ onSignal: 'run-out-of-memory' })],
      });
      const talking = talk(await stage.people(10), 100);
      await moreAnswers(stage, talking, 20);
      greedy.signal('SIGUSR2');
      await stage.until('it is gone', () => !greedy.isAlive(), PATIENCE_MS);
      await moreAnswers(stage, talking, 20);
      await talking.end();
    },
  },
  {
    number: 65,
    name: 'a promise fails that nobody waits for',
    holds: 'it is logged, and the process goes on',
    on: ['PostgreSQL', 'PGlite'],
    setting: { processes: 0 },
    async run(stage) {
      const process = await stage.startProduct({ execArgv: tricky({ onSignal: 'reject' }) });
      const talking = talk(await stage.people(3), 100);
      process.signal('SIGUSR2');
      await stage.until('it is logged', () => process.printed().includes('a trick that nobody waits for'));
      await moreAnswers(stage, talking, 10);
      await talking.end();
      assert.ok(process.isAlive());
      // Who is asked about the database in the end.
      await process.stop();
      await stage.start();
    },
  },
];

/** Stops a process that a balancer watches: it says so before anybody is turned away. */
async function stopWatched(stage: Stage, process: ParleyProcess): Promise<void> {
  assert.equal(await readiness(process), 200);
  const stopping = process.stop();
  // Looked at in the end.
  stopping.catch(() => {});
  await stage.until('it says that it stops', async () => (await readiness(process)) === 503, 5_000);
  const draft = await stage.draft(stage.emulator.phone(stage.person()), 'hello');
  assert.equal(await stage.post(draft.envelope, { to: process }), 200);
  await stopping;
}

function urlOf({ ground }: Stage): string {
  if (!('url' in ground.place)) throw new Error('there is no server');
  return ground.place.url;
}

async function connect(stage: Stage): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: urlOf(stage) });
  await client.connect();
  return client;
}

function migrating(url: string) {
  // Set, so that none is made and kept in a folder.
  const secrets = {
    PARLEY_SECRET: 's'.repeat(40),
    PARLEY_API_KEY: 'k'.repeat(40),
    WHATSAPP_VERIFY_TOKEN: 'verify-1',
  };
  return spawn(process.execPath, [MAIN, 'migrate'], {
    env: { PATH: process.env.PATH, TZ: 'UTC', DATABASE_URL: url, ...secrets },
    stdio: 'ignore',
  });
}
