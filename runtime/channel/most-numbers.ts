import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/**
 * How many numbers WhatsApp grants the business, as it told last; null where it has not: nothing is assumed. Source: WhatsApp Cloud API,
 * webhook `business_capability_update`.
 */
export async function mostNumbers(db: Kysely<Database>): Promise<number | null> {
  const { rows } = await sql<{ most: string | null }>`
    select coalesce(raw -> 'value' ->> 'max_phone_numbers_per_business', raw -> 'value' ->> 'max_phone_numbers_per_waba') as most
    from webhook_events
    where kind = 'account-event' and field = 'business_capability_update'
      and coalesce(raw -> 'value' ->> 'max_phone_numbers_per_business', raw -> 'value' ->> 'max_phone_numbers_per_waba') is not null
    order by id desc limit 1
  `.execute(db);
  const most = Number(rows[0]?.most ?? Number.NaN);
  return Number.isInteger(most) && most >= 0 ? most : null;
}
