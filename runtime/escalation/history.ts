import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/** What is written into a conversation's history, beside its messages. */
export const EVENT_KINDS = [
  'opened',
  'offered',
  'assigned',
  'taken',
  'released',
  'answered',
  'resolved',
  'expired',
  'handed-back',
  'restarted',
  'started',
  'alarm',
  'noticed',
  'window-closing',
  'window-closed',
  'note',
  'labelled',
  'snoozed',
  'woken',
  'blocked',
  'unblocked',
  'merged',
  'template-sent',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Who did it, where that is no person's id. */
export const BOT = 'bot';
export const PHONE = 'phone';
export const SYSTEM = 'system';

export type HistoryEvent = {
  conversationId: string;
  /** Null: it has to do with no case. */
  caseId: string | null;
  kind: EventKind;
  /** A person's id, `bot`, `phone` (the WhatsApp Business app) or `system` (a deadline, a policy). */
  who: string;
  details?: { [name: string]: unknown };
};

/** Writes down what happened, in the transaction in which it happens. */
export async function record(
  tx: Kysely<Database>,
  lane: number,
  events: readonly HistoryEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ conversationId, caseId, kind, who, details = {} }, n) => ({
    ...{ n, kind, who, details },
    conversation_id: conversationId,
    case_id: caseId,
  }));
  await sql`
    insert into conversation_events (lane, conversation_id, case_id, kind, who, details)
    select ${lane}, r.conversation_id, r.case_id, r.kind, r.who, r.details
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(n integer, conversation_id uuid, case_id bigint, kind text, who text, details jsonb)
    order by r.n
  `.execute(tx);
}

export type PastEvent = {
  id: string;
  kind: string;
  at: Date;
  who: string;
  /** `<lane>.<id>`, as in the list of cases. */
  caseId: string | null;
  details: { [name: string]: unknown };
};

/** The newest `limit` events of a conversation that came before the one with the id `before`, oldest first. */
export async function readHistory(
  db: Kysely<Database>,
  { lane, id }: { lane: number; id: string },
  { before, limit }: { before: string | null; limit: number },
): Promise<PastEvent[]> {
  const rows = await db
    .selectFrom('conversation_events')
    .select(['id', 'kind', 'at', 'who', 'case_id', 'details'])
    .where('lane', '=', lane)
    .where('conversation_id', '=', id)
    .$if(before !== null, (query) => query.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.reverse().map(({ case_id, ...row }) => ({
    ...row,
    caseId: case_id === null ? null : `${lane}.${case_id}`,
  }));
}
