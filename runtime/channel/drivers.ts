import { numberOn } from '@parley/flows/rules/pack.ts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/** What drives a number's quality, as far as it can be seen here, of the last seven days. */
export type Drivers = {
  /** People to whom something was sent. */
  people: number;
  /** Messages to each of them, on average; null: to nobody. */
  messagesEach: number | null;
  optOuts: number;
  /** Blocked by us: who blocks us, WhatsApp does not tell. */
  blocked: number;
  /** The middle one of the times from a first message after a day's silence to our first answer; null: there was none. */
  firstAnswerSeconds: number | null;
};

/** Counts them in the log of messages, as it is now. */
export async function driversOf(db: Kysely<Database>, channelId: string): Promise<Drivers> {
  const { rows } = await sql<{
    people: number;
    messages: number;
    opt_outs: number;
    blocked: number;
    first_answer: number | null;
  }>`
    with sent as (
      select contact_id, count(*)::integer as messages from outbox
      where channel_id = ${channelId} and created_at > now() - interval '8 days'
        and sent_at > now() - interval '7 days' and status in ('sent', 'delivered', 'read')
      group by contact_id
    ), firsts as (
      select i.lane, i.conversation_id, i.sent_at from inbox i
      join conversations c on c.lane = i.lane and c.id = i.conversation_id
      where c.channel_id = ${channelId} and i.kind = 'message' and i.sent_at > now() - interval '7 days'
        and not exists (
          select from inbox b where b.lane = i.lane and b.conversation_id = i.conversation_id and b.kind = 'message'
            and b.sent_at < i.sent_at and b.sent_at > i.sent_at - ${numberOn('window.service')}::integer * interval '1 hour'
        )
    ), answers as (
      select extract(epoch from (
        select min(o.sent_at) from outbox o
        where o.lane = f.lane and o.conversation_id = f.conversation_id and o.sent_at >= f.sent_at
      ) - f.sent_at) as seconds from firsts f
    ), known as (
      select distinct contact_id from conversations where channel_id = ${channelId}
    )
    select (select count(*)::integer from sent) as people,
      (select coalesce(sum(messages), 0)::integer from sent) as messages,
      (select count(distinct c.contact_id)::integer from consents c
        where not c.granted and c.at > now() - interval '7 days'
          and (c.channel_id = ${channelId}
            or (c.channel_id is null and c.contact_id in (select contact_id from known)))) as opt_outs,
      (select count(*)::integer from contacts p join known k on k.contact_id = p.id
        where p.blocked_at > now() - interval '7 days') as blocked,
      (select percentile_disc(0.5) within group (order by seconds) from answers where seconds is not null)::integer
        as first_answer
  `.execute(db);
  const [row] = rows;
  const people = row?.people ?? 0;
  return {
    people,
    messagesEach: people === 0 ? null : Math.round(((row?.messages ?? 0) / people) * 100) / 100,
    optOuts: row?.opt_outs ?? 0,
    blocked: row?.blocked ?? 0,
    firstAnswerSeconds: row?.first_answer ?? null,
  };
}
