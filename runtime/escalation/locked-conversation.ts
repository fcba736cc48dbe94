import { type Kysely, sql } from 'kysely';
import { findConversation } from '../conversation/find-conversation.ts';
import { retriedTransaction } from '../db/retried-transaction.ts';
import type { Database } from '../db/tables.ts';
import { UNFINISHED } from './case-rows.ts';

/** A conversation whose row this transaction holds: no turn and nobody else changes whose it is. */
export type LockedConversation = {
  lane: number;
  id: string;
  channelId: string;
  contactId: string;
  /** The contact's language, '' when unknown. */
  locale: string;
  held: boolean;
  owner: string | null;
  ownedAt: Date | null;
  lastInboundAt: Date | null;
  /** The database's clock. */
  now: Date;
  /** The case that somebody still has something to do with. */
  openCase: { id: string; team: string | null; assignee: string | null } | null;
};

type Row = Omit<LockedConversation, 'openCase' | 'now'>;

/**
 * Does `work` with the conversation's row locked: waits for the turn that may have it. Null when there is no such conversation; one that
 * was merged leads to where it goes on.
 */
export async function withConversation<Result>(
  db: Kysely<Database>,
  conversationId: string,
  work: (tx: Kysely<Database>, conversation: LockedConversation) => Promise<Result>,
): Promise<Result | null> {
  const found = await findConversation(db, conversationId);
  if (!found) return null;
  const { lane, id } = found;
  return retriedTransaction(db, async (tx) => {
    const conversation = await lockConversation(tx, lane, id);
    return conversation && work(tx, conversation);
  });
}

/** Locks one conversation of a lane until the transaction ends; null when it has been merged into another. */
export async function lockConversation(
  tx: Kysely<Database>,
  lane: number,
  id: string,
): Promise<LockedConversation | null> {
  const { rows } = await sql<Row>`
    select c.lane, c.id, c.channel_id as "channelId", c.contact_id as "contactId", p.locale, c.held, c.owner,
      c.owned_at as "ownedAt", c.last_inbound_at as "lastInboundAt"
    from conversations c join contacts p on p.id = c.contact_id
    where c.lane = ${lane} and c.id = ${id} and c.merged_into is null
    for update of c
  `.execute(tx);
  const [row] = rows;
  if (!row) return null;
  // After the lock, so that it is as whoever held it before has left it.
  const cases = await sql<{ id: string; team: string | null; assignee: string | null }>`
    select id, team, assignee from cases
    where lane = ${lane} and conversation_id = ${id} and status = any(${UNFINISHED}::text[])
    order by id desc limit 1
  `.execute(tx);
  const clock = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(tx);
  const now = clock.rows[0]?.now ?? new Date(Number.NaN);
  return { ...row, now, openCase: cases.rows[0] ?? null };
}

/** Writes down whose the conversation is. */
export async function setOwner(
  tx: Kysely<Database>,
  { lane, id }: Pick<LockedConversation, 'lane' | 'id'>,
  owner: string | null,
): Promise<void> {
  await tx
    .updateTable('conversations')
    .set({ held: true, owner, owned_at: owner === null ? null : sql<Date>`now()` })
    .where('lane', '=', lane)
    .where('id', '=', id)
    .execute();
}

/** What was kept while a person had the conversation takes effect, in its turn. */
export async function thaw(
  tx: Kysely<Database>,
  { lane, id }: Pick<LockedConversation, 'lane' | 'id'>,
): Promise<void> {
  await tx
    .updateTable('inbox')
    .set({ status: 'new' })
    .where('lane', '=', lane)
    .where('conversation_id', '=', id)
    .where('status', '=', 'kept')
    .execute();
}
