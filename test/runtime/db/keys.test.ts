import { DISTRIBUTED } from '@parley/runtime/db/distribute.ts';
import { PLANNER } from '@parley/runtime/db/planner.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { type Kysely, sql } from 'kysely';
import { afterEach, expect, test, vi } from 'vitest';
import { storeConversations } from '../../bench/growth.ts';
import { forEachDatabase } from '../../setup/database.ts';
import { recordWork } from './recorded-work.ts';

/** Tables that grow with the number of people and messages. */
const LARGE: ReadonlySet<string> = new Set([...DISTRIBUTED, 'contacts', 'contact_aliases', 'consents']);

/** Read as a whole, because they hold what is open and no more, or because nobody waits for it. */
const SMALL: ReadonlySet<string> = new Set([
  'calls',
  'cases',
  'timers',
  'conversation_events',
  'desk_progress',
]);

/** Indexes of what waits and of nothing else. */
const WAITING: ReadonlySet<string> = new Set(['inbox_waiting']);

afterEach(() => {
  vi.restoreAllMocks();
});

forEachDatabase((name, _open, place) => {
  test.runIf(name === 'PostgreSQL')(
    'among many conversations every statement on the way of a message finds its rows by their keys',
    async () => {
      const where = await place();
      await recordWork(where, { prepare: () => storeConversations(where, 2_000) }, async (statements, db) => {
        const planned = [...new Set(statements)].filter((text) => /\$\d/.test(text) && !OUTSIDE.test(text));
        expect(planned.length).toBeGreaterThan(20);
        const columns = await indexColumns(db);
        const slow = [];
        for (const text of planned) slow.push(...(await wholesale(db, text, columns)));
        expect(slow).toEqual([]);
      });
    },
  );
});

forEachDatabase((name, open) => {
  test.runIf(name === 'PostgreSQL')(
    'no index asks for the status of a message of ours, which changes three times on its way',
    async () => {
      const { db } = await open();
      const { rows } = await sql<{ name: string }>`
        select i.indexrelid::regclass::text as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid
        where i.indrelid = 'outbox'::regclass and a.attname = 'status'
          and (a.attnum = any(i.indkey) or pg_get_indexdef(i.indexrelid) ~ '\\mstatus\\M')
      `.execute(db);
      // PostgreSQL would write a new entry into every index of the table each time.
      expect(rows).toEqual([]);
    },
  );
});

/** What runs beside the messages, and may look around: the poll, the inbox's own work, and what the test asks itself. */
const OUTSIDE =
  /^(select stage, lane|explain|insert into conversation_cards|with said|select distinct n\.conversation_id as id from)/;

type Node = { [key: string]: unknown; Plans?: Node[] };

/** Where a statement reads more of a large table than the rows that a key names. */
async function wholesale(db: Kysely<Database>, text: string, columns: ReadonlyMap<string, string[]>) {
  const plan = await db.transaction().execute(async (tx) => {
    for (const setting of PLANNER) await sql.raw(`set local ${setting}`).execute(tx);
    const { rows } = await sql
      .raw<{ 'QUERY PLAN': { Plan: Node }[] }>(`explain (generic_plan, format json) ${text}`)
      .execute(tx);
    return rows[0]?.['QUERY PLAN'][0]?.Plan;
  });
  return everyNode(plan).flatMap((node) => {
    const table = String(node['Relation Name'] ?? '');
    if (!LARGE.has(table) || SMALL.has(table)) return [];
    const type = String(node['Node Type']);
    if (type === 'ModifyTable') return [];
    const [first, second = first] = columns.get(String(node['Index Name'])) ?? [];
    const condition = String(node['Index Cond'] ?? '');
    const isBound = (column: string | undefined) => new RegExp(`\\(${column} (=|>|<)`).test(condition);
    if (WAITING.has(String(node['Index Name']))) return [];
    const isKey = type.startsWith('Index') && isBound(first) && (first !== 'lane' || isBound(second));
    return isKey
      ? []
      : [`${type} of ${table} by ${String(node['Index Name'])} ${condition}: ${text.slice(0, 90)}`];
  });
}

function everyNode(node: Node | undefined): Node[] {
  return node ? [node, ...(node.Plans ?? []).flatMap(everyNode)] : [];
}

async function indexColumns(db: Kysely<Database>): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ name: string; columns: string[] }>`
    select c.relname as name, array_agg(a.attname::text order by k.n) as columns
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    cross join lateral unnest(i.indkey) with ordinality as k(attnum, n)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
    group by c.relname
  `.execute(db);
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}
