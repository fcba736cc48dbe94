import { type Kysely, sql } from 'kysely';
import { wantReading } from '../channel/health.ts';
import { applyBar, barChangeOf } from '../channel/restrictions.ts';
import type { Database } from '../db/tables.ts';
import { inParts } from '../inbox/in-parts.ts';
import type { KeptEvent } from '../inbox/kept-event.ts';
import { type AccountEvent, readAccountEvent } from '../whatsapp/account-event.ts';
import { noticeOfEvent } from './of-event.ts';
import type { NewNotice } from './raise.ts';

/** After these, what WhatsApp says of a number may be another than before. */
const ABOUT_NUMBERS = new Set(['number-event', 'account-event']);

/**
 * Raises the notices of events, each once for ever. Before the events themselves are kept, and harmless when it is done again: whatever
 * happens in between, WhatsApp brings the events once more. What the database refuses to hold has no notice; the event is kept all the same.
 */
export async function raiseNoticesOf(
  db: Kysely<Database>,
  events: readonly KeptEvent[],
  receivedAt: Date = new Date(),
): Promise<void> {
  const told = events.flatMap((event) => {
    const notice = noticeOfEvent(event, receivedAt);
    return notice ? [{ notice, account: barringEvent(event, receivedAt) }] : [];
  });
  if (told.length === 0) return;
  await inParts(told, (part) => note(db, part));
  if (events.some(({ kind }) => ABOUT_NUMBERS.has(kind))) await wantReading(db);
}

type Told = { notice: NewNotice; account: AccountEvent | null };

/** The event, where it forbids our numbers something or gives it back. */
function barringEvent({ kind, raw }: KeptEvent, receivedAt: Date): AccountEvent | null {
  const event = kind === 'account-event' ? readAccountEvent(raw, receivedAt) : null;
  return event && barChangeOf(event) ? event : null;
}

/** What is forbidden is noted together with its notice, which is new only once: an event told again later must not forbid anew. */
async function note(db: Kysely<Database>, told: readonly Told[]): Promise<void> {
  const notices = told.map(({ notice }) => notice);
  if (told.every(({ account }) => account === null)) return void (await insert(db, notices));
  await db.transaction().execute(async (tx) => {
    const isNew = new Set(await insert(tx, notices));
    for (const { notice, account } of told)
      if (account && isNew.has(notice.once)) await applyBar(tx, account);
  });
}

/** Returns the names of those that were not there yet. */
async function insert(db: Kysely<Database>, notices: readonly NewNotice[]): Promise<string[]> {
  const rows = notices.map(
    ({ once, kind, severity, subject, whatToDo = '', details = {}, dueAt = null }) => ({
      ...{ once, kind, severity, details, what_to_do: whatToDo, due_at: dueAt },
      ...{ subject_kind: subject.kind, subject_id: subject.id, subject_name: subject.name },
    }),
  );
  const inserted = await sql<{ once: string }>`
    insert into notices (once, kind, severity, subject_kind, subject_id, subject_name, what_to_do, details, due_at)
    select once, kind, severity, subject_kind, subject_id, subject_name, what_to_do, details, due_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(
      once text, kind text, severity text, subject_kind text, subject_id text, subject_name text, what_to_do text,
      details json, due_at timestamptz
    )
    order by once
    on conflict (once) do nothing
    returning once
  `.execute(db);
  return inserted.rows.map(({ once }) => once);
}
