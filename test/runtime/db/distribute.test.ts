import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type OpenDatabase, openDatabase } from '@parley/runtime/db/connect.ts';
import {
  DISTRIBUTED,
  distribute,
  distributeStatements,
  LOCAL,
  REFERENCE,
} from '@parley/runtime/db/distribute.ts';
import { LANES } from '@parley/runtime/db/lane.ts';
import { enqueue } from '@parley/runtime/inbox/enqueue.ts';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { runParley } from '../run-parley.ts';
import { openShop } from '../shop.ts';

/*
 * There is no Citus here. Stand-ins for its functions and catalogue write down what they are asked for: this shows what is said to
 * Citus, not what Citus does with it.
 */
const STAND_IN = `
  create schema stand_in;
  create view stand_in.pg_extension as select 'citus'::name as extname;
  create table stand_in.pg_dist_partition (logicalrelid regclass, kind text, beside text);
  create function stand_in.create_distributed_table(relation regclass, by_column text, colocate_with text default 'default')
    returns void language sql
    as $$ insert into stand_in.pg_dist_partition values (relation, by_column, colocate_with) $$;
  create function stand_in.create_reference_table(relation regclass) returns void language sql
    as $$ insert into stand_in.pg_dist_partition values (relation, 'reference', null) $$
`;

forEachDatabase((name, open, place) => {
  const opened: OpenDatabase[] = [];
  afterEach(async () => {
    for (const { close } of opened.splice(0)) await close();
  });

  test('every table is to be distributed, copied to every node, or left alone', async () => {
    const { db } = await open();
    const { rows } = await sql<{ name: string; leads: string | null }>`
      select t.table_name as name, (
        select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = t.table_name::regclass and i.indisprimary
      ) as leads
      from information_schema.tables t where t.table_schema = 'public'
    `.execute(db);
    const decided = [...DISTRIBUTED, ...REFERENCE, ...LOCAL];
    expect(rows.map((table) => table.name).sort()).toEqual(decided.toSorted());
    const leadByLane = rows.filter(({ leads }) => leads === 'lane').map((table) => table.name);
    expect(leadByLane.sort()).toEqual(DISTRIBUTED.toSorted());
  });

  test('a reference table comes after the tables that it refers to; tables left alone refer to each other only', async () => {
    const { db } = await open();
    const { rows } = await sql<{ one: string; to: string }>`
      select conrelid::regclass::text as one, confrelid::regclass::text as to from pg_constraint where contype = 'f'
    `.execute(db);
    const order: readonly string[] = REFERENCE;
    const local: readonly string[] = LOCAL;
    expect(rows.length).toBeGreaterThan(0);
    for (const { one, to } of rows) {
      if (local.includes(one) && local.includes(to)) continue;
      expect(order.indexOf(to)).toBeGreaterThanOrEqual(0);
      expect(order.indexOf(one)).toBeGreaterThan(order.indexOf(to));
    }
  });

  test('a database without the extension is refused, and nothing is changed', async () => {
    const { db } = await open();
    expect(await distribute(db)).toEqual({ ok: false, reason: 'no-extension' });
    const { rows } = await sql<{ def: string }>`
      select indexdef as def from pg_indexes where indexname = 'inbox_once'`.execute(db);
    expect(rows[0]?.def).toMatch(/\(source\)/);
  });

  if (name === 'PGlite') return;
  describe('with stand-ins for Citus', () => {
    /** Where they hide the catalogue of PostgreSQL itself. */
    const withStandIns = async () => {
      const where = await place();
      if (!('url' in where)) throw new Error('stand-ins need a server');
      const plain = await openDatabase(where);
      await sql.raw(STAND_IN).execute(plain.db);
      await plain.close();
      const url = new URL(where.url);
      url.searchParams.set('options', '-c search_path=public,stand_in,pg_catalog');
      return url.href;
    };
    const openAt = async (url: string) => {
      const one = await openDatabase({ url });
      opened.push(one);
      return one.db;
    };
    const recorded = async (url: string) => {
      const db = await openAt(url);
      const { rows } = await sql<{ table: string; kind: string; beside: string | null }>`
        select logicalrelid::text as table, kind, beside from stand_in.pg_dist_partition`.execute(db);
      return rows;
    };

    let DATA_DIR = '';
    beforeAll(async () => {
      DATA_DIR = await mkdtemp(path.join(tmpdir(), 'parley-distribute-'));
    });
    afterAll(() => rm(DATA_DIR, { recursive: true, force: true }));

    test('the lanes are spread, together, and the rest is copied', async () => {
      const url = await withStandIns();
      expect(await distribute(await openAt(url))).toMatchObject({ ok: true });
      expect(await recorded(url)).toEqual([
        ...REFERENCE.map((table) => ({ table, kind: 'reference', beside: null })),
        { table: 'conversations', kind: 'lane', beside: 'default' },
        ...DISTRIBUTED.slice(1).map((table) => ({ table, kind: 'lane', beside: 'conversations' })),
      ]);
    });

    test('every unique index of a distributed table holds the lane', async () => {
      const db = await openAt(await withStandIns());
      await distribute(db);
      const { rows } = await sql<{ name: string; columns: string[] }>`
        select c.relname as name, array(
          select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any(i.indkey)
        ) as columns
        from pg_index i join pg_class c on c.oid = i.indexrelid
        where i.indisunique and i.indrelid = any(${[...DISTRIBUTED]}::regclass[])
      `.execute(db);
      expect(rows.length).toBeGreaterThanOrEqual(DISTRIBUTED.length);
      for (const { columns } of rows) expect(columns).toContain('lane');
    });

    test('an event still counts once in its lane; in another lane, after a merge of contacts, it counts again', async () => {
      const db = await openAt(await withStandIns());
      await distribute(db);
      const shop = await openShop(db);
      const guest = await shop.guest({ lane: 3 });
      const merged = await shop.guest({ lane: (3 + 1) % LANES });
      const tell = ({ lane, conversationId }: { lane: number; conversationId: string }) =>
        enqueue(db, [
          { lane, conversationId, sessionId: null, kind: 'start', source: 'start:once', input: null },
        ]);
      expect(await tell(guest)).toHaveLength(1);
      expect(await tell(guest)).toEqual([]);
      expect(await tell(merged)).toHaveLength(1);
    });

    test('a second time is refused, and so is a database without tables', async () => {
      const url = await withStandIns();
      const db = await openAt(url);
      await distribute(db);
      expect(await distribute(db)).toEqual({ ok: false, reason: 'already-distributed' });
      await sql`drop table timers`.execute(db);
      expect(await distribute(db)).toEqual({ ok: false, reason: 'not-migrated' });
    });

    test('what goes wrong on the way leaves everything as it was', async () => {
      const url = await withStandIns();
      const db = await openAt(url);
      await sql`alter table stand_in.pg_dist_partition add check (logicalrelid::text <> 'timers')`.execute(
        db,
      );
      await expect(distribute(db)).rejects.toThrow();
      expect(await recorded(url)).toEqual([]);
      const { rows } = await sql<{ def: string }>`
        select indexdef as def from pg_indexes where indexname = 'inbox_once'`.execute(db);
      expect(rows[0]?.def).toMatch(/\(source\)/);
    });

    test('parley db distribute does it and prints what it said; --dry-run only prints', async () => {
      const url = await withStandIns();
      const statements = distributeStatements().map((statement) => `${statement};\n`);
      const dry = await runParley(['db', 'distribute', '--dry-run']);
      expect(dry).toEqual({ code: 0, stdout: statements.join(''), stderr: '' });

      const env = { DATABASE_URL: url, DATA_DIR };
      expect(await recorded(url)).toEqual([]);
      const done = await runParley(['db', 'distribute', '--json'], { env });
      expect(done).toMatchObject({ code: 0, stderr: '' });
      expect(JSON.parse(done.stdout)).toEqual({ statements: distributeStatements() });
      expect(await recorded(url)).toHaveLength(DISTRIBUTED.length + REFERENCE.length);

      const again = await runParley(['db', 'distribute'], { env });
      expect(again).toMatchObject({ code: 3, stdout: '', stderr: 'The tables are distributed already.\n' });
    });

    test('parley db says what is in the way', async () => {
      const where = await place();
      if (!('url' in where)) throw new Error('a server is needed');
      const refused = await runParley(['db', 'distribute'], { env: { DATABASE_URL: where.url, DATA_DIR } });
      expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('has no Citus') });
      expect(await runParley(['db', 'distribute'], { env: { DATA_DIR } })).toMatchObject({
        code: 3,
        stderr: expect.stringContaining('set DATABASE_URL'),
      });
      expect(await runParley(['db', 'destroy'])).toMatchObject({ code: 2 });
    });
  });
});
