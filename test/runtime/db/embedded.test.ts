import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbedded } from '@parley/runtime/db/embedded.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
let server: Awaited<ReturnType<typeof startEmbedded>>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-embedded-'));
  server = await startEmbedded(path.join(folder, 'db'));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function client(): Promise<pg.Client> {
  const connection = new pg.Client({ stream: server.connect, user: 'postgres', database: 'postgres' });
  // A connection that breaks says so to whoever is asking, too.
  connection.on('error', () => {});
  await connection.connect();
  return connection;
}

test('a connection does not find itself in the transaction that the one before it left open', async () => {
  const first = await client();
  await first.query('create table kept (n integer)');
  await first.query('begin');
  await first.query('insert into kept values (1)');
  await first.end();
  const second = await client();
  expect((await second.query('select * from kept')).rows).toEqual([]);
  await second.query('insert into kept values (2)');
  await second.end();
});

test('when the database fails, whoever is connected learns of it, and the next connection has a new one', async () => {
  const broken = server.connect();
  // No client sends this: a greeting that is cut off.
  broken.write(Buffer.from([0, 0, 0, 8, 0, 0, 0, 0]));
  const [error] = await once(broken, 'error');
  expect(error).toMatchObject({ message: 'the embedded database failed' });

  const next = await client();
  expect((await next.query('select * from kept')).rows).toEqual([{ n: 2 }]);
  await next.end();
});
