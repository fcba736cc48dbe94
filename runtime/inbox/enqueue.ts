import type { Input } from '@parley/flows/input.ts';
import type { Kysely } from 'kysely';
import { statement } from '../db/statement.ts';
import type { Database, InboxKind } from '../db/tables.ts';
import { readJsonText } from '../whatsapp/storable-json.ts';

/** An event of our own for a session: a timer that fired, the result of a call, an agent who hands back, a send that failed. */
export type Entry = {
  lane: number;
  conversationId: string;
  /** The session it is meant for; null: whichever is under way. */
  sessionId: string | null;
  kind: Exclude<InboxKind, 'message'>;
  /** What makes it count once: `timer:<id>`, `call:<session>:<call>`, `failed:<lane>.<outbox id>`, … */
  source: string;
  input: Input | null;
  /** What a `start` is to begin with, or anything else that belongs to the event and not into `input`. */
  raw?: unknown;
};

/** A conversation that something waits for. */
export type Work = { lane: number; conversationId: string };

/**
 * Puts events into the inbox, in this order, each source once for ever, and returns the conversations of those that were new. Call
 * it in the transaction of what caused the event: then both happen, or neither.
 */
export async function enqueue(db: Kysely<Database>, entries: readonly Entry[]): Promise<Work[]> {
  if (entries.length === 0) return [];
  const rows = entries.map((entry, n) => ({
    n,
    lane: entry.lane,
    conversation_id: entry.conversationId,
    session_id: entry.sessionId,
    kind: entry.kind,
    source: entry.source,
    input: entry.input,
    raw: entry.raw,
  }));
  const stored: Work[] = [];
  // All of one lane wherever this matters: a turn's, a timer's, a call's, a send's.
  for (const [lane, some] of Map.groupBy(rows, (row) => row.lane)) {
    stored.push(...(await storeEvents(db, lane, storable(some))));
  }
  return [...new Map(stored.map((work) => [work.conversationId, work])).values()];
}

const storeEvents = statement<Work>(`
  insert into inbox
    (lane, source, kind, channel_id, contact_id, conversation_id, session_id, input, raw, sent_at)
  select $1, t.source, t.kind, c.channel_id, c.contact_id, t.conversation_id, t.session_id, t.input, t.raw, now()
  from jsonb_to_recordset($2::jsonb) as t(
    n integer, conversation_id uuid, session_id uuid, kind text, source text, input jsonb, raw jsonb
  )
  cross join lateral (
    select v.channel_id, v.contact_id from conversations v where v.lane = $1 and v.id = t.conversation_id limit 1
  ) c
  order by t.n
  on conflict do nothing
  returning lane, conversation_id as "conversationId"
`);

/** An answer to a call may hold what PostgreSQL refuses: U+0000, half a surrogate pair. */
function storable(rows: readonly object[]): string {
  const read = readJsonText(JSON.stringify(rows));
  if (!read.ok) throw new Error(`an event for the inbox cannot be stored: ${read.reason}`);
  return JSON.stringify(read.value);
}
