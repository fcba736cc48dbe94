import { asPlainText } from '@parley/flows/translation-sheet.ts';
import type { Kysely } from 'kysely';
import Papa from 'papaparse';
import { placeOf } from '../conversation/place-in-list.ts';
import type { Database } from '../db/tables.ts';
import type { Caller } from '../people/caller.ts';
import { listContacts, type Wanted } from './contacts.ts';
import { listFields } from './fields.ts';

const PAGE = 1000;

/** Lines of a file as spreadsheets read them, nothing in them to be calculated. */
export function csvLines(rows: readonly (readonly string[])[]): string {
  return `${Papa.unparse(
    rows.map((row) => row.map(asPlainText)),
    { newline: '\r\n' },
  )}\r\n`;
}

/** Makes spreadsheets read the file as UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** Contacts as a file, a page at a time while it is being read. */
export function contactsCsv(
  db: Kysely<Database>,
  caller: Caller,
  wanted: Wanted,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const pages = contactPages(db, caller, wanted);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pages.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}

async function* contactPages(db: Kysely<Database>, caller: Caller, wanted: Wanted) {
  const fields = await listFields(db);
  const heading = ['phone', 'name', 'username', 'locale', 'timezone', 'tags', ...fields.map(({ id }) => id)];
  yield BYTE_ORDER_MARK + csvLines([heading]);
  let next: string | null = null;
  do {
    const page = await listContacts(db, caller, {
      ...wanted,
      after: placeOf(next ?? undefined),
      limit: PAGE,
    });
    next = page.next;
    const rows = page.contacts.map((one) => [
      // A leading plus would be calculated: the digits alone are read back as well.
      ...[one.phone, one.name, one.username ?? '', one.locale, one.timezone, one.tags.join(', ')],
      ...fields.map(({ id }) => String(one.fields[id] ?? '')),
    ]);
    if (rows.length > 0) yield csvLines(rows);
  } while (next !== null);
}
