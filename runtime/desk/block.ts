import { type Kysely, sql } from 'kysely';
import type { ChannelCache } from '../channel/channel-cache.ts';
import type { Database } from '../db/tables.ts';
import { record } from '../escalation/history.ts';
import type { GraphClient } from '../whatsapp/graph-client.ts';

export type BlockDeps = {
  db: Kysely<Database>;
  channels: ChannelCache;
  graph?: Pick<GraphClient, 'setBlocked'> | undefined;
};

/**
 * Blocks a conversation's contact, or no longer: what they write is kept and moves nothing. WhatsApp is asked to do the same for the
 * conversation's number; true when it does. It only blocks whoever wrote to the number within the last day.
 */
export async function setBlocked(
  { db, channels, graph }: BlockDeps,
  { lane, id }: { lane: number; id: string },
  { isBlocked, by }: { isBlocked: boolean; by: string },
): Promise<boolean> {
  const { rows } = await sql<{ contact_id: string; channel_id: string; phone: string; bsuid: string | null }>`
    select c.contact_id, c.channel_id, p.phone,
      (select max(a.value) from contact_aliases a where a.contact_id = p.id and a.kind = 'bsuid') as bsuid
    from conversations c join contacts p on p.id = c.contact_id
    where c.lane = ${lane} and c.id = ${id}
  `.execute(db);
  const [row] = rows;
  if (!row) return false;
  await db.transaction().execute(async (tx) => {
    const changed = await tx
      .updateTable('contacts')
      .set({ blocked_at: isBlocked ? sql<Date>`now()` : null, blocked_by: isBlocked ? by : null })
      .where('id', '=', row.contact_id)
      .where('blocked_at', isBlocked ? 'is' : 'is not', null)
      .returning('id')
      .executeTakeFirst();
    const kind = isBlocked ? ('blocked' as const) : ('unblocked' as const);
    if (changed) await record(tx, lane, [{ conversationId: id, caseId: null, kind, who: by }]);
  });
  const channel = await channels.byId(row.channel_id);
  const user = row.phone !== '' ? { user: row.phone } : row.bsuid !== null ? { userId: row.bsuid } : null;
  if (!channel || !user || !graph) return false;
  const told = await graph.setBlocked(channel, user, isBlocked);
  return told.ok;
}
