import { type RawBuilder, sql } from 'kysely';

/** “Message undeliverable”: the number is not on WhatsApp, has not taken its terms, or has an app that is too old. */
const UNDELIVERABLE = '131026';

/**
 * Since when nothing reaches the person of a conversation, as an SQL expression over `conversations v`, which may be missing; null: nothing
 * speaks against it. WhatsApp has no address that tells whether a number is on it: the first delivery shows, and a later one shows otherwise,
 * as does whatever the person writes. Source: WhatsApp Cloud API, "Error codes", 131026.
 */
export const unreachableSince: RawBuilder<Date | null> = sql<Date | null>`(
  select case when newest.status = 'failed' and (v.last_inbound_at > newest.failed_at) is not true then newest.failed_at end
  from (
    select o.status, o.failed_at from outbox o
    where o.lane = v.lane and o.conversation_id = v.id
      and (o.delivered_at is not null or o.read_at is not null
        or (o.status = 'failed' and o.error ->> 'code' = ${sql.lit(UNDELIVERABLE)}))
    order by o.id desc limit 1
  ) newest
)`;
