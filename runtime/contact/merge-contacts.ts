import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../db/tables.ts';
import { record, SYSTEM } from '../escalation/history.ts';

type Tx = Transaction<Database>;
type Conversation = Pick<
  Selectable<Database['conversations']>,
  'lane' | 'id' | 'channel_id' | 'contact_id' | 'held'
> & {
  last_inbound_at: Date | null;
  last_inbound_wamid: string | null;
  has_session: boolean;
};

/** A turn that holds a conversation for longer than this has stopped; its contact is not worth stopping everybody else for. */
const PATIENCE_MS = 1_000;

/**
 * Makes two contacts one, because a message named its sender by both: `kept` has the phone number, `absorbed` only the user id. Names,
 * tags, consents and conversations go over to `kept`, and `absorbed` is gone.
 *
 * Where both have a conversation with the same number, one goes on: the one a person holds, else the one with a session under
 * way, else the one written in last. The other stays as history: its session ends (`contact-merged`), and messages still
 * waiting in it move over. So whoever has two sessions keeps the one in which the last word was spoken.
 *
 * When `absorbed` has a phone number of its own, only the user id moves: people may share a device, numbers are not shared.
 * False when a conversation is held for so long that this has to wait. Nothing has changed then.
 */
export async function mergeContacts(
  db: Kysely<Database>,
  kept: string,
  absorbed: string,
  /** A person's id, where somebody says that the two are one. */
  by: string = SYSTEM,
): Promise<boolean> {
  try {
    await db.transaction().execute((tx) => merge(tx, kept, absorbed, by));
    return true;
  } catch (error) {
    const state = error instanceof Error && 'code' in error ? error.code : undefined;
    if (state === LOCK_NOT_AVAILABLE || state === DEADLOCK) return false;
    throw error;
  }
}

const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';

async function merge(tx: Tx, kept: string, absorbed: string, by: string): Promise<void> {
  await sql`set local lock_timeout = ${sql.lit(PATIENCE_MS)}`.execute(tx);
  // Conversations first, which a turn may hold for a while: acceptance waits for the contacts, and must not wait for long.
  await lockConversations(tx, kept, absorbed);
  const both = await tx
    .selectFrom('contacts')
    .select('id')
    .where('id', 'in', [kept, absorbed])
    .orderBy('id')
    .forUpdate()
    .execute();
  // Somebody else has done it meanwhile.
  if (both.length < 2) return;

  const phones = await tx
    .selectFrom('contact_aliases')
    .select('value')
    .where('contact_id', '=', absorbed)
    .where('kind', '=', 'wa_id')
    .execute();
  await tx
    .updateTable('contact_aliases')
    .set({ contact_id: kept })
    .where('contact_id', '=', absorbed)
    .where('kind', '=', 'bsuid')
    .execute();
  if (phones.length > 0) return;

  // Again: one may have been opened until the contacts were locked.
  const conversations = await lockConversations(tx, kept, absorbed);
  for (const withOneNumber of Map.groupBy(conversations, ({ channel_id }) => channel_id).values()) {
    const [goesOn, ...others] = withOneNumber.toSorted(byClaim);
    if (!goesOn) continue;
    for (const other of others) await foldInto(tx, goesOn, other);
    const details = { contact: absorbed, conversations: others.map(({ id }) => id) };
    await record(tx, goesOn.lane, [
      { conversationId: goesOn.id, caseId: null, kind: 'merged', who: by, details },
    ]);
  }
  await handOver(tx, kept, absorbed);
  await tx.updateTable('consents').set({ contact_id: kept }).where('contact_id', '=', absorbed).execute();
  // A broadcast reaches a person once: of two rows that still wait, the one of the contact that goes on.
  await sql`
    delete from broadcast_recipients r
    where r.contact_id = ${absorbed} and r.status = 'waiting' and exists (
      select from broadcast_recipients k where k.broadcast_id = r.broadcast_id and k.contact_id = ${kept}
    )
  `.execute(tx);
  await sql`
    update broadcast_recipients r set contact_id = ${kept}
    where r.contact_id = ${absorbed} and not exists (
      select from broadcast_recipients k where k.broadcast_id = r.broadcast_id and k.contact_id = ${kept}
    )
  `.execute(tx);
  await sql`
    update contacts k
    set name = case when k.name = '' then a.name else k.name end,
      locale = case when k.locale = '' then a.locale else k.locale end,
      timezone = case when k.timezone = '' then a.timezone else k.timezone end,
      tags = (select coalesce(jsonb_agg(distinct tag order by tag), '[]') from jsonb_array_elements(k.tags || a.tags) as tag),
      fields = a.fields || k.fields,
      username = coalesce(k.username, a.username), parent_user_id = coalesce(k.parent_user_id, a.parent_user_id),
      identity_changed_at = coalesce(k.identity_changed_at, a.identity_changed_at),
      identity_doubted_at = coalesce(k.identity_doubted_at, a.identity_doubted_at),
      created_at = least(k.created_at, a.created_at),
      merges = k.merges + a.merges + 1
    from contacts a
    where k.id = ${kept} and a.id = ${absorbed}
  `.execute(tx);
  await tx.deleteFrom('contacts').where('id', '=', absorbed).execute();
}

async function lockConversations(tx: Tx, kept: string, absorbed: string): Promise<Conversation[]> {
  const { rows } = await sql<Conversation>`
    select c.lane, c.id, c.channel_id, c.contact_id, c.held, c.last_inbound_at, c.last_inbound_wamid,
      exists (
        select from sessions s where s.lane = c.lane and s.conversation_id = c.id and s.ended_at is null
      ) as has_session
    from conversations c
    where c.contact_id in (${kept}, ${absorbed}) and c.merged_into is null
    order by c.lane, c.id
    for update of c
  `.execute(tx);
  return rows;
}

/** The conversation that goes on comes first. */
function byClaim(one: Conversation, other: Conversation): number {
  const at = ({ last_inbound_at }: Conversation) => last_inbound_at?.getTime() ?? 0;
  return (
    Number(other.held) - Number(one.held) ||
    Number(other.has_session) - Number(one.has_session) ||
    at(other) - at(one)
  );
}

/** Ends what is under way in `from` and moves what still waits there. */
async function foldInto(tx: Tx, into: Conversation, from: Conversation): Promise<void> {
  const ended = await tx
    .updateTable('sessions')
    .set({ ended_at: sql`now()`, ended_reason: 'contact-merged', updated_at: sql`now()` })
    .where('lane', '=', from.lane)
    .where('conversation_id', '=', from.id)
    .where('ended_at', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of ended) {
    await tx.deleteFrom('timers').where('lane', '=', from.lane).where('session_id', '=', id).execute();
    await tx.deleteFrom('calls').where('lane', '=', from.lane).where('session_id', '=', id).execute();
  }
  await tx
    .updateTable('inbox')
    .set({ lane: into.lane, conversation_id: into.id, contact_id: into.contact_id })
    .where('lane', '=', from.lane)
    .where('conversation_id', '=', from.id)
    .where('status', '=', 'new')
    .where('kind', '=', 'message')
    .execute();
  await tx
    .updateTable('cases')
    .set({ lane: into.lane, conversation_id: into.id })
    .where('lane', '=', from.lane)
    .where('conversation_id', '=', from.id)
    .where('status', 'in', ['requested', 'assigned', 'answered'])
    .execute();
  await tx
    .updateTable('conversations')
    .set({ merged_into_lane: into.lane, merged_into: into.id, held: false, owner: null })
    .where('lane', '=', from.lane)
    .where('id', '=', from.id)
    .execute();
  const isNewer = (from.last_inbound_at?.getTime() ?? 0) > (into.last_inbound_at?.getTime() ?? 0);
  if (!isNewer || from.last_inbound_at === null) return;
  await tx
    .updateTable('conversations')
    .set({ last_inbound_at: from.last_inbound_at, last_inbound_wamid: from.last_inbound_wamid })
    .where('lane', '=', into.lane)
    .where('id', '=', into.id)
    .execute();
}

/** All conversations of `absorbed`, and what was written in them, are those of `kept` from now on. */
async function handOver(tx: Tx, kept: string, absorbed: string): Promise<void> {
  await sql`
    with theirs as (
      update conversations set contact_id = ${kept} where contact_id = ${absorbed} returning lane, id
    ), sent as (
      update outbox o set contact_id = ${kept}
      from theirs t
      where o.lane = t.lane and o.conversation_id = t.id
    )
    update inbox i set contact_id = ${kept}
    from theirs t
    where i.lane = t.lane and i.conversation_id = t.id
  `.execute(tx);
}
