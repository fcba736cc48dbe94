import { type Kysely, sql } from 'kysely';
import type { Database, FieldKind, FieldValue } from '../db/tables.ts';

/** Something that this business knows of its contacts beside name and number. */
export type Field = { id: string; label: string; kind: FieldKind; choices: string[] };

/** In the order in which they were made. */
export async function listFields(db: Kysely<Database>): Promise<Field[]> {
  return db
    .selectFrom('contact_fields')
    .select(['id', 'label', 'kind', 'choices'])
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** False when there is a field with this id. */
export async function makeField(db: Kysely<Database>, field: Field): Promise<boolean> {
  const made = await db
    .insertInto('contact_fields')
    .values({ ...field, choices: JSON.stringify(field.choices) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/** What a field is called and offers may change; its kind stays, as values are kept by it. */
export async function changeField(
  db: Kysely<Database>,
  id: string,
  { label, choices }: Pick<Field, 'label' | 'choices'>,
): Promise<boolean> {
  const changed = await db
    .updateTable('contact_fields')
    .set({ label, choices: JSON.stringify(choices) })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return changed !== undefined;
}

export type FieldUse = { contacts: number; segments: string[]; broadcasts: string[] };

/** What taking a field away would hit; null when there is none. Segments and broadcasts that ask about it would find nobody by it. */
export async function useOfField(db: Kysely<Database>, id: string): Promise<FieldUse | null> {
  const asksAboutIt = JSON.stringify(id);
  const { rows } = await sql<FieldUse>`
    select (select count(*)::integer from contacts c where c.fields ? f.id) as contacts,
      coalesce((
        select jsonb_agg(s.name order by s.name) from segments s
        where jsonb_path_exists(s.query::jsonb, '$.**.field ? (@ == $id)', jsonb_build_object('id', ${asksAboutIt}::jsonb))
      ), '[]') as segments,
      coalesce((
        select jsonb_agg(b.name order by b.name) from broadcasts b
        where b.status in ('draft', 'scheduled', 'running', 'paused')
          and (jsonb_path_exists(b.segment::jsonb, '$.**.field ? (@ == $id)', jsonb_build_object('id', ${asksAboutIt}::jsonb))
            or jsonb_path_exists(b.content::jsonb, '$.**.field ? (@ == $id)', jsonb_build_object('id', ${asksAboutIt}::jsonb)))
      ), '[]') as broadcasts
    from contact_fields f where f.id = ${id}
  `.execute(db);
  return rows[0] ?? null;
}

/** With what contacts had in it. */
export async function removeField(db: Kysely<Database>, id: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const gone = await tx
      .deleteFrom('contact_fields')
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (!gone) return false;
    await sql`update contacts set fields = fields - ${id}::text where fields ? ${id}`.execute(tx);
    return true;
  });
}

export type Read = { ok: true; value: FieldValue } | { ok: false; reason: string };

const YES = new Set(['true', 'yes', 'y', '1', 'да', 'ja', 'oui', 'sí', 'si', 'sim']);
const NO = new Set(['false', 'no', 'n', '0', 'нет', 'nein', 'non', 'não', 'nao']);
const MAX_TEXT = 1000;

/** A value as people write it in a table. Never throws. */
export function readField(field: Field, written: string): Read {
  const text = written.trim();
  switch (field.kind) {
    case 'text':
      return text.length > MAX_TEXT ? bad(`longer than ${MAX_TEXT} characters`) : { ok: true, value: text };
    case 'number': {
      // A comma before one to three digits at the end may mean a fraction or thousands: only the plain form is taken.
      const number = /^[+-]?\d{1,15}([.]\d{1,10})?$/.test(text) ? Number(text) : Number.NaN;
      return Number.isNaN(number) ? bad('not a number such as 12 or 12.5') : { ok: true, value: number };
    }
    case 'date':
      return isDate(text) ? { ok: true, value: text } : bad('not a date such as 2026-03-31');
    case 'boolean': {
      const word = text.toLowerCase();
      if (YES.has(word)) return { ok: true, value: true };
      return NO.has(word) ? { ok: true, value: false } : bad('neither yes nor no');
    }
    case 'choice': {
      const choice = field.choices.find((one) => one.toLowerCase() === text.toLowerCase());
      return choice === undefined ? bad('none of the choices') : { ok: true, value: choice };
    }
  }
}

const bad = (reason: string): Read => ({ ok: false, reason });

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** Whether a value that a program gives is one of the field's kind. */
export function fitsField(field: Field, value: FieldValue): boolean {
  if (field.kind === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (field.kind === 'boolean') return typeof value === 'boolean';
  return typeof value === 'string' && value !== '' && readField(field, value).ok;
}
