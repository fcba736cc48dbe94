import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { raiseNotice } from '../notices/raise.ts';
import type { FailedRow } from '../outbox/failed-row.ts';
import { CLOCKS_DIFFER } from './sync.ts';

/** Of whoever was refused: a template is not named more exactly. */
type Refused = { account: string; name: string; language: string; status: string };

/**
 * What WhatsApp's refusal of a message says of its template. 132015 is also what becomes of messages that were held back to look at how people
 * take it, when they did not: the template is paused then too. Source: WhatsApp Cloud API, "Error codes", "Template pacing".
 */
const STATUS_BY_CODE: ReadonlyMap<number, string> = new Map([
  [132015, 'PAUSED'],
  [132016, 'DISABLED'],
]);

/** Whether a refusal with this code is about its template as it is now, and not about the message. */
export function isOfTemplate(code: number | null): boolean {
  return STATUS_BY_CODE.has(code ?? 0);
}

/** How the names of notices begin that a refusal raised, before WhatsApp said the same by webhook. */
export const REFUSED = 'template-refused:';

/**
 * Writes down that the templates of these messages cannot be sent, as the webhook would, with one notice for each. Templates that are not
 * known here, or of which that is known, stay as they are.
 */
export async function markRefused(tx: Kysely<Database>, rows: readonly FailedRow[]): Promise<void> {
  const told = rows.flatMap(({ lane, id, error }) => {
    const status = STATUS_BY_CODE.get(error?.code ?? 0);
    return status === undefined ? [] : [{ lane, id, status }];
  });
  if (told.length === 0) return;
  const found = await sql<Refused>`
    select distinct n.business_account_id as account, o.message ->> 'name' as name,
      o.message ->> 'language' as language, t.status
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as t(lane smallint, id bigint, status text)
    join outbox o on o.lane = t.lane and o.id = t.id
    join channels n on n.id = o.channel_id
    where n.business_account_id is not null and o.message ->> 'type' = 'template'
    order by 1, 2, 3, 4
  `.execute(tx);
  for (const refused of found.rows) await markOne(tx, refused);
}

async function markOne(tx: Kysely<Database>, { account, name, language, status }: Refused): Promise<void> {
  const { rows } = await sql<{ id: string; at: Date }>`
    update templates
    set status = ${status}, reason = null, reason_details = null, updated_at = clock_timestamp(),
      -- The webhook that says why is from a little earlier.
      status_at = greatest(status_at, now() - ${sql.raw(CLOCKS_DIFFER)})
    where business_account_id = ${account} and name = ${name} and language = ${language}
      and status in ('APPROVED', 'FLAGGED')
    returning id, updated_at as at
  `.execute(tx);
  const [row] = rows;
  if (!row) return;
  await raiseNotice(tx, {
    once: `${REFUSED}${row.id}:${row.at.toISOString()}`,
    kind: 'template-status',
    severity: 'error',
    subject: { kind: 'template', id: row.id, name: `${name} (${language})` },
    whatToDo: WHAT_TO_DO,
    details: { name, language, businessAccountId: account, at: row.at.toISOString(), status },
  });
}

/** For people, of a template that cannot be sent. */
export const WHAT_TO_DO =
  'Messages of this template wait or go as its fallback. Look at why, correct it and submit it again, or declare a fallback.';
