import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Leased } from '../outbox/leased.ts';
import { type Loaded, timerKey } from './batch.ts';
import type { Change } from './change.ts';

/** What was decided for one conversation. */
export type Decided = { conversation: Loaded; changes: Change[] };

type Tx = Transaction<Database>;
type Row = { [column: string]: unknown };

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
  await writeTimers(tx, lane, of('timer'), endedIn(of('session')));
  await writeCalls(tx, lane, of('call'));
  await writeCases(tx, lane, of('cases-resolved'), of('case'));
  await writeConsents(tx, of('consent'));
  await writeContacts(tx, of('tag'), of('locale'));
  await writeHolds(tx, lane, of('held'));
  await writeWindows(tx, lane, decided);
  await markInbox(tx, lane, of('done'), of('ignored'), of('failed'));
  return writeOutbox(tx, lane, of('send'), leaseMs);
}

type Of<Type extends Change['type']> = ({ conversation: Loaded } & Extract<Change, { type: Type }>)[];

function isA<Type extends Change['type']>(
  type: Type,
  change: Change,
): change is Extract<Change, { type: Type }> {
  return change.type === type;
}

/** JSON rows as a table of the statement, so that a batch of any size is one statement with one parameter. */
function recordset(rows: readonly Row[], columns: string): RawBuilder<unknown> {
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${sql.raw(columns)})`;
}

/** The last element for each key, in the order of their first appearance. */
function lastOf<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

async function writeSessions(tx: Tx, lane: number, changes: Of<'session'>): Promise<void> {
  const sessions = lastOf(changes, ({ session }) => session.sessionId);
  const rows = sessions.map(({ conversation, session, ended }) => ({
    id: session.sessionId,
    conversation_id: conversation.id,
    flow_id: session.flowId,
    version: session.version,
    state: session.state,
    started_by: session.startedBy,
    ended,
  }));
  const [begun, moved] = [rows.filter((row) => row.started_by), rows.filter((row) => !row.started_by)];
  // Those that end go first: a conversation has one active session, and PostgreSQL checks that at every row.
  if (moved.length > 0) {
    await sql`
      update sessions s
      set state = r.state, updated_at = now(), ended_reason = r.ended,
        ended_at = case when r.ended is not null then now() end
      from ${recordset(moved, 'id uuid, state jsonb, ended text')}
      where s.lane = ${lane} and s.id = r.id
    `.execute(tx);
  }
  if (begun.length > 0) {
    const columns =
      'id uuid, conversation_id uuid, flow_id text, version integer, state jsonb, started_by jsonb, ended text';
    await sql`
      insert into sessions
        (lane, id, conversation_id, flow_id, version, state, started_by, ended_at, ended_reason)
      select ${lane}, r.id, r.conversation_id, r.flow_id, r.version, r.state, r.started_by,
        case when r.ended is not null then now() end, r.ended
      from ${recordset(begun, columns)}
    `.execute(tx);
  }
}

function endedIn(changes: Of<'session'>): Set<string> {
  return new Set(changes.flatMap(({ session, ended }) => (ended === null ? [] : [session.sessionId])));
}

async function writeTimers(tx: Tx, lane: number, changes: Of<'timer'>, ended: Set<string>): Promise<void> {
  const timers = lastOf(changes, ({ sessionId, timer }) => timerKey(sessionId, timer)).filter(
    ({ sessionId }) => !ended.has(sessionId),
  );
  const gone = timers.filter(({ row }) => row === null);
  const set = timers.flatMap(({ conversation, sessionId, timer, row }) =>
    row
      ? [{ session_id: sessionId, timer, id: row.id, conversation_id: conversation.id, due_at: row.dueAt }]
      : [],
  );
  if (gone.length > 0) {
    const rows = gone.map(({ sessionId, timer }) => ({ session_id: sessionId, timer }));
    await sql`
      delete from timers t using ${recordset(rows, 'session_id uuid, timer text')}
      where t.lane = ${lane} and t.session_id = r.session_id and t.timer = r.timer
    `.execute(tx);
  }
  if (ended.size > 0) {
    await sql`delete from timers where lane = ${lane} and session_id = any(${[...ended]}::uuid[])`.execute(
      tx,
    );
  }
  if (set.length > 0) {
    const columns = 'session_id uuid, timer text, id uuid, conversation_id uuid, due_at timestamptz';
    await sql`
      insert into timers (lane, session_id, timer, id, conversation_id, due_at)
      select ${lane}, r.session_id, r.timer, r.id, r.conversation_id, r.due_at from ${recordset(set, columns)}
      on conflict (lane, session_id, timer)
        do update set id = excluded.id, due_at = excluded.due_at, fired = false
    `.execute(tx);
  }
}

async function writeCalls(tx: Tx, lane: number, changes: Of<'call'>): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ conversation, sessionId, call, request }) => ({
    session_id: sessionId,
    call,
    conversation_id: conversation.id,
    request,
  }));
  await sql`
    insert into calls (lane, session_id, call, conversation_id, request)
    select ${lane}, r.session_id, r.call, r.conversation_id, r.request
    from ${recordset(rows, 'session_id uuid, call text, conversation_id uuid, request jsonb')}
    on conflict do nothing
  `.execute(tx);
}

async function writeCases(
  tx: Tx,
  lane: number,
  resolved: Of<'cases-resolved'>,
  opened: Of<'case'>,
): Promise<void> {
  // Before the new ones: an agent who hands back may be needed again in the same turn.
  if (resolved.length > 0) {
    await sql`
      update cases set status = 'resolved', resolved_at = now()
      where lane = ${lane} and status = 'requested'
        and conversation_id = any(${resolved.map(({ conversation }) => conversation.id)}::uuid[])
    `.execute(tx);
  }
  if (opened.length > 0) {
    const rows = opened.map(({ conversation, sessionId, node, method, team, summary }) => ({
      conversation_id: conversation.id,
      session_id: sessionId,
      node,
      method,
      team,
      summary,
      // A phone number or an address needs nobody here to do anything.
      status: method === 'agent' ? 'requested' : 'offered',
    }));
    const columns =
      'conversation_id uuid, session_id uuid, node text, method text, team text, summary text, status text';
    await sql`
      insert into cases (lane, conversation_id, session_id, node, method, team, summary, status)
      select ${lane}, r.conversation_id, r.session_id, r.node, r.method, r.team, r.summary, r.status
      from ${recordset(rows, columns)}
    `.execute(tx);
  }
}

async function writeConsents(tx: Tx, changes: Of<'consent'>): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ conversation, purpose, granted, wording, source, at }) => ({
    contact_id: conversation.contact_id,
    channel_id: conversation.channel_id,
    conversation_id: conversation.id,
    purpose,
    granted,
    wording,
    source,
    at,
  }));
  const columns =
    'contact_id uuid, channel_id uuid, conversation_id uuid, purpose text, granted boolean, wording text, source text, at timestamptz';
  await sql`
    insert into consents (contact_id, channel_id, conversation_id, purpose, granted, wording, source, at)
    select r.contact_id, r.channel_id, r.conversation_id, r.purpose, r.granted, r.wording, r.source, r.at
    from ${recordset(rows, columns)}
  `.execute(tx);
}

type Wanted = { add: Set<string>; remove: Set<string>; locale: string | null };

async function writeContacts(tx: Tx, tagged: Of<'tag'>, spoken: Of<'locale'>): Promise<void> {
  const contacts = new Map<string, Wanted>();
  const of = (contactId: string) => {
    const contact: Wanted = contacts.get(contactId) ?? { add: new Set(), remove: new Set(), locale: null };
    contacts.set(contactId, contact);
    return contact;
  };
  for (const { conversation, add, remove } of tagged) {
    const contact = of(conversation.contact_id);
    for (const tag of remove) {
      contact.add.delete(tag);
      contact.remove.add(tag);
    }
    for (const tag of add) {
      contact.remove.delete(tag);
      contact.add.add(tag);
    }
  }
  for (const { conversation, locale } of spoken) of(conversation.contact_id).locale = locale;
  if (contacts.size === 0) return;
  const rows = [...contacts].map(([id, { add, remove, locale }]) => ({
    id,
    add: [...add],
    remove: [...remove],
    locale,
  }));
  // Relative to what stands there, which another number's conversation with the same contact may change as well.
  await sql`
    update contacts c
    set locale = coalesce(r.locale, c.locale),
      tags = case
        when r.add = '[]' and r.remove = '[]' then c.tags
        else (
          select coalesce(jsonb_agg(distinct tag order by tag), '[]')
          from jsonb_array_elements_text(c.tags || r.add) as tag
          where not r.remove ? tag
        )
      end
    from ${recordset(rows, 'id uuid, add jsonb, remove jsonb, locale text')}
    where c.id = r.id
  `.execute(tx);
}

async function writeHolds(tx: Tx, lane: number, changes: Of<'held'>): Promise<void> {
  const holds = lastOf(changes, ({ conversation }) => conversation.id).filter(
    ({ conversation, held }) => held !== conversation.held,
  );
  if (holds.length === 0) return;
  const rows = holds.map(({ conversation, held }) => ({ id: conversation.id, held }));
  await sql`
    update conversations c set held = r.held from ${recordset(rows, 'id uuid, held boolean')}
    where c.lane = ${lane} and c.id = r.id
  `.execute(tx);
}

async function writeWindows(tx: Tx, lane: number, decided: readonly Decided[]): Promise<void> {
  const rows = decided.flatMap(({ conversation: { id, newest } }) => (newest ? [{ id, ...newest }] : []));
  if (rows.length === 0) return;
  await sql`
    update conversations c set last_inbound_at = r.at, last_inbound_wamid = r.wamid
    from ${recordset(rows, 'id uuid, at timestamptz, wamid text')}
    where c.lane = ${lane} and c.id = r.id
  `.execute(tx);
}

async function markInbox(
  tx: Tx,
  lane: number,
  done: Of<'done'>,
  ignored: Of<'ignored'>,
  failed: Of<'failed'>,
): Promise<void> {
  const rows: Row[] = [
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
