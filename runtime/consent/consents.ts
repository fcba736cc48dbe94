import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { ConsentVia } from './sources.ts';

/** A consent, or its withdrawal, as it is written down. */
export type ConsentRecord = {
  contactId: string;
  /** `*` for every purpose. */
  purpose: string;
  granted: boolean;
  /** What the person was shown or said. */
  wording: string;
  via: ConsentVia;
  /** Where it can be looked up: an address, a recording, a form's number. */
  evidence: string | null;
  at: Date;
  /** Who wrote it down; null: Parley. */
  recordedBy: string | null;
  /** Of what is imported or told by a program or WhatsApp, the same source counts once. */
  source: string;
};

export type ConsentLine = Omit<ConsentRecord, 'via' | 'contactId'> & { id: string; via: string };

/** Writes consents down; returns how many were new. Nothing that stands there is ever changed. */
export async function recordConsents(
  db: Kysely<Database>,
  records: readonly ConsentRecord[],
): Promise<number> {
  if (records.length === 0) return 0;
  const rows = records.map((record) => ({
    contact_id: record.contactId,
    purpose: record.purpose,
    granted: record.granted,
    wording: record.wording,
    via: record.via,
    evidence: record.evidence,
    at: record.at,
    recorded_by: record.recordedBy,
    source: record.source,
  }));
  const { rows: written } = await sql<{ id: string }>`
    insert into consents (contact_id, purpose, granted, wording, via, evidence, at, recorded_by, source)
    select r.contact_id, r.purpose, r.granted, r.wording, r.via, r.evidence, least(r.at, now()), r.recorded_by, r.source
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
      contact_id uuid, purpose text, granted boolean, wording text, via text, evidence text, at timestamptz,
      recorded_by text, source text
    )
    on conflict do nothing
    returning id
  `.execute(db);
  return written.length;
}

/** All that was written down about one contact's consents, the newest first. */
export async function consentHistory(db: Kysely<Database>, contactId: string): Promise<ConsentLine[]> {
  const rows = await db
    .selectFrom('consents')
    .selectAll()
    .where('contact_id', '=', contactId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    purpose: row.purpose,
    granted: row.granted,
    wording: row.wording,
    via: row.via,
    evidence: row.evidence,
    at: row.at,
    recordedBy: row.recorded_by,
    source: row.source,
  }));
}

export type ConsentState = { purpose: string; granted: boolean; at: Date };

/** What holds now for each purpose that was ever asked about. A withdrawal for every purpose ends all that were given before it. */
export function currentConsents(history: readonly ConsentLine[]): ConsentState[] {
  const purposes = [...new Set(history.map(({ purpose }) => purpose))].sort();
  return purposes.flatMap((purpose) => {
    const newest = history.find((line) => line.purpose === purpose || line.purpose === '*');
    return newest ? [{ purpose, granted: newest.granted, at: newest.at }] : [];
  });
}

/** The condition that the contact with this id (an expression) has agreed to a purpose, and has not withdrawn it since. */
export function hasConsent(contactId: RawBuilder<unknown>, purpose: string): RawBuilder<boolean> {
  return sql<boolean>`((
    select k.granted from consents k
    where k.contact_id = ${contactId} and k.purpose in (${purpose}, '*')
    order by k.at desc, k.id desc limit 1
  ) is true)`;
}
