import { type Kysely, sql, type Transaction } from 'kysely';
import { retriedTransaction } from '../db/retried-transaction.ts';
import type { Database } from '../db/tables.ts';
import { enqueue } from '../inbox/enqueue.ts';
import { type Broadcast, broadcastOf } from './broadcasts.ts';
import { fillTemplate, type Person } from './content.ts';
import { reasonAgainst, type SkipReason } from './judge.ts';
import { isMarketing, templateOf } from './template-of.ts';

type Tx = Transaction<Database>;

/** Of one broadcast and lane so many messages wait in the outbox at most: a pause takes effect within seconds. */
const IN_OUTBOX = 40;

export type Batch = {
  /** Recipients that were dealt with, sent to or not. */
  handled: number;
  /** Whether there are messages for the sender, or starts for turns. */
  wakes: 'deliver' | 'turns' | null;
  /** More of this lane could go now. */
  hasMore: boolean;
};

const NOTHING: Batch = { handled: 0, wakes: null, hasMore: false };

/**
 * Puts the next messages of a broadcast and one lane into the outbox, in the transaction that takes their recipients off the list: a
 * process that ends in the middle has sent to nobody of this batch, and nobody is sent to twice. Consent and everything else is looked
 * at now. Who is in the middle of a turn comes with the next batch.
 */
export async function sendBatch(
  db: Kysely<Database>,
  broadcastId: string,
  lane: number,
  { batch = IN_OUTBOX, at }: { batch?: number; at?: (point: string) => Promise<void> | void } = {},
): Promise<Batch> {
  return retriedTransaction(db, async (tx) => {
    // Whoever pauses waits for this batch, and no other begins after that.
    const row = await tx
      .selectFrom('broadcasts')
      .selectAll()
      .where('id', '=', broadcastId)
      .where('status', '=', 'running')
      .forShare()
      .executeTakeFirst();
    if (!row) return NOTHING;
    const broadcast = broadcastOf(row);
    const room = batch - (await countWaiting(tx, broadcastId, lane));
    if (room <= 0) return NOTHING;
    const recipients = await nextRecipients(tx, broadcast, lane, room);
    if (recipients.length === 0) return NOTHING;

    const skipped: { contact_id: string; reason: SkipReason }[] = [];
    const accepted: { contact_id: string; conversation_id: string; message: string }[] = [];
    for (const one of recipients) {
      const message = one.reason === null ? messageFor(broadcast, one) : null;
      if (message === null) skipped.push({ contact_id: one.contact_id, reason: one.reason ?? 'empty-value' });
      else accepted.push({ contact_id: one.contact_id, conversation_id: one.conversation_id, message });
    }
    await skip(tx, broadcastId, lane, skipped);
    if (broadcast.content.kind === 'template') await post(tx, broadcast, lane, accepted);
    else await begin(tx, broadcast, lane, broadcast.content.flow, accepted);
    await at?.('broadcast.before-commit');
    const wakes = broadcast.content.kind === 'template' ? 'deliver' : 'turns';
    return {
      handled: recipients.length,
      wakes: accepted.length > 0 ? wakes : null,
      hasMore: recipients.length === room && accepted.length < room,
    };
  });
}

/** What makes the message count once in its conversation. */
export const onceOf = (broadcastId: string) => `broadcast:${broadcastId}`;

async function countWaiting(tx: Tx, broadcastId: string, lane: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from outbox
    where lane = ${lane} and open and once = ${onceOf(broadcastId)} and status = 'queued'
  `.execute(tx);
  return rows[0]?.count ?? 0;
}

type Recipient = Person & { contact_id: string; conversation_id: string; reason: SkipReason | null };

async function nextRecipients(
  tx: Tx,
  broadcast: Broadcast,
  lane: number,
  limit: number,
): Promise<Recipient[]> {
  const { rows: next } = await sql<{ contact_id: string; conversation_id: string }>`
    select contact_id, conversation_id from broadcast_recipients
    where lane = ${lane} and broadcast_id = ${broadcast.id} and status = 'waiting' and due_at <= now()
    order by due_at, contact_id limit ${limit}
    for update skip locked
  `.execute(tx);
  if (next.length === 0) return [];
  await sql`
    insert into conversations (lane, id, channel_id, contact_id)
    select ${lane}, r.conversation_id, ${broadcast.numberId}, r.contact_id
    from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as r(conversation_id uuid, contact_id uuid)
    where exists (select from contacts c where c.id = r.contact_id)
    on conflict do nothing
  `.execute(tx);
  const sendsMarketing = isMarketing(broadcast, await templateOf(tx, broadcast));
  // Under its lock nobody takes a conversation over between the look at it and the message.
  const { rows } = await sql<Recipient>`
    select r.contact_id, coalesce(v.id, r.conversation_id) as conversation_id, c.name, c.phone, c.username, c.fields,
      ${reasonAgainst({ ...broadcast, isMarketing: sendsMarketing })} as reason
    from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as r(conversation_id uuid, contact_id uuid)
    join conversations v on v.lane = ${lane} and v.id = r.conversation_id
    join contacts c on c.id = r.contact_id
    for no key update of v skip locked
  `.execute(tx);
  const { rows: gone } = await sql<{ contact_id: string }>`
    select r.contact_id from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as r(contact_id uuid)
    where not exists (select from contacts c where c.id = r.contact_id)
  `.execute(tx);
  const nobody = { conversation_id: '', name: '', phone: '', username: null, fields: {} };
  return [
    ...rows,
    ...gone.map(({ contact_id }) => ({ ...nobody, contact_id, reason: 'contact-gone' as const })),
  ];
}

/** As JSON; '' for a flow, which says something of its own. Null when a value would be empty. */
function messageFor({ content }: Broadcast, person: Person): string | null {
  if (content.kind === 'flow') return '';
  const filled = fillTemplate(content.message, person);
  return filled && JSON.stringify(filled);
}

async function skip(
  tx: Tx,
  broadcastId: string,
  lane: number,
  skipped: readonly { contact_id: string; reason: SkipReason }[],
): Promise<void> {
  if (skipped.length === 0) return;
  await sql`
    update broadcast_recipients r set status = 'skipped', reason = s.reason, handled_at = now()
    from jsonb_to_recordset(${JSON.stringify(skipped)}::jsonb) as s(contact_id uuid, reason text)
    where r.lane = ${lane} and r.broadcast_id = ${broadcastId} and r.contact_id = s.contact_id
  `.execute(tx);
}

type Accepted = { contact_id: string; conversation_id: string; message: string };

async function post(tx: Tx, { id, numberId }: Broadcast, lane: number, accepted: readonly Accepted[]) {
  if (accepted.length === 0) return;
  const rows = accepted.map(({ message, ...one }) => ({ ...one, message: JSON.parse(message) }));
  await sql`
    with posted as (
      insert into outbox (lane, conversation_id, channel_id, contact_id, message, once)
      select ${lane}, r.conversation_id, ${numberId}, r.contact_id, r.message, ${onceOf(id)}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(conversation_id uuid, contact_id uuid, message jsonb)
      on conflict (lane, conversation_id, once) where once is not null do nothing
      returning id, contact_id
    )
    update broadcast_recipients r set status = 'sent', handled_at = now(), outbox_id = p.id
    from posted p
    where r.lane = ${lane} and r.broadcast_id = ${id} and r.contact_id = p.contact_id
  `.execute(tx);
  // What stood in the outbox already was sent under another row of the list.
  await sql`
    update broadcast_recipients r set status = 'sent', handled_at = now(), reason = 'sent-before'
    where r.lane = ${lane} and r.broadcast_id = ${id} and r.status = 'waiting'
      and r.contact_id = any(${accepted.map(({ contact_id }) => contact_id)}::uuid[])
  `.execute(tx);
}

async function begin(tx: Tx, { id }: Broadcast, lane: number, flowId: string, accepted: readonly Accepted[]) {
  await enqueue(
    tx,
    accepted.map(({ conversation_id }) => ({
      lane,
      conversationId: conversation_id,
      sessionId: null,
      kind: 'start' as const,
      source: `start:${conversation_id}:${onceOf(id)}`,
      input: null,
      // The broadcast has looked at consents, or its override stands for them.
      raw: { flowId, allowedBecause: onceOf(id) },
    })),
  );
  await sql`
    update broadcast_recipients r set status = 'sent', handled_at = now()
    where r.lane = ${lane} and r.broadcast_id = ${id}
      and r.contact_id = any(${accepted.map(({ contact_id }) => contact_id)}::uuid[])
  `.execute(tx);
}
