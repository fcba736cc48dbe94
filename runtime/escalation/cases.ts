import { type Kysely, sql } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import { retriedTransaction } from '../db/retried-transaction.ts';
import type { Database } from '../db/tables.ts';
import { type Entry, enqueue } from '../inbox/enqueue.ts';

/** A person was asked to take over and has not handed back yet. */
export type OpenCase = {
  /** `<lane>.<id>`. */
  caseId: string;
  conversationId: string;
  channelId: string;
  contactId: string;
  contactName: string;
  /** The node that asked. */
  node: string;
  team: string | null;
  /** What the flow has to say about it. */
  summary: string | null;
  openedAt: Date;
};

/** Cases that wait for a person, those that wait longest first. */
export async function openCases(db: Kysely<Database>, limit = 100): Promise<OpenCase[]> {
  const rows = await db
    .selectFrom('cases as k')
    .innerJoin('conversations as c', (join) =>
      join.onRef('c.lane', '=', 'k.lane').onRef('c.id', '=', 'k.conversation_id'),
    )
    .innerJoin('contacts as p', 'p.id', 'c.contact_id')
    .select(['k.lane', 'k.id', 'k.conversation_id', 'k.node', 'k.team', 'k.summary', 'k.opened_at'])
    .select(['c.channel_id', 'c.contact_id', 'p.name'])
    .where('k.status', '=', 'requested')
    .orderBy('k.opened_at')
    .orderBy('k.id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    caseId: `${row.lane}.${row.id}`,
    conversationId: row.conversation_id,
    channelId: row.channel_id,
    contactId: row.contact_id,
    contactName: row.name,
    node: row.node,
    team: row.team,
    summary: row.summary,
    openedAt: row.opened_at,
  }));
}

export type CaseDeps = {
  db: Kysely<Database>;
  /** The agent's word waits in the inbox: there is a turn to take. */
  onResolved?: (lane: number) => void;
};

/**
 * An agent hands the conversation back to its flow, with a word on how it went. Takes effect with the next turn, which closes the
 * conversation's open cases; told twice, it counts once. False when no case is open.
 */
export async function resolveCase(
  { db, onResolved }: CaseDeps,
  conversationId: string,
  outcome?: string,
): Promise<boolean> {
  const lane = await retriedTransaction(db, async (tx) => {
    const open = await tx
      .selectFrom('cases')
      .select(['lane', 'id'])
      // Whoever has only the conversation's id does not know its lane; the index is asked once for each.
      .where('lane', '=', sql<number>`any(${EVERY_LANE}::smallint[])`)
      .where('conversation_id', '=', conversationId)
      .where('status', '=', 'requested')
      .orderBy('id', 'desc')
      .executeTakeFirst();
    if (!open) return null;
    const entry: Entry = {
      lane: open.lane,
      conversationId,
      // Whichever session is under way: the agent speaks for the conversation.
      sessionId: null,
      kind: 'agent',
      source: `resolved:${open.lane}.${open.id}`,
      input: { type: 'agent.resolved', ...(outcome === undefined ? {} : { outcome }) },
    };
    await enqueue(tx, [entry]);
    return open.lane;
  });
  if (lane !== null) onResolved?.(lane);
  return lane !== null;
}
