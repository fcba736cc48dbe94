import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { forEachDatabase } from '../setup/database.ts';
import { type Running, spawnParley } from './run-parley.ts';

forEachDatabase((_name, _open, place) => {
  let folder: string;
  let running: Running[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parley-together-'));
  });
  afterEach(async () => {
    for (const { child, ended } of running) {
      child.kill('SIGKILL');
      await ended;
    }
    running = [];
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('processes that start together on an empty database all come up, with one schema and one number', async () => {
    const where = await place();
    // PGlite lets one process in.
    if (!('url' in where)) return;
    const { db, close } = await openDatabase(where);
    await sql`drop schema public cascade`.execute(db);
    await sql`create schema public`.execute(db);
    const env = {
      DATABASE_URL: where.url,
      PORT: '0',
      PARLEY_SECRET: 'the-one-secret-of-all-three-processes',
    };
    running = [1, 2, 3].map((n) =>
      spawnParley(['start'], { ...env, DATA_DIR: path.join(folder, String(n)) }),
    );
    const started = await Promise.all(running.map(({ until }) => until(/http:\/\/127\.0\.0\.1:\d+/)));
    const ready = await Promise.all(started.map(async ([url]) => (await fetch(`${url}/readyz`)).status));
    expect(ready).toEqual([200, 200, 200]);
    const { rows } = await sql`
      select (select count(*)::integer from channels) as channels, (select count(*)::integer from flow_versions) as versions
    `.execute(db);
    expect(rows).toEqual([{ channels: 1, versions: 1 }]);
    await close();
  });
});
