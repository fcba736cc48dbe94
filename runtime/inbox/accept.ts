import type { Input } from '@parley/flows/input.ts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/** A message whose sender and conversation are known, ready for the inbox. */
export type Incoming = {
  channelId: string;
  contactId: string;
  /** The contact's `merges` when it was looked up. */
  merges: number;
  lane: number;
  conversationId: string;
  isNew: boolean;
  wamid: string;
  sentAt: Date;
  opensWindow: boolean;
  /** Null: opens the window and moves no session. */
  input: Input | null;
  contextId: string | null;
  referral: { [key: string]: unknown } | null;
  raw: unknown;
};

/**
 * What became of a message. `stale`: its contact was merged into another since it was looked up, and it is not stored; look the
 * sender up again.
 */
export type Accepted = 'accepted' | 'duplicate' | 'stale';

/**
 * Stores a batch of messages in one statement, each once for ever, and opens the windows of their conversations; conversations that
 * are not there yet are created. Within the batch messages take effect in the order in which they were written.
 *
 * It waits for nobody but another acceptance or a merge of the same contact. A conversation that a turn has locked keeps the window
 * it has for the moment; the turn that takes the message sets it.
 */
export async function accept(db: Kysely<Database>, batch: readonly Incoming[]): Promise<Accepted[]> {
  const events = batch.map((message, n) => ({
    n,
    lane: message.lane,
    conversation_id: message.conversationId,
    is_new: message.isNew,
    channel_id: message.channelId,
    contact_id: message.contactId,
    merges: message.merges,
    source: message.wamid,
    opens: message.opensWindow,
    input: message.input,
    context_id: message.contextId,
    referral: message.referral,
    raw: message.raw,
    sent_at: message.sentAt,
  }));
  const { rows } = await sql<{ n: number; verdict: Accepted }>`
    with told as (
      -- A message from the future would keep its window open for longer than WhatsApp does.
      select e.*, least(e.sent_at, now()) as at
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as e(
        n integer, lane smallint, conversation_id uuid, is_new boolean, channel_id uuid, contact_id uuid, merges integer,
        source text, opens boolean, input jsonb, context_id text, referral jsonb, raw jsonb, sent_at timestamptz
      )
    ), present as (
      -- Locked, so that no merge comes between; read as it is after any that came before.
      select p.id from contacts p join (select distinct contact_id, merges from told) t
        on t.contact_id = p.id and t.merges = p.merges
      order by p.id
      for key share of p
    ), event as (
      select t.* from told t join present p on p.id = t.contact_id
    ), opened as (
      insert into conversations (lane, id, channel_id, contact_id, last_inbound_at, last_inbound_wamid)
      select distinct on (lane, conversation_id) lane, conversation_id, channel_id, contact_id,
        case when opens then at end, case when opens then source end
      from event where is_new
      order by lane, conversation_id, opens desc, at desc, n desc
      on conflict do nothing
    ), stored as (
      insert into inbox
        (lane, source, kind, channel_id, contact_id, conversation_id, input, context_id, referral, raw, sent_at)
      select lane, source, 'message', channel_id, contact_id, conversation_id, input, context_id, referral, raw, at
      from event where input is not null
      order by at, n
      on conflict do nothing
      returning source
    ), latest as (
      select distinct on (e.lane, e.conversation_id) e.lane, e.conversation_id, e.at, e.source
      from event e left join stored s on s.source = e.source
      where e.opens and (s.source is not null or e.input is null)
      order by e.lane, e.conversation_id, e.at desc, e.n desc
    ), free as (
      select c.lane, c.id from conversations c join latest l on c.lane = l.lane and c.id = l.conversation_id
      where c.last_inbound_at is null or c.last_inbound_at <= l.at
      order by c.lane, c.id
      for no key update of c skip locked
    ), raised as (
      update conversations c set last_inbound_at = l.at, last_inbound_wamid = l.source
      from latest l join free f on f.lane = l.lane and f.id = l.conversation_id
      where c.lane = l.lane and c.id = l.conversation_id
    )
    select t.n, case
      when e.n is null then 'stale'
      when s.source is null and t.input is not null then 'duplicate'
      else 'accepted'
    end as verdict
    from told t
    left join event e on e.n = t.n
    left join stored s on s.source = t.source
  `.execute(db);
  const verdicts = new Map(rows.map(({ n, verdict }) => [n, verdict]));
  return batch.map((_, n) => verdicts.get(n) ?? 'stale');
}
