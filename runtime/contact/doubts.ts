import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/**
 * When the keys of a person change, nothing is sent until somebody says what to do, and what is known of the contact is in doubt. Two answers: to
 * write to whoever is there now (`acknowledgeIdentity`), which leaves the doubt for the flow to ask about, and that it is the same
 * person (`verifyIdentity`). Source: WhatsApp Cloud API, “Identity change check”.
 */

/** Messages go again; the doubt stays. False when nothing stopped them. */
export function acknowledgeIdentity(db: Kysely<Database>, contactId: string, by: string): Promise<boolean> {
  return settle(db, contactId, by, false);
}

/** The person has shown who they are: messages go again, and nothing is in doubt. False when nothing was. */
export function verifyIdentity(db: Kysely<Database>, contactId: string, by: string): Promise<boolean> {
  return settle(db, contactId, by, true);
}

async function settle(
  db: Kysely<Database>,
  contactId: string,
  by: string,
  isSure: boolean,
): Promise<boolean> {
  const { rows } = await sql`
    update contacts
    set identity_changed_at = null, identity_confirmed_at = now(), identity_confirmed_by = ${by},
      identity_doubted_at = case when ${isSure}::boolean then null else identity_doubted_at end
    where id = ${contactId} and (identity_changed_at is not null or (${isSure}::boolean and identity_doubted_at is not null))
    returning id
  `.execute(db);
  return rows.length > 0;
}
