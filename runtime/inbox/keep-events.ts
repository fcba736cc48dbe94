import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { inParts } from './in-parts.ts';
import { asBytes, type KeptEvent } from './kept-event.ts';

/** Of something that may be anything, this much is kept. */
const MAX_BODY_BYTES = 256 * 1024;

/** Stores what is not there yet, as bytes where it cannot be stored as JSON, and returns how many that were, by kind. */
export async function keepEvents(
  db: Kysely<Database>,
  events: readonly KeptEvent[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const keep = async (part: readonly KeptEvent[]) => {
    for (const kind of await insert(db, part)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  };
  const refused = await inParts(events, keep);
  if (refused.length > 0) await keep(refused.map(({ item, code }) => asBytes(item, code)));
  return counts;
}

/** Returns the kinds of those that were new. */
async function insert(db: Kysely<Database>, events: readonly KeptEvent[]): Promise<string[]> {
  const rows = events.map(({ dedupKey, kind, field, phoneNumberId, reason, raw, body }) => ({
    dedup_key: dedupKey,
    kind,
    field,
    phone_number_id: phoneNumberId,
    reason,
    raw,
    body: body && Buffer.from(body.subarray(0, MAX_BODY_BYTES)).toString('base64'),
  }));
  const stored = await sql<{ kind: string }>`
    insert into webhook_events (dedup_key, kind, field, phone_number_id, reason, raw, body)
    select dedup_key, kind, field, phone_number_id, reason, raw, decode(body, 'base64')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e(
      dedup_key text, kind text, field text, phone_number_id text, reason text, raw jsonb, body text
    )
    order by dedup_key
    on conflict do nothing
    returning kind
  `.execute(db);
  return stored.rows.map(({ kind }) => kind);
}
