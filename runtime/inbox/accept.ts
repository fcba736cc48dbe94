import type { Input } from '@parley/flows/input.ts';
import type { Kysely } from 'kysely';
import { retried } from '../db/retried-transaction.ts';
import { statement } from '../db/statement.ts';
import type { Database } from '../db/tables.ts';

/** A message whose sender and conversation are known, ready for the inbox. */
export type Incoming = {
  channelId: string;
  contactId: string;
  /** The contact as it was looked up. */
  merges: number;
  name: string;
  phone: string;
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
 * What became of a message. `stale`: its contact has been merged into another or has changed since it was looked up, and it is
 * not stored; look the sender up again.
 */
export type Accepted = 'accepted' | 'duplicate' | 'stale';

/**
 * Stores a batch of messages in one statement, each once for ever, and opens the windows of their conversations; conversations that
 * are not there yet are created. Within the batch messages take effect in the order in which they were written.
 *
 * On a distributed database one statement for each lane, since a statement may not span them.
 *
 * It waits for nobody but another acceptance or a merge of the same contact. A conversation that a turn has locked keeps the window
 * it has for the moment; the turn that takes the message sets it.
 */
export async function accept(
  db: Kysely<Database>,
  batch: readonly Incoming[],
  { isDistributed = false } = {},
): Promise<Accepted[]> {
  const speaking = new Set(speakers(batch));
  const entries = entriesOf(batch);
  const events = batch.map((message, n) => ({
    n,
    lane: message.lane,
    conversation_id: message.conversationId,
    is_new: message.isNew,
    speaks: speaking.has(message),
    channel_id: message.channelId,
    contact_id: message.contactId,
    merges: message.merges,
    name: message.name,
    phone: message.phone,
    source: message.wamid,
    opens: message.opensWindow,
    entered_at: entries.get(message.conversationId),
    input: message.input,
    context_id: message.contextId,
    referral: message.referral,
    raw: message.raw,
    sent_at: message.sentAt,
  }));
  // The same messages may come to another process at the same moment, in another order.
  const rows: StoredRow[] = [];
  if (isDistributed) {
    for (const [lane, some] of Map.groupBy(events, (event) => event.lane)) {
      rows.push(...(await retried(() => storeInLane(db, JSON.stringify(some), lane))));
    }
  } else rows.push(...(await retried(() => storeTogether(db, JSON.stringify(events)))));
  const present = new Set(rows.flatMap(({ n }) => (n === null ? [] : [n])));
  const stored = new Set(rows.flatMap(({ source }) => (source === null ? [] : [source])));
  return batch.map(({ wamid, input }, n) => {
    if (!present.has(n)) return 'stale';
    return input === null || stored.has(wamid) ? 'accepted' : 'duplicate';
  });
}

/** Of each conversation the message that says when its window opened last: the latest that opens one, else the latest. */
function speakers(batch: readonly Incoming[]): Incoming[] {
  const latest = new Map<string, Incoming>();
  for (const message of batch) {
    const known = latest.get(message.conversationId);
    if (!known || speaksLouder(message, known)) latest.set(message.conversationId, message);
  }
  return [...latest.values()];
}

/** When people came by an ad or a post, by conversation; few did. */
function entriesOf(batch: readonly Incoming[]): Map<string, Date> {
  const entries = new Map<string, Date>();
  for (const { conversationId, referral, sentAt } of batch) {
    const known = entries.get(conversationId);
    if (referral && (!known || known < sentAt)) entries.set(conversationId, sentAt);
  }
  return entries;
}

function speaksLouder(message: Incoming, than: Incoming): boolean {
  if (message.opensWindow !== than.opensWindow) return message.opensWindow;
  return message.sentAt >= than.sentAt;
}

/** Returns the numbers of the messages whose contacts are as they were looked up, and the ids of those that were new. */
function storeText({ lane, ofConversation }: { lane: string; ofConversation: string }): string {
  return `
  with event as (
    -- A message from the future would keep its window open for longer than WhatsApp does.
    select e.*, least(e.sent_at, now()) as at, case when e.entered_at is not null then least(e.entered_at, now()) end as entered
    from jsonb_to_recordset($1::jsonb) as e(
      n integer, lane smallint, conversation_id uuid, is_new boolean, speaks boolean, channel_id uuid, contact_id uuid,
      merges integer, name text, phone text, source text, opens boolean, entered_at timestamptz, input jsonb, context_id text,
      referral jsonb, raw jsonb, sent_at timestamptz
    )
    join contacts p on p.id = e.contact_id and p.merges = e.merges and p.name = e.name and p.phone = e.phone
    -- So that no merge comes between; read as it is after any that came before.
    for key share of p
  ), opened as (
    insert into conversations (lane, id, channel_id, contact_id, last_inbound_at, last_inbound_wamid, entered_at)
    select ${lane}, conversation_id, channel_id, contact_id, case when opens then at end, case when opens then source end,
      entered
    from event where is_new and speaks
    order by lane, conversation_id
    on conflict do nothing
  ), stored as (
    insert into inbox
      (lane, source, kind, channel_id, contact_id, conversation_id, input, context_id, referral, raw, sent_at)
    select ${lane}, source, 'message', channel_id, contact_id, conversation_id, input, context_id, referral, raw, at
    from event where input is not null
    order by at, n
    on conflict do nothing
    returning source
  ), free as (
    select c.lane, c.id, e.at, e.source, e.entered
    from event e join conversations c on c.lane = ${ofConversation} and c.id = e.conversation_id
    where e.speaks and e.opens and (c.last_inbound_at is null or c.last_inbound_at <= e.at)
    for no key update of c skip locked
  ), raised as (
    update conversations c
    set last_inbound_at = f.at, last_inbound_wamid = f.source, entered_at = coalesce(f.entered, c.entered_at)
    from free f
    where c.lane = ${ofConversation === LANE ? LANE : 'f.lane'} and c.id = f.id
  )
  select n, null as source from event
  union all
  select null, source from stored
`;
}

/** With the lane that a statement names where the database is spread by it. */
const LANE = '$2';

type StoredRow = { n: number | null; source: string | null };
const storeTogether = statement<StoredRow>(storeText({ lane: 'lane', ofConversation: 'e.lane' }));
const storeInLane = statement<StoredRow>(storeText({ lane: LANE, ofConversation: LANE }));
