import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';

forEachDatabase((name, open, place) => {
  let opened: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    opened = await open();
  });

  test('says which engine it is', () => {
    expect(opened.engine).toBe(name === 'PGlite' ? 'pglite' : 'postgresql');
  });

  test('bigint and numeric come as strings, instants as dates, bytes as buffers, json as values', async () => {
    const { rows } = await sql`select 9007199254740993::bigint as big, 1.10::numeric as exact,
      timestamptz '2026-02-03T04:05:06.789Z' as at, decode('00ff', 'hex') as bytes, '{"a":[1]}'::jsonb as json,
      ${Buffer.from([1, 2])}::bytea as sent, ${new Date('2026-01-01T00:00:00Z')}::timestamptz as sent_at,
      ${['a', 'b"c']}::text[] as list`.execute(opened.db);
    expect(rows).toEqual([
      {
        big: '9007199254740993',
        exact: '1.10',
        at: new Date('2026-02-03T04:05:06.789Z'),
        bytes: Buffer.from([0, 255]),
        json: { a: [1] },
        sent: Buffer.from([1, 2]),
        sent_at: new Date('2026-01-01T00:00:00Z'),
        list: ['a', 'b"c'],
      },
    ]);
  });

  test('an error carries the code of PostgreSQL and leaves the connection usable', async () => {
    await expect(sql`select * from no_such_table`.execute(opened.db)).rejects.toMatchObject({
      code: '42P01',
    });
    await expect(sql`select ${'x'}::int`.execute(opened.db)).rejects.toMatchObject({ code: '22P02' });
    expect((await sql`select 1 as one`.execute(opened.db)).rows).toEqual([{ one: 1 }]);
  });

  test('a statement from outside waits for the transaction, or does not see it', async () => {
    await sql`create table counters (n integer)`.execute(opened.db);
    await sql`insert into counters values (0)`.execute(opened.db);
    const addOne = () =>
      opened.db.transaction().execute(async (tx) => {
        const { rows } = await sql<{ n: number }>`select n from counters for update`.execute(tx);
        await sql`update counters set n = ${(rows[0]?.n ?? 0) + 1}`.execute(tx);
      });
    await Promise.all(Array.from({ length: 20 }, addOne));
    expect((await sql`select n from counters`.execute(opened.db)).rows).toEqual([{ n: 20 }]);
  });

  test('a transaction that throws leaves nothing behind', async () => {
    const failing = opened.db.transaction().execute(async (tx) => {
      await sql`create table half_done (n integer)`.execute(tx);
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    const { rows } = await sql`select to_regclass('half_done') as there`.execute(opened.db);
    expect(rows).toEqual([{ there: null }]);
  });

  test('connections that the server cuts are replaced, and end no process', async () => {
    // On PGlite there is no server to cut anything.
    if (name === 'PGlite') return;
    const where = await place();
    const [opened, other] = [await openDatabase(where), await openDatabase(where)];
    const ask = () => sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(opened.db);
    const [before] = (await ask()).rows;
    await sql`select pg_terminate_backend(${before?.pid}::integer)`.execute(other.db);
    // The pool may learn of it a moment after we do.
    await expect.poll(async () => (await ask()).rows[0]?.pid !== before?.pid).toBe(true);
    await Promise.all([opened.close(), other.close()]);
  });

  test('a large value goes in and out whole', async () => {
    const large = 'ä'.repeat(3_000_000);
    const { rows } = await sql<{ same: string }>`select ${large}::text as same`.execute(opened.db);
    expect(rows[0]?.same === large).toBe(true);
  });
});

describe('a server that does not answer', () => {
  test('is named without its password', async () => {
    const opening = openDatabase({ url: 'postgres://parley:s3cret@127.0.0.1:1/parley' });
    await expect(opening).rejects.toThrow(
      /^Cannot open the database at postgres:\/\/127\.0\.0\.1:1\/parley: /,
    );
    await expect(opening).rejects.not.toThrow(/s3cret/);
  });
});

describe('the data folder', () => {
  let dataDir: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'parley-folder-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  });

  async function holdInAnotherProcess(): Promise<ChildProcess> {
    const script = fileURLToPath(new URL('./hold-database.ts', import.meta.url));
    const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    await once(child.stdout ?? child, 'data');
    return child;
  }

  test('is refused while another process has it open, and keeps what was committed when that one is killed', async () => {
    const other = await holdInAnotherProcess();
    await expect(openDatabase({ dataDir })).rejects.toThrow(
      new RegExp(`is in use by another Parley \\(process ${other.pid} on .+\\). Stop that one first`),
    );

    other.kill('SIGKILL');
    await once(other, 'exit');
    const { db, close } = await openDatabase({ dataDir });
    expect((await sql`select name from contacts`.execute(db)).rows).toEqual([{ name: 'kept' }]);
    await close();
  });
});
