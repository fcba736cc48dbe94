import { countGrown } from '@parley/runtime/db/statistics.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { type Kysely, sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  beforeAll(async () => {
    db = (await open()).db;
  });

  test('a table that has grown is counted, and not again until it has doubled', async () => {
    await countGrown(db);
    expect(await countGrown(db)).toEqual([]);

    await keep(db, 1, 1_000);
    expect(await countGrown(db)).toEqual(['webhook_events']);
    expect(await counted(db)).toBe(1_000);
    expect(await countGrown(db)).toEqual([]);

    await keep(db, 1_001, 1_200);
    expect(await countGrown(db)).toEqual([]);
    await keep(db, 1_201, 2_500);
    expect(await countGrown(db)).toEqual(['webhook_events']);
    expect(await counted(db)).toBe(2_500);
  });
});

async function keep(db: Kysely<Database>, from: number, to: number): Promise<void> {
  await sql`
    insert into webhook_events (kind, dedup_key, raw)
    select 'other', 'event ' || n, jsonb_build_object('text', repeat(md5(n::text), 12)) from generate_series(${from}::integer, ${to}::integer) n
  `.execute(db);
}

async function counted(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select reltuples::integer as rows from pg_class where oid = 'webhook_events'::regclass
  `.execute(db);
  return rows[0]?.rows ?? Number.NaN;
}
