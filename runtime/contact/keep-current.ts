import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/** What a message said about a contact; empty where it said nothing. */
export type Seen = { contactId: string; name: string; phone: string };

/**
 * Stores what contacts are called now. A contact whose row a turn is writing to is left for its next message: accepting messages
 * waits for no turn.
 */
export async function keepCurrent(db: Kysely<Database>, seen: readonly Seen[]): Promise<void> {
  const rows = seen.map(({ contactId, name, phone }) => ({ id: contactId, name, phone }));
  await sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, name text, phone text)
    ), free as (
      select c.id from contacts c join told t on t.id = c.id order by c.id for no key update of c skip locked
    )
    update contacts c
    set name = coalesce(nullif(t.name, ''), c.name), phone = coalesce(nullif(t.phone, ''), c.phone)
    from told t join free f on f.id = t.id
    where c.id = t.id
  `.execute(db);
}
