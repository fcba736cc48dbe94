import { randomUUID } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import { phoneVariants } from '../contact/phone-variants.ts';
import type { Database } from '../db/tables.ts';
import { listFields } from './fields.ts';
import { ImportMapping, readRow } from './import-row.ts';
import { onePhone } from './phone.ts';

/** A file of contacts, and how far taking it in is. */
export type Import = {
  id: string;
  fileName: string;
  columns: string[];
  mapping: ImportMapping | null;
  status: 'receiving' | 'running' | 'done' | 'cancelled';
  /** Rows that have arrived, and how many of them were dealt with. */
  rows: number;
  handled: number;
  made: number;
  changed: number;
  /** Left as they were: known already, or a second time in the file. */
  skipped: number;
  failed: number;
  createdAt: Date;
  finishedAt: Date | null;
};

export const MAX_ROWS = 500_000;

type Row = Selectable<Database['imports']> & { rows: number };

function importOf(row: Row): Import {
  return {
    id: row.id,
    fileName: row.file_name,
    columns: row.columns,
    mapping: row.mapping === null ? null : ImportMapping.parse(row.mapping),
    status: row.status,
    rows: row.rows,
    handled: row.next_row,
    made: row.made,
    changed: row.changed,
    skipped: row.skipped,
    failed: row.failed,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}

const rowsOf = sql<number>`(select coalesce(max(r.n) + 1, 0) from import_rows r where r.import_id = imports.id)`;

/** The newest first, 50 at most. */
export async function listImports(db: Kysely<Database>): Promise<Import[]> {
  const rows = await db
    .selectFrom('imports')
    .selectAll()
    .select(rowsOf.as('rows'))
    .orderBy('created_at', 'desc')
    .limit(50)
    .execute();
  return rows.map(importOf);
}

export async function readImport(db: Kysely<Database>, id: string): Promise<Import | null> {
  const row = await db
    .selectFrom('imports')
    .selectAll()
    .select(rowsOf.as('rows'))
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? importOf(row) : null;
}

/** An import that waits for its rows. */
export async function beginImport(
  db: Kysely<Database>,
  { fileName, columns, madeBy }: { fileName: string; columns: string[]; madeBy: string | null },
): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('imports')
    .values({ id, file_name: fileName, columns: JSON.stringify(columns), made_by: madeBy })
    .execute();
  return id;
}

/** Rows of the file from place `from` on. Sending them again, after an answer that was lost, changes nothing. */
export async function addRows(
  db: Kysely<Database>,
  id: string,
  from: number,
  rows: readonly (readonly string[])[],
): Promise<void> {
  const numbered = rows.map((cells, index) => ({ n: from + index, cells }));
  await sql`
    insert into import_rows (import_id, n, cells)
    select ${id}, r.n, r.cells from json_to_recordset(${JSON.stringify(numbered)}::json) as r(n integer, cells json)
    on conflict do nothing
  `.execute(db);
}

/** What taking the file in would do. */
export type Check = {
  rows: number;
  made: number;
  known: number;
  duplicates: number;
  failed: number;
  /** Rows that say yes or no to the consent. */
  agreed: number;
  declined: number;
  /** The first hundred; `row` counts from 1 as a spreadsheet does, with the heading as the first. */
  errors: { row: number; reason: string }[];
};

const AT_A_TIME = 1000;

/** Reads the whole file with a mapping and changes nothing. */
export async function checkImport(db: Kysely<Database>, id: string, mapping: ImportMapping): Promise<Check> {
  const fields = await listFields(db);
  const seen = new Map<string, number>();
  const check: Check = {
    ...{ rows: 0, made: 0, known: 0, duplicates: 0, failed: 0, agreed: 0, declined: 0 },
    errors: [],
  };
  for (let from = 0; ; from += AT_A_TIME) {
    const rows = await db
      .selectFrom('import_rows')
      .select(['n', 'cells'])
      .where('import_id', '=', id)
      .where('n', '>=', from)
      .where('n', '<', from + AT_A_TIME)
      .orderBy('n')
      .execute();
    if (rows.length === 0) return check;
    const phones: string[] = [];
    for (const { n, cells } of rows) {
      check.rows++;
      const read = readRow(cells, mapping, fields);
      const phone = read.ok ? onePhone(read.row.phone) : '';
      const before = seen.get(phone);
      if (!read.ok || before !== undefined) {
        if (read.ok) check.duplicates++;
        else check.failed++;
        const reason = read.ok ? duplicateOf(before ?? 0) : read.reason;
        if (check.errors.length < 100) check.errors.push({ row: n + 2, reason });
        continue;
      }
      seen.set(phone, n);
      phones.push(read.row.phone);
      if (read.row.consent?.granted === true) check.agreed++;
      if (read.row.consent?.granted === false) check.declined++;
    }
    const known = await knownPhones(db, phones);
    check.known += phones.filter((phone) => known.has(onePhone(phone))).length;
    check.made = check.rows - check.failed - check.duplicates - check.known;
  }
}

export const duplicateOf = (n: number) => `the same person as in row ${n + 2}`;

async function knownPhones(db: Kysely<Database>, phones: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ value: string }>`
    select value from contact_aliases
    where kind = 'wa_id' and value = any(${phones.flatMap(phoneVariants)}::text[])
  `.execute(db);
  return new Set(rows.map(({ value }) => onePhone(value)));
}

/** Takes the file in, in the background. False when that is under way or over. */
export async function startImport(
  db: Kysely<Database>,
  id: string,
  mapping: ImportMapping,
): Promise<boolean> {
  const started = await db
    .updateTable('imports')
    .set({ status: 'running', mapping: JSON.stringify(mapping) })
    .where('id', '=', id)
    .where('status', '=', 'receiving')
    .returning('id')
    .executeTakeFirst();
  return started !== undefined;
}

/** Rows that were taken in stay. */
export async function cancelImport(db: Kysely<Database>, id: string): Promise<boolean> {
  const cancelled = await db
    .updateTable('imports')
    .set({ status: 'cancelled', finished_at: sql`now()` })
    .where('id', '=', id)
    .where('status', 'in', ['receiving', 'running'])
    .returning('id')
    .executeTakeFirst();
  return cancelled !== undefined;
}

/** Rows that were not taken in, as they stood in the file, with the reason. */
export async function failedRows(db: Kysely<Database>, id: string, limit = 100_000) {
  return db
    .selectFrom('import_rows')
    .select(['n', 'cells', 'error'])
    .where('import_id', '=', id)
    .where('error', 'is not', null)
    .orderBy('n')
    .limit(limit)
    .execute();
}
