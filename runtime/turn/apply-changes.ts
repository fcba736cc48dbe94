import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Leased } from '../outbox/leased.ts';
import type { Loaded } from './batch.ts';
import type { Change, Of } from './change.ts';
import { recordset } from './recordset.ts';
import { writeCases, writeConsents, writeContacts, writeHolds, writeWindows } from './write-conversations.ts';
import { writeCalls, writeSessions, writeTimers } from './write-sessions.ts';

/** What was decided for one conversation. */
export type Decided = { conversation: Loaded; changes: Change[] };

type Tx = Transaction<Database>;

/**
 * Write what was decided for a whole batch: one statement a table, however many conversations there are. With `leaseMs` the
 * new outbox rows are leased to this process and returned, in the order in which they are to be sent; with null they wait in
 * the outbox for whoever claims them, and nothing is returned.
 */
export async function applyChanges(
  tx: Tx,
  lane: number,
  decided: readonly Decided[],
  leaseMs: number | null,
): Promise<Leased[]> {
  const all = decided.flatMap(({ conversation, changes }) =>
    changes.map((change) => ({ conversation, change })),
  );
  const of = <Type extends Change['type']>(type: Type): Of<Type> =>
    all.flatMap(({ conversation, change }) => (isA(type, change) ? [{ conversation, ...change }] : []));

  await writeSessions(tx, lane, of('session'));
  await writeTimers(tx, lane, of('timer'), of('session'));
  await writeCalls(tx, lane, of('call'));
  await writeCases(tx, lane, of('cases-resolved'), of('case'));
  await writeConsents(tx, of('consent'));
  await writeContacts(tx, of('tag'), of('locale'));
  await writeHolds(tx, lane, of('held'));
  await writeWindows(
    tx,
    lane,
    decided.map(({ conversation }) => conversation),
  );
  await markInbox(tx, lane, of('done'), of('ignored'), of('failed'));
  return writeOutbox(tx, lane, of('send'), leaseMs);
}

function isA<Type extends Change['type']>(
  type: Type,
  change: Change,
): change is Extract<Change, { type: Type }> {
  return change.type === type;
}

async function markInbox(
  tx: Tx,
  lane: number,
  done: Of<'done'>,
  ignored: Of<'ignored'>,
  failed: Of<'failed'>,
): Promise<void> {
  const rows: { [column: string]: unknown }[] = [
    ...done.map(({ inboxId, sessionId, path }) => ({
      id: inboxId,
      status: 'done',
      session_id: sessionId,
      path,
    })),
    ...ignored.map(({ inboxId, sessionId, reason }) => ({
      id: inboxId,
      status: 'ignored',
      session_id: sessionId,
      error: reason,
    })),
    ...failed.map(({ inboxId, parked, error }) => ({
      id: inboxId,
      status: parked ? 'parked' : 'new',
      error,
      failures: 1,
    })),
  ];
  if (rows.length === 0) return;
  const columns = 'id bigint, status text, session_id uuid, path jsonb, error text, failures integer';
  await sql`
    update inbox i
    set status = r.status, session_id = coalesce(r.session_id, i.session_id), path = r.path, error = r.error,
      attempts = i.attempts + coalesce(r.failures, 0), done_at = case when r.status <> 'new' then now() end
    from ${recordset(rows, columns)}
    where i.lane = ${lane} and i.id = r.id
  `.execute(tx);
}

async function writeOutbox(
  tx: Tx,
  lane: number,
  changes: Of<'send'>,
  leaseMs: number | null,
): Promise<Leased[]> {
  if (changes.length === 0) return [];
  const rows = changes.map(({ conversation, sessionId, inboxId, node, message }, n) => ({
    n,
    conversation_id: conversation.id,
    session_id: sessionId,
    inbox_id: inboxId,
    channel_id: conversation.channel_id,
    contact_id: conversation.contact_id,
    node,
    message,
  }));
  const columns =
    'n integer, conversation_id uuid, session_id uuid, inbox_id bigint, channel_id uuid, contact_id uuid, node text, message jsonb';
  const written = await sql<{ id: string }>`
    insert into outbox
      (lane, conversation_id, session_id, inbox_id, channel_id, contact_id, node, message, leased_until)
    select ${lane}, r.conversation_id, r.session_id, r.inbox_id, r.channel_id, r.contact_id, r.node, r.message,
      now() + ${leaseMs}::integer * interval '1 millisecond'
    from ${recordset(rows, columns)}
    order by r.n
    returning id
  `.execute(tx);
  if (leaseMs === null) return [];
  // Ids are given in the order of insertion, so the nth smallest belongs to the nth row.
  const ids = written.rows.map(({ id }) => BigInt(id)).sort((one, other) => (one < other ? -1 : 1));
  return changes.map(({ conversation, message, answers }, n) => ({
    lane,
    id: String(ids[n]),
    conversation_id: conversation.id,
    channel_id: conversation.channel_id,
    message,
    attempts: 0,
    answers,
  }));
}
