import { numberOn } from '@parley/flows/rules/pack.ts';
import { sql } from 'kysely';

/**
 * Free entry points: who comes by an ad or a post and is answered within a day may be sent any number of messages for 72 hours from that
 * answer on, and none of them costs anything. That is no window: a day after the person's last message only templates go, though free.
 * Source: WhatsApp, pricing, free entry points.
 */
const HOUR_MS = 3600_000;
const ANSWER_WITHIN_MS = 24 * HOUR_MS;
const FREE_MS = numberOn('window.freeEntry') * HOUR_MS;

/** The first message of ours that went out within a day of the entry of the conversation `c`, as a column's value; null for none. */
export const FIRST_ANSWER = sql<Date | null>`case when c.entered_at is not null then (
  select min(f.sent_at) from outbox f
  where f.lane = c.lane and f.conversation_id = c.id
    and f.sent_at >= c.entered_at and f.sent_at <= c.entered_at + ${ANSWER_WITHIN_MS}::integer * interval '1 millisecond'
) end`;

/** Until when everything is free, given the first answer to somebody who came by an ad; null when it is not, or no more. */
export function freeUntil(firstAnswer: Date | null, now: Date): Date | null {
  if (firstAnswer === null) return null;
  const until = new Date(firstAnswer.getTime() + FREE_MS);
  return now < until ? until : null;
}
