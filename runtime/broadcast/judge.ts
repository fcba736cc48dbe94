import { type RawBuilder, sql } from 'kysely';
import { unreachableSince } from '../contact/reach.ts';
import { isMarketingHeld } from '../outbox/learn-of-refusals.ts';
import type { Broadcast } from './broadcasts.ts';

/** Why somebody does not get a broadcast. */
export const SKIP_REASONS = [
  'contact-gone',
  'blocked',
  'identity-changed',
  'unreachable',
  'opted-out',
  'no-consent',
  'held-by-a-person',
  'frequency-cap',
  'marketing-held',
  'empty-value',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** `isMarketing`: what it sends is marketing, as far as is known. */
export type Judged = Pick<Broadcast, 'id' | 'purpose' | 'overrideReason' | 'brake'> & {
  isMarketing: boolean;
};

/**
 * The reason against sending to a contact, as an expression over `contacts c` and its conversation with the number, `conversations v`, where
 * each may be missing; null: none. An administrator's override stands for consent that was never asked for, and never for one that was
 * withdrawn. Source: WhatsApp Business Messaging Policy, opt-out requests must be honoured.
 */
export function reasonAgainst({
  id,
  purpose,
  overrideReason,
  brake,
  isMarketing,
}: Judged): RawBuilder<SkipReason | null> {
  const newest = sql`(
    select k.granted from consents k
    where k.contact_id = c.id and k.purpose in (${purpose}, '*')
    order by k.at desc, k.id desc limit 1
  )`;
  const { cap } = brake;
  const isCapped = cap
    ? sql`(
        select count(*) from broadcast_recipients g
        where g.contact_id = c.id and g.status = 'sent' and g.broadcast_id <> ${id}
          and g.handled_at > now() - ${cap.days}::integer * interval '1 day'
      ) >= ${cap.messages}`
    : sql`false`;
  return sql<SkipReason | null>`case
    when c.id is null then 'contact-gone'
    when c.blocked_at is not null then 'blocked'
    when c.identity_changed_at is not null then 'identity-changed'
    when ${unreachableSince} is not null then 'unreachable'
    when ${newest} is false then 'opted-out'
    when ${overrideReason === null} and ${newest} is not true then 'no-consent'
    when v.held then 'held-by-a-person'
    when ${isCapped} then 'frequency-cap'
    when ${isMarketing ? isMarketingHeld : sql`false`} then 'marketing-held'
  end`;
}
