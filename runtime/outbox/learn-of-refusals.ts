import { numberOn } from '@parley/flows/rules/pack.ts';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { MARKETING } from '../consent/sources.ts';
import type { Database } from '../db/tables.ts';
import { markRefused } from '../templates/mark-refused.ts';
import type { FailedRow } from './failed-row.ts';

/** WhatsApp held a marketing message back; the person has stopped those of this business. Source: WhatsApp Cloud API, "Error codes". */
const HELD_BACK = 131049;
const STOPPED_MARKETING = 131050;

/** Nobody waits longer than this, and who was held back longer ago than this begins anew. */
const LONGEST_HOURS = 7 * 24;

/**
 * What messages that have failed, or wait after they were refused, tell of their people and templates, beside the messages themselves. Marketing that WhatsApp held back does not go to
 * that person again for a day, then for twice as long each time; who stopped it has withdrawn their consent. Being told twice changes nothing.
 */
export async function learnOfRefusals(tx: Kysely<Database>, rows: readonly FailedRow[]): Promise<void> {
  const of = (code: number) => rows.filter(({ error }) => error?.code === code);
  const [held, stopped] = [of(HELD_BACK), of(STOPPED_MARKETING)];
  if (held.length > 0) await holdMarketing(tx, held);
  if (stopped.length > 0) await withdrawMarketing(tx, stopped);
  await markRefused(tx, rows);
}

/** `contacts c` gets no marketing now. */
export const isMarketingHeld: RawBuilder<boolean> = sql<boolean>`(c.marketing_held_until > now()) is true`;

/** Source: `marketing.capWait` of the rules pack. */
async function holdMarketing(tx: Kysely<Database>, rows: readonly FailedRow[]): Promise<void> {
  const first = sql`${numberOn('marketing.capWait')}::integer * interval '1 hour'`;
  const longest = sql`${LONGEST_HOURS}::integer * interval '1 hour'`;
  await sql`
    update contacts c
    set marketing_held_at = now(), marketing_held_until = now() + case
      when c.marketing_held_until > now() - ${longest}
        then least((c.marketing_held_until - c.marketing_held_at) * 2, ${longest})
      else ${first}
    end
    where c.id in (${contactsOf(rows)}) and not ${isMarketingHeld}
  `.execute(tx);
}

async function withdrawMarketing(tx: Kysely<Database>, rows: readonly FailedRow[]): Promise<void> {
  await sql`
    insert into consents (contact_id, purpose, granted, wording, via, source, at)
    select o.contact_id, ${MARKETING}, false, 'stop', 'preference',
      'refused:' || coalesce(o.wamid, o.lane || '.' || o.id), now()
    from jsonb_to_recordset(${namesOf(rows)}::jsonb) as t(lane smallint, id bigint)
    join outbox o on o.lane = t.lane and o.id = t.id
    on conflict do nothing
  `.execute(tx);
}

const namesOf = (rows: readonly FailedRow[]) => JSON.stringify(rows.map(({ lane, id }) => ({ lane, id })));

const contactsOf = (rows: readonly FailedRow[]) => sql`
  select o.contact_id from jsonb_to_recordset(${namesOf(rows)}::jsonb) as t(lane smallint, id bigint)
  join outbox o on o.lane = t.lane and o.id = t.id
`;
