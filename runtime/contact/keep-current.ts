import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/** What a message said about a contact; empty where it said nothing. */
export type Seen = {
  contactId: string;
  name: string;
  phone: string;
  username?: string | undefined;
  parentUserId?: string | undefined;
};

/**
 * Stores what contacts are called now. A contact whose row a turn is writing to is left for its next message: accepting messages
 * waits for no turn.
 */
export async function keepCurrent(db: Kysely<Database>, seen: readonly Seen[]): Promise<void> {
  const rows = seen.map(({ contactId, username, parentUserId, ...rest }) => ({
    ...{ id: contactId, name: rest.name, phone: rest.phone },
    ...{ username: username ?? '', parent: parentUserId ?? '' },
  }));
  await sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, name text, phone text, username text, parent text)
    ), free as (
      select c.id from contacts c join told t on t.id = c.id order by c.id for no key update of c skip locked
    )
    update contacts c
    set name = coalesce(nullif(t.name, ''), c.name), phone = coalesce(nullif(t.phone, ''), c.phone),
      username = coalesce(nullif(t.username, ''), c.username),
      parent_user_id = coalesce(nullif(t.parent, ''), c.parent_user_id)
    from told t join free f on f.id = t.id
    where c.id = t.id
  `.execute(db);
}
