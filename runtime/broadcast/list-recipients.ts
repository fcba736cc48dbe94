import { type Kysely, sql } from 'kysely';
import { newConversationId } from '../contact/alias.ts';
import { matching } from '../contacts/query.ts';
import { laneOf } from '../db/lane.ts';
import { retriedTransaction } from '../db/retried-transaction.ts';
import type { Database } from '../db/tables.ts';
import { broadcastOf } from './broadcasts.ts';
import { dueAt } from './content.ts';

const BATCH = 1000;

/**
 * Writes down the next recipients of a broadcast that is under way, in one transaction with how far that is. Who belongs is decided now;
 * whether each may be sent to, when their turn comes. False when all are known or another process is at it.
 */
export async function listRecipients(
  db: Kysely<Database>,
  broadcastId: string,
  batch = BATCH,
): Promise<boolean> {
  return retriedTransaction(db, async (tx) => {
    const row = await tx
      .selectFrom('broadcasts')
      .selectAll()
      .where('id', '=', broadcastId)
      .where('status', '=', 'running')
      .where('is_listed', '=', false)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!row) return false;
    const { numberId, schedule, segment, startedAt } = broadcastOf(row);
    const { rows: people } = await sql<{
      id: string;
      timezone: string;
      phone: string;
      lane: number | null;
      conversation_id: string | null;
    }>`
      select c.id, c.timezone, c.phone, v.lane, v.id as conversation_id
      from (
        select * from contacts c
        where (${row.listed_to === null} or c.id > ${row.listed_to ?? NOBODY}::uuid) and ${matching(segment)}
        order by c.id limit ${batch}
      ) c
      left join lateral (
        select lane, id from conversations
        where contact_id = c.id and channel_id = ${numberId} and merged_into is null limit 1
      ) v on true
      order by c.id
    `.execute(tx);
    const begun = startedAt ?? new Date();
    const recipients = people.map((person) => ({
      lane: person.lane ?? laneOf(numberId, person.id),
      contact_id: person.id,
      conversation_id: person.conversation_id ?? newConversationId(numberId, person.id),
      due_at: dueAt(schedule, person, begun),
    }));
    for (const [lane, some] of Map.groupBy(recipients, (one) => one.lane)) {
      await sql`
        insert into broadcast_recipients (lane, broadcast_id, contact_id, conversation_id, due_at)
        select ${lane}, ${broadcastId}, r.contact_id, r.conversation_id, r.due_at
        from jsonb_to_recordset(${JSON.stringify(some)}::jsonb)
          as r(contact_id uuid, conversation_id uuid, due_at timestamptz)
        on conflict do nothing
      `.execute(tx);
    }
    const last = people.at(-1);
    const isListed = people.length < batch;
    await tx
      .updateTable('broadcasts')
      .set({ is_listed: isListed, ...(last && { listed_to: last.id }) })
      .where('id', '=', broadcastId)
      .execute();
    return !isListed;
  });
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
