import { WINDOW_MS } from '@parley/flows/window.ts';
import { type Kysely, sql } from 'kysely';
import { matching } from '../contacts/query.ts';
import type { Database } from '../db/tables.ts';
import { numberPrices } from '../prices/number-prices.ts';
import { COUNTRY_OF_CONTACT } from '../prices/people-by-country.ts';
import { knownRates } from '../prices/rate-cards.ts';
import type { BroadcastDraft } from './broadcasts.ts';
import { fillTemplate, type Person, startsAt } from './content.ts';
import { type Estimate, estimate, type Reached } from './estimate.ts';
import { type Judged, reasonAgainst, type SkipReason } from './judge.ts';
import { isMarketing, templateOf } from './template-of.ts';

/** What sending would mean now. */
export type Preflight = {
  recipients: number;
  /** Of them so many would get it. */
  reached: number;
  skipped: { reason: SkipReason; count: number }[];
  /** Of those reached, who wrote within the last 24 hours: the messaging limit does not count them. */
  insideWindow: number;
  /** People whom all numbers together have started a conversation with in the last 24 hours. */
  usedOfLimit: number;
  /** What WhatsApp told of the limit last; null: nothing yet, or without an end. */
  limit: number | null;
  /** Of the template, as WhatsApp told it last; null: not known here. */
  template: { status: string; category: string; quality: string } | null;
  /** How the message looks for the first person reached. */
  example: { name: string; message: unknown } | null;
  /** What it would cost; null where the template's category or the currency is not known. */
  estimate: Estimate | null;
};

/** Looks at everybody in the segment, and sends nothing. */
export async function preflight(db: Kysely<Database>, draft: BroadcastDraft): Promise<Preflight> {
  const template = await templateOf(db, draft);
  const judged = { ...draft, id: NO_BROADCAST, isMarketing: isMarketing(draft, template) };
  const { rows } = await sql<Reached & { reason: SkipReason | null }>`
    select reason, inside, country, count(*)::integer as count from (
      select ${reasonAgainst(judged)} as reason, ${COUNTRY_OF_CONTACT} as country,
        (v.last_inbound_at + ${WINDOW_MS}::integer * interval '1 millisecond' > now()) is true as inside
      from contacts c left join lateral (${conversationOf(draft.numberId)}) v on true
      where ${matching(draft.segment)}
    ) judged
    group by 1, 2, 3
  `.execute(db);
  const sum = (wanted: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(wanted).reduce((total, { count }) => total + count, 0);
  const reasons = [...new Set(rows.flatMap(({ reason }) => reason ?? []))];
  return {
    recipients: sum(() => true),
    reached: sum(({ reason }) => reason === null),
    skipped: reasons.map((reason) => ({ reason, count: sum((row) => row.reason === reason) })),
    insideWindow: sum(({ reason, inside }) => reason === null && inside),
    ...(await limitOf(db)),
    template,
    example: await exampleOf(db, draft, judged),
    estimate: template
      ? await estimateOf(
          db,
          draft,
          template.category,
          rows.filter(({ reason }) => reason === null),
        )
      : null,
  };
}

/** Null while no rate card says in which currency. */
async function estimateOf(
  db: Kysely<Database>,
  { numberId, schedule }: BroadcastDraft,
  category: string,
  people: readonly Reached[],
): Promise<Estimate | null> {
  const number = (await numberPrices(db)).find((one) => one.numberId === numberId);
  if (!number || number.currency === null) return null;
  const { currency, markupPercent } = number;
  const day = startsAt(schedule, new Date()).toISOString().slice(0, 10);
  const rates = await knownRates(db);
  return estimate(people, { category: category.toLowerCase(), day, rates, currency, markupPercent });
}

const NO_BROADCAST = '00000000-0000-0000-0000-000000000000';

const conversationOf = (numberId: string) => sql`
  select lane, id, held, last_inbound_at from conversations
  where contact_id = c.id and channel_id = ${numberId} and merged_into is null limit 1
`;

/** Source: WhatsApp Cloud API, "Messaging limits": unique people outside a window in rolling 24 hours, over the whole portfolio. */
async function limitOf(db: Kysely<Database>): Promise<Pick<Preflight, 'usedOfLimit' | 'limit'>> {
  const { rows: used } = await sql<{ count: number }>`
    select count(distinct contact_id)::integer as count from outbox
    where sent_at > now() - interval '24 hours' and message ->> 'type' = 'template'
  `.execute(db);
  const { rows: told } = await sql<{ most: string | null }>`
    select raw -> 'value' ->> 'max_daily_conversations_per_business' as most from webhook_events
    where kind in ('account-event', 'number-event') and raw -> 'value' ? 'max_daily_conversations_per_business'
    order by id desc limit 1
  `.execute(db);
  // Such as 2000 or TIER_2K.
  const [, digits, thousands] = /(\d+)(K)?$/.exec(told[0]?.most ?? '') ?? [];
  const limit = digits === undefined ? null : Number(digits) * (thousands ? 1000 : 1);
  return { usedOfLimit: used[0]?.count ?? 0, limit };
}

async function exampleOf(
  db: Kysely<Database>,
  draft: BroadcastDraft,
  judged: Judged,
): Promise<Preflight['example']> {
  const { content } = draft;
  if (content.kind !== 'template') return null;
  const { rows } = await sql<Person>`
    select c.name, c.phone, c.username, c.fields
    from contacts c left join lateral (${conversationOf(draft.numberId)}) v on true
    where ${matching(draft.segment)} and ${reasonAgainst(judged)} is null
    limit 1
  `.execute(db);
  const [person] = rows;
  return person
    ? { name: person.name || person.phone, message: fillTemplate(content.message, person) }
    : null;
}
