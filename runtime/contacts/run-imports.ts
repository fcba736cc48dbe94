import { type Kysely, sql, type Transaction } from 'kysely';
import { type ConsentRecord, recordConsents } from '../consent/consents.ts';
import { newContactId } from '../contact/alias.ts';
import { phoneVariants } from '../contact/phone-variants.ts';
import { retriedTransaction } from '../db/retried-transaction.ts';
import type { Database } from '../db/tables.ts';
import { listFields } from './fields.ts';
import { ImportMapping, type ImportRow, readRow } from './import-row.ts';
import { duplicateOf } from './imports.ts';
import { onePhone } from './phone.ts';

type Tx = Transaction<Database>;
type Taken = ImportRow & { n: number; one: string };

const BATCH = 250;

/**
 * Takes in the next rows of the import that waits longest, in one transaction with its progress: a process that ends in the middle has
 * taken in whole batches, and whoever comes next goes on after them. False when there is nothing to do, or another process does it.
 */
export async function runImports(
  db: Kysely<Database>,
  batch = BATCH,
  /** Awaited between the steps, so that a test can end the process there. */
  at?: (point: string) => Promise<void> | void,
): Promise<boolean> {
  return retriedTransaction(db, async (tx) => {
    const { rows: found } = await sql<{ id: string; mapping: unknown; next_row: number }>`
      select id, mapping, next_row from imports where status = 'running'
      order by created_at limit 1 for update skip locked
    `.execute(tx);
    const [work] = found;
    if (!work) return false;
    const mapping = ImportMapping.parse(work.mapping);
    const rows = await tx
      .selectFrom('import_rows')
      .select(['n', 'cells'])
      .where('import_id', '=', work.id)
      .where('n', '>=', work.next_row)
      .orderBy('n')
      .limit(batch)
      .execute();
    const last = rows.at(-1);
    if (!last) {
      await tx
        .updateTable('imports')
        .set({ status: 'done', finished_at: sql`now()` })
        .where('id', '=', work.id)
        .execute();
      return true;
    }
    const fields = await listFields(tx);
    const errors: { n: number; error: string }[] = [];
    const readable: Taken[] = [];
    for (const { n, cells } of rows) {
      const read = readRow(cells, mapping, fields);
      if (read.ok) readable.push({ ...read.row, n, one: onePhone(read.row.phone) });
      else errors.push({ n, error: read.reason });
    }
    const { taken, doubles } = await apart(tx, work.id, readable);
    errors.push(...doubles);
    const counts = await takeIn(tx, work.id, mapping, taken);
    await mark(tx, work.id, taken, errors);
    await tx
      .updateTable('imports')
      .set({
        next_row: last.n + 1,
        made: sql`made + ${counts.made}::integer`,
        changed: sql`changed + ${counts.changed}::integer`,
        skipped: sql`skipped + ${counts.skipped + doubles.length}::integer`,
        failed: sql`failed + ${errors.length - doubles.length}::integer`,
      })
      .where('id', '=', work.id)
      .execute();
    await at?.('import.before-commit');
    return true;
  });
}

/** A person who stands in the file twice is taken from the first row. */
async function apart(tx: Tx, importId: string, rows: readonly Taken[]) {
  const { rows: before } = await sql<{ phone: string; n: number }>`
    select phone, min(n) as n from import_rows
    where import_id = ${importId} and phone = any(${rows.map(({ one }) => one)}::text[])
    group by phone
  `.execute(tx);
  const first = new Map(before.map(({ phone, n }) => [phone, n]));
  const taken: Taken[] = [];
  const doubles: { n: number; error: string }[] = [];
  for (const row of rows) {
    const known = first.get(row.one);
    if (known !== undefined) doubles.push({ n: row.n, error: duplicateOf(known) });
    else {
      first.set(row.one, row.n);
      taken.push(row);
    }
  }
  return { taken, doubles };
}

async function takeIn(tx: Tx, importId: string, mapping: ImportMapping, rows: readonly Taken[]) {
  const before = await contactsOf(tx, rows);
  const strangers = rows.filter(({ n }) => !before.has(n));
  const made = await makeContacts(tx, strangers);
  // Somebody may have written to us at this very moment: that contact is found now.
  const contacts = await contactsOf(tx, rows);
  const isMade = new Set(made);
  const touched = rows.flatMap((row) => {
    const id = contacts.get(row.n);
    if (id === undefined || (mapping.known === 'leave' && !isMade.has(id))) return [];
    return [{ ...row, id }];
  });
  await changeContacts(tx, touched);
  await recordConsents(tx, await consentsOf(tx, importId, mapping, touched));
  return {
    made: made.length,
    changed: touched.length - made.length,
    skipped: rows.length - touched.length,
  };
}

async function contactsOf(tx: Tx, rows: readonly Taken[]): Promise<Map<number, string>> {
  const wanted = rows.map(({ n, phone }) => ({ n, names: phoneVariants(phone) }));
  const { rows: found } = await sql<{ n: number; contact_id: string }>`
    select r.n, a.contact_id
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as r(n integer, names text[])
    cross join lateral (
      select contact_id from contact_aliases
      where kind = 'wa_id' and value = any(r.names) order by value <> r.names[1] limit 1
    ) a
  `.execute(tx);
  return new Map(found.map(({ n, contact_id }) => [n, contact_id]));
}

/** Returns the ids of those that are new. In the order of their keys, as whoever hears of people does. */
async function makeContacts(tx: Tx, rows: readonly Taken[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const people = rows.map(({ phone }) => ({ id: newContactId({ waId: phone, bsuid: null }), phone }));
  const { rows: made } = await sql<{ id: string }>`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as t(id uuid, phone text)
    ), named as (
      insert into contact_aliases (kind, value, contact_id)
      select 'wa_id', phone, id from told order by phone
      on conflict do nothing
      returning contact_id
    )
    insert into contacts (id, phone)
    select id, phone from told where id = any(array(select contact_id from named)) order by id
    on conflict do nothing
    returning id
  `.execute(tx);
  return made.map(({ id }) => id);
}

type Touched = Taken & { id: string };

/** An empty cell leaves what is known; tags are added. */
async function changeContacts(tx: Tx, rows: readonly Touched[]): Promise<void> {
  const told = rows.map(({ id, name, locale, timezone, tags, fields }) => ({
    ...{ id, name, locale, timezone, tags, fields },
  }));
  await sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(told)}::jsonb)
        as t(id uuid, name text, locale text, timezone text, tags jsonb, fields jsonb)
    ), held as (
      select c.id from contacts c join told t on t.id = c.id order by c.id for no key update of c
    )
    update contacts c
    set name = coalesce(nullif(t.name, ''), c.name), locale = coalesce(nullif(t.locale, ''), c.locale),
      timezone = coalesce(nullif(t.timezone, ''), c.timezone),
      tags = (
        select coalesce(jsonb_agg(distinct tag order by tag), '[]') from jsonb_array_elements_text(c.tags || t.tags) as tag
      ),
      fields = c.fields || t.fields
    from told t join held h on h.id = t.id
    where c.id = t.id
  `.execute(tx);
}

/** A list says nothing against somebody who withdrew their consent since: only a date after that does. */
async function consentsOf(
  tx: Tx,
  importId: string,
  { consent }: ImportMapping,
  rows: readonly Touched[],
): Promise<ConsentRecord[]> {
  if (!consent) return [];
  const { rows: withdrawn } = await sql<{ contact_id: string; at: Date }>`
    select contact_id, max(at) as at from consents
    where contact_id = any(${rows.map(({ id }) => id)}::uuid[]) and purpose in (${consent.purpose}, '*') and not granted
    group by contact_id
  `.execute(tx);
  const withdrawnAt = new Map(withdrawn.map(({ contact_id, at }) => [contact_id, at]));
  const { rows: clock } = await sql<{ now: Date }>`select now() as now`.execute(tx);
  const now = clock[0]?.now ?? new Date(0);
  return rows.flatMap(({ id, n, consent: said }) => {
    if (!said) return [];
    const at = said.at === null ? null : new Date(`${said.at}T00:00:00Z`);
    const no = withdrawnAt.get(id);
    if (said.granted && no && (at === null || at <= no)) return [];
    return [
      {
        ...{ contactId: id, purpose: consent.purpose, granted: said.granted, wording: consent.wording },
        ...{ via: consent.via, evidence: consent.evidence ?? null, at: at ?? now, recordedBy: null },
        source: `import:${importId}:${n}`,
      },
    ];
  });
}

async function mark(
  tx: Tx,
  importId: string,
  taken: readonly Taken[],
  errors: readonly { n: number; error: string }[],
): Promise<void> {
  const marks = [
    ...taken.map(({ n, one }) => ({ n, phone: one, error: null })),
    ...errors.map(({ n, error }) => ({ n, phone: null, error })),
  ];
  await sql`
    update import_rows r set phone = m.phone, error = m.error
    from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as m(n integer, phone text, error text)
    where r.import_id = ${importId} and r.n = m.n
  `.execute(tx);
}
