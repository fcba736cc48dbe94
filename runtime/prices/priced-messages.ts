import { type Kysely, sql } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import type { Database } from '../db/tables.ts';
import { COUNTRY_OF_CONTACT } from './people-by-country.ts';
import { OUTCOME } from './session-counts.ts';
import { waysBetween } from './session-ways.ts';

/** What messages are told apart by, beside what decides about their price. */
export type Split = 'none' | 'flow' | 'node' | 'outcome' | 'path' | 'broadcast';

/** Messages that arrived, as many as are alike. `flow`, `node`, `outcome`, `path` and `broadcast` are null unless they are told apart by them. */
export type MessageGroup = {
  /** Of the delivery, in the number's time zone: `YYYY-MM-DD`. */
  day: string;
  numberId: string;
  /** ISO code; null where neither the phone number nor the user id tells. */
  country: string | null;
  /** As WhatsApp's statuses said. All null where they said nothing. */
  billable: boolean | null;
  model: string | null;
  type: string | null;
  category: string | null;
  flow: string | null;
  node: string | null;
  /** How the session ended. */
  outcome: string | null;
  /** The way that the session took: `a > b > c`. */
  path: string | null;
  broadcast: string | null;
  /** How many; conversations where WhatsApp charged by those. */
  count: number;
};

export type Wanted = {
  /** The first and the last day. */
  from: string;
  to: string;
  split: Split;
  /** By number; UTC where there is none. */
  timezones: ReadonlyMap<string, string>;
};

/** WhatsApp keeps a message for 30 days for somebody who cannot be reached. */
const ARRIVES_WITHIN_DAYS = 31;
const DAY_MS = 86_400_000;

/**
 * Counts what arrived between two days. Reads every message that was made then, by the pages they stand on: for reports, not for what
 * anybody waits for. What has been erased is not there to be counted.
 */
export async function messageGroups(db: Kysely<Database>, wanted: Wanted): Promise<MessageGroup[]> {
  const { from, to, split, timezones } = wanted;
  const isOfFlow = split === 'flow' || split === 'node' || split === 'outcome' || split === 'path';
  const isByWay = split === 'path';
  const made = {
    from: new Date(Date.parse(`${from}T00:00Z`) - ARRIVES_WITHIN_DAYS * DAY_MS),
    to: new Date(Date.parse(`${to}T00:00Z`) + 2 * DAY_MS),
  };
  const zones = JSON.stringify(Object.fromEntries(timezones));
  const { rows } = await sql<MessageGroup>`
    ${isByWay ? sql`with ${waysBetween(made)}` : sql``}
    select day, "numberId", country, billable, model, type, category, flow, node, outcome, path, broadcast,
      count(*) filter (where model is distinct from 'CBP')::integer
        + count(distinct conversation) filter (where model = 'CBP')::integer as count
    from (
      select o.channel_id as "numberId", ${COUNTRY_OF_CONTACT} as country,
        to_char(coalesce(o.delivered_at, o.read_at)
          at time zone coalesce(${zones}::jsonb ->> o.channel_id::text, 'UTC'), 'YYYY-MM-DD') as day,
        (o.pricing ->> 'billable')::boolean as billable, o.pricing ->> 'model' as model,
        o.pricing ->> 'type' as type, o.pricing ->> 'category' as category,
        o.pricing ->> 'conversation' as conversation,
        ${isOfFlow ? sql`s.flow_id` : NOTHING} as flow,
        ${split === 'node' ? sql`o.node` : NOTHING} as node,
        ${split === 'outcome' ? sql`case when s.id is not null then ${OUTCOME} end` : NOTHING} as outcome,
        ${isByWay ? sql`w.way` : NOTHING} as path,
        ${split === 'broadcast' ? BROADCAST : NOTHING} as broadcast
      from outbox o
      left join contacts c on c.id = o.contact_id
      ${isOfFlow ? sql`left join sessions s on s.lane = o.lane and s.id = o.session_id` : sql``}
      ${isByWay ? sql`left join ways w on w.lane = o.lane and w.session_id = o.session_id` : sql``}
      ${split === 'broadcast' ? sql`left join inbox i on i.lane = o.lane and i.id = o.inbox_id` : sql``}
      where o.lane = any(${EVERY_LANE}::smallint[]) and o.status in ('delivered', 'read')
        and o.created_at >= ${made.from} and o.created_at < ${made.to}
    ) told
    where day between ${from} and ${to}
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
  `.execute(db);
  return rows;
}

const NOTHING = sql`null::text`;

/** What a broadcast sent itself, and what the first turn of a flow said that it started. */
const BROADCAST = sql`case
  when o.once like 'broadcast:%' then split_part(o.once, ':', 2)
  when i.source like 'start:%:broadcast:%' then split_part(i.source, ':', 4)
end`;
