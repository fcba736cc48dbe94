import { numberOn, RULES_AS_OF, ruleOn } from '@parley/flows/rules/pack.ts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { failureOf } from '../desk/failure.ts';

/** What is used of the messaging limit, and how far the next step is. */
export type LimitUse = {
  /** As WhatsApp writes it: `TIER_2K`. */
  limit: string | null;
  /** People that may be written to first within 24 hours; null: as many as you like, or not known. */
  most: number | null;
  /** People who were written to outside a window within the last 24 hours, from all numbers here. */
  used: number;
  /** The same over seven days, of which half the limit earns the next step. */
  usedInWeek: number;
  /** The next step that Meta publishes, and how many people within seven days bring it; null at the top. */
  next: { limit: string; most: number | null; peopleInWeek: number } | null;
};

/** Meta's published steps. Another one may be told at any time, so what counts is the value that Graph gives; the next step is what is expected. */
const STEPS = [ruleOn('messagingLimit.steps', RULES_AS_OF)?.value ?? []]
  .flat()
  .map((step) =>
    typeof step === 'number'
      ? { limit: `TIER_${step < 1000 ? step : `${step / 1000}K`}`, most: step }
      : { limit: 'TIER_UNLIMITED', most: null },
  );
/** Half of the limit within so many days brings the next step. */
const DAYS = numberOn('messagingLimit.usedBefore');
const WINDOW_HOURS = numberOn('window.service');

/** How many people a limit is, in any of the notations that Meta uses: `TIER_10K`, `2000`, `UNLIMITED`, `-1`. Null: no limit, or unknown. */
export function peopleOf(limit: string | null): number | null {
  const [, digits, thousands] = /^(?:TIER_)?(\d+)(K?)$/i.exec(limit ?? '') ?? [];
  return digits === undefined ? null : Number(digits) * (thousands ? 1000 : 1);
}

/** The step after a limit. Pure. */
export function nextStep(limit: string | null): LimitUse['next'] {
  const most = peopleOf(limit);
  if (most === null) return null;
  const next = STEPS.find((step) => step.most === null || step.most > most);
  return next ? { ...next, peopleInWeek: Math.ceil(most / 2) } : null;
}

/**
 * Counts the people whom a template reached outside a window: delivered counts, which may be a month after it was sent. The limit belongs to the portfolio, which Graph does not name here: all
 * numbers of this Parley count as one portfolio.
 */
export async function limitUse(db: Kysely<Database>, limit: string | null): Promise<LimitUse> {
  const { rows } = await sql<{ used: number; used_in_week: number }>`
    select count(distinct contact_id) filter (where reached_at > now() - interval '24 hours')::integer as used,
      count(distinct contact_id)::integer as used_in_week
    from outbox o, lateral (select coalesce(o.delivered_at, o.read_at) as reached_at) r
    where created_at > now() - interval '38 days' and reached_at > now() - ${DAYS}::integer * interval '1 day'
      and message ->> 'type' = 'template'
      and not exists (
        select from inbox i
        where i.lane = o.lane and i.conversation_id = o.conversation_id and i.kind = 'message'
          and i.sent_at <= o.sent_at and i.sent_at > o.sent_at - ${WINDOW_HOURS}::integer * interval '1 hour'
      )
  `.execute(db);
  const { used, used_in_week: usedInWeek } = rows[0] ?? { used: 0, used_in_week: 0 };
  return { limit, most: peopleOf(limit), used, usedInWeek, next: nextStep(limit) };
}

export type DayOfNumber = {
  sent: number;
  failed: number;
  /** By WhatsApp's number or our own reason, the most frequent first, each with words. */
  errors: { code: number | null; reason: string; count: number; words: Words }[];
};
type Words = NonNullable<ReturnType<typeof failureOf>>['words'];

/** What became of a number's messages within the last 24 hours. */
export async function dayOfNumber(db: Kysely<Database>, channelId: string): Promise<DayOfNumber> {
  const { rows } = await sql<{ code: number | null; reason: string | null; status: string; count: number }>`
    select (error ->> 'code')::integer as code, error ->> 'reason' as reason,
      case status when 'failed' then 'failed' else 'sent' end as status, count(*)::integer as count
    from outbox
    where channel_id = ${channelId} and created_at > now() - interval '2 days'
      and ((status = 'failed' and failed_at > now() - interval '24 hours')
        or (status in ('sent', 'delivered', 'read') and sent_at > now() - interval '24 hours'))
    group by 1, 2, 3
    order by count desc
  `.execute(db);
  const failed = rows.filter(({ status }) => status === 'failed');
  return {
    sent: rows.filter(({ status }) => status !== 'failed').reduce((sum, { count }) => sum + count, 0),
    failed: failed.reduce((sum, { count }) => sum + count, 0),
    errors: failed.flatMap(({ code, reason, count }) => {
      const failure = failureOf('failed', { ...(code !== null && { code }), reason: reason ?? 'unknown' });
      return failure ? [{ code, reason: failure.reason, count, words: failure.words }] : [];
    }),
  };
}
