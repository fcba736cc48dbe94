import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/tables.ts';
import { cancelBotMessages } from '../escalation/cancel-bot.ts';
import { markAnswered, UNFINISHED } from '../escalation/case-rows.ts';
import { BOT, PHONE, record } from '../escalation/history.ts';
import type { Of } from './change.ts';
import { recordset } from './recordset.ts';

type Tx = Transaction<Database>;

/** Closes cases and opens others. Returns the ids of those that wait for a person. */
export async function writeCases(
  tx: Tx,
  lane: number,
  closed: Of<'cases-closed'>,
  opened: Of<'case'>,
): Promise<string[]> {
  // Before the new ones: an agent who hands back may be needed again in the same turn.
  for (const [status, some] of Map.groupBy(closed, (one) => one.status)) {
    const ids = some.map(({ conversation }) => conversation.id);
    await closeCases(tx, lane, status, ids);
  }
  return opened.length === 0 ? [] : openCases(tx, lane, opened);
}

async function closeCases(tx: Tx, lane: number, status: 'resolved' | 'expired', conversations: string[]) {
  const { rows } = await sql<{ id: string; conversation_id: string }>`
    update cases set status = ${status}, resolved_at = now(), due_at = null
    where lane = ${lane} and status = any(${UNFINISHED}::text[])
      and conversation_id = any(${conversations}::uuid[])
    returning id, conversation_id
  `.execute(tx);
  await record(
    tx,
    lane,
    rows.map(({ id, conversation_id }) => ({
      ...{ conversationId: conversation_id, caseId: id, kind: status, who: BOT },
    })),
  );
}

type Opened = { id: string; conversation_id: string; node: string; method: string; team: string | null };

async function openCases(tx: Tx, lane: number, opened: Of<'case'>): Promise<string[]> {
  const rows = opened.map(({ conversation, sessionId, node, method, team, summary, ...more }) => ({
    conversation_id: conversation.id,
    session_id: sessionId,
    ...{ node, method, team, summary },
    priority: more.priority ?? 'normal',
    reason: more.reason,
    collected: more.collected,
    // A phone number or an address needs nobody here to do anything.
    status: method === 'agent' ? 'requested' : 'offered',
  }));
  const columns =
    'conversation_id uuid, session_id uuid, node text, method text, team text, summary text, priority text, ' +
    'reason text, collected jsonb, status text';
  const { rows: stored } = await sql<Opened>`
    insert into cases
      (lane, conversation_id, session_id, node, method, team, summary, priority, reason, collected, status, due_at)
    select ${lane}, r.conversation_id, r.session_id, r.node, r.method, r.team, r.summary, r.priority, r.reason,
      r.collected, r.status, case when r.status = 'requested' then now() end
    from ${recordset(rows, columns)}
    returning id, conversation_id, node, method, team
  `.execute(tx);
  // Whoever waits for a person has been told how else to reach one.
  const offered = stored.filter(({ method }) => method !== 'agent');
  await markNoticed(
    tx,
    lane,
    offered.map((one) => one.conversation_id),
  );
  await record(
    tx,
    lane,
    stored.map(({ id, conversation_id, node, method, team }) => ({
      conversationId: conversation_id,
      caseId: id,
      kind: method === 'agent' ? ('opened' as const) : ('offered' as const),
      who: BOT,
      details: method === 'agent' ? { node, ...(team !== null && { team }) } : { node, method },
    })),
  );
  return stored.filter(({ method }) => method === 'agent').map(({ id }) => id);
}

async function markNoticed(tx: Tx, lane: number, conversations: readonly string[]) {
  if (conversations.length === 0) return [];
  const { rows } = await sql<{ id: string; conversation_id: string }>`
    update cases set noticed_at = now()
    where lane = ${lane} and status = any(${UNFINISHED}::text[]) and conversation_id = any(${conversations}::uuid[])
    returning id, conversation_id
  `.execute(tx);
  return rows;
}

/** Contacts who have been told that nobody could answer. */
export async function writeNotices(tx: Tx, lane: number, noticed: Of<'noticed'>): Promise<void> {
  const rows = await markNoticed(
    tx,
    lane,
    noticed.map(({ conversation }) => conversation.id),
  );
  await record(
    tx,
    lane,
    rows.map(({ id, conversation_id }) => ({
      ...{ conversationId: conversation_id, caseId: id, kind: 'noticed' as const, who: BOT },
    })),
  );
}

/** Turns of a session that a case's path is taken from; those before them are left out. */
const MAX_TURNS = 200;

/** How the sessions came to these cases, their last turns included: after those are written. */
export async function addPaths(tx: Tx, lane: number, cases: readonly string[]): Promise<void> {
  if (cases.length === 0) return;
  await sql`
    update cases k set path = (
      select coalesce(jsonb_agg(taken.step - '{by,set,session}'::text[] order by taken.id, taken.nth), '[]') from (
        select i.id, s.step, s.nth
        from (
          select w.id, w.path from inbox w
          where w.lane = ${lane} and w.conversation_id = k.conversation_id and w.session_id = k.session_id
            and w.path is not null
          order by w.id desc limit ${MAX_TURNS}
        ) i
        cross join lateral jsonb_array_elements(i.path) with ordinality as s(step, nth)
      ) taken
    )
    where k.lane = ${lane} and k.id = any(${cases}::bigint[])
  `.execute(tx);
}

/** Messages that somebody sent from the WhatsApp Business app: they stand in the thread, and answer whoever waits. */
export async function writeEchoes(tx: Tx, lane: number, echoes: Of<'echo'>): Promise<void> {
  if (echoes.length === 0) return;
  const rows = echoes.map(({ conversation, wamid, message, at }, n) => ({
    ...{ n, wamid, message, at },
    conversation_id: conversation.id,
    channel_id: conversation.channel_id,
    contact_id: conversation.contact_id,
  }));
  const columns =
    'n integer, conversation_id uuid, channel_id uuid, contact_id uuid, wamid text, message jsonb, at timestamptz';
  await sql`
    insert into outbox
      (lane, conversation_id, channel_id, contact_id, message, status, wamid, sent_at, sent_by, once)
    select ${lane}, r.conversation_id, r.channel_id, r.contact_id, r.message, 'sent', r.wamid, r.at, ${PHONE},
      'echo:' || r.wamid
    from ${recordset(rows, columns)}
    order by r.n
    on conflict do nothing
  `.execute(tx);
  for (const conversation of new Set(echoes.map((one) => one.conversation))) {
    const who = conversation.owner ?? PHONE;
    if (conversation.owner === null) {
      await cancelBotMessages(tx, lane, conversation.id);
      const details = { from: null };
      await record(tx, lane, [
        { conversationId: conversation.id, caseId: null, kind: 'taken', who: PHONE, details },
      ]);
    }
    await markAnswered(tx, lane, conversation.id, who, PHONE);
  }
}
