import { type Kysely, sql } from 'kysely';
import { laneOf } from '../db/lane.ts';
import { retried } from '../db/retried-transaction.ts';
import { statement } from '../db/statement.ts';
import type { Database } from '../db/tables.ts';
import type { Sender } from '../whatsapp/sender.ts';
import { type Aliases, aliasesOf, newContactId, newConversationId } from './alias.ts';
import { mergeContacts } from './merge-contacts.ts';
import { phoneVariants } from './phone-variants.ts';

/** Somebody who wrote to one of our numbers. */
export type Writer = { channelId: string; sender: Sender };

/** Whom a message came from, and where it belongs. */
export type Identity = {
  contactId: string;
  /** The contact's `merges` when it was looked up. */
  merges: number;
  lane: number;
  conversationId: string;
  /** There is no such conversation yet. */
  isNew: boolean;
  /** What the contact is known as. */
  name: string;
  phone: string;
  username: string;
  parentUserId: string;
};

/**
 * The contact and the conversation of every writer, in their order; contacts that are new are created, conversations are not. One
 * statement when everybody is known, two more when somebody is not, however many writers there are.
 *
 * A message may name its sender twice, by number and by user id. If one of the names is known, the other is added to that contact.
 * If both are, but as two contacts, these turn out to be one person: the contact with the number takes in the other.
 */
export async function identify(db: Kysely<Database>, writers: readonly Writer[]): Promise<Identity[]> {
  const putOff = new Set<string>();
  for (;;) {
    const found = await lookUp(db, writers);
    const strangers = found.filter(isStranger);
    const doubles = found.flatMap(({ byPhone, byUser }) =>
      byPhone && byUser && byPhone !== byUser && !putOff.has(byUser) ? [{ byPhone, byUser }] : [],
    );
    if (strangers.length === 0 && doubles.length === 0) return found.map(toIdentity);

    if (strangers.length > 0) await retried(() => introduce(db, strangers)).catch(unlessMerged);
    for (const { byPhone, byUser } of doubles) {
      // Not now: one of their conversations is held for long. The number decides, and the next message tries again.
      if (!(await mergeContacts(db, byPhone, byUser))) putOff.add(byUser);
    }
  }
}

type Found = Writer & {
  aliases: Aliases;
  byPhone: string | null;
  byUser: string | null;
  merges: number | null;
  name: string | null;
  phone: string | null;
  username: string | null;
  parentUserId: string | null;
  lane: number | null;
  conversationId: string | null;
};

async function lookUp(db: Kysely<Database>, writers: readonly Writer[]): Promise<Found[]> {
  const wanted = writers.map((writer, n) => ({ n, ...writer, ...aliasesOf(writer.sender) }));
  const asked = JSON.stringify(
    wanted.map(({ n, channelId, waId, bsuid }) => ({
      ...{ n, channel_id: channelId, bsuid },
      wa_ids: waId === null ? [] : phoneVariants(waId),
    })),
  );
  const rows = await find(db, asked);
  const rowOf = new Map(rows.map((row) => [row.n, row]));
  return wanted.map(({ n, channelId, sender, waId, bsuid }) => {
    const row = rowOf.get(n);
    if (!row) throw new Error(`no row for writer ${n} of ${wanted.length}`);
    return { ...row, channelId, sender, aliases: { waId, bsuid } };
  });
}

const find = statement<Omit<Found, keyof Writer | 'aliases'> & { n: number }>(`
  select e.n, w.contact_id as "byPhone", u.contact_id as "byUser", p.merges, p.name, p.phone,
    p.username, p.parent_user_id as "parentUserId",
    c.lane, c.id as "conversationId"
  from jsonb_to_recordset($1::jsonb) as e(n integer, channel_id uuid, wa_ids text[], bsuid text)
  left join lateral (
    -- A number may be written in two ways; the one that was given counts before the other.
    select contact_id from contact_aliases
    where kind = 'wa_id' and value = any(e.wa_ids) order by value <> e.wa_ids[1] limit 1
  ) w on true
  left join lateral (
    select contact_id from contact_aliases where kind = 'bsuid' and value = e.bsuid limit 1
  ) u on true
  left join lateral (
    select id, merges, name, phone, username, parent_user_id from contacts where id = coalesce(w.contact_id, u.contact_id) limit 1
  ) p on true
  left join lateral (
    select lane, id from conversations
    where contact_id = p.id and channel_id = e.channel_id and merged_into is null limit 1
  ) c on true
`);

/** One of the names is new to us, or both. */
function isStranger({ aliases, byPhone, byUser }: Found): boolean {
  return (aliases.waId !== null && byPhone === null) || (aliases.bsuid !== null && byUser === null);
}

/** A contact that was to get a second name was merged into another meanwhile: the next look finds that one. */
function unlessMerged(error: unknown): void {
  const isGone = error instanceof Error && 'code' in error && error.code === FOREIGN_KEY_VIOLATION;
  if (!isGone) throw error;
}

const FOREIGN_KEY_VIOLATION = '23503';

async function introduce(db: Kysely<Database>, strangers: readonly Found[]): Promise<void> {
  const people = new Map<string, { id: string; name: string; phone: string }>();
  const names = new Map<string, { kind: 'wa_id' | 'bsuid'; value: string; contact_id: string }>();
  const contactOf = (kind: 'wa_id' | 'bsuid', value: string | null) =>
    names.get(`${kind}:${value}`)?.contact_id;
  const give = (kind: 'wa_id' | 'bsuid', value: string | null, contact_id: string) => {
    if (value !== null && !names.has(`${kind}:${value}`))
      names.set(`${kind}:${value}`, { kind, value, contact_id });
  };

  // Those who give two names first, so that a message which gives only one of them finds the same contact.
  const givesOne = ({ aliases }: Found) => Number(aliases.waId === null || aliases.bsuid === null);
  for (const { sender, aliases, byPhone, byUser } of strangers.toSorted(
    (a, b) => givesOne(a) - givesOne(b),
  )) {
    const known = byPhone ?? byUser ?? contactOf('wa_id', aliases.waId) ?? contactOf('bsuid', aliases.bsuid);
    const id = known ?? newContactId(aliases);
    if (!known) people.set(id, { id, name: nameOf(sender), phone: aliases.waId ?? '' });
    if (!byPhone) give('wa_id', aliases.waId, id);
    if (!byUser) give('bsuid', aliases.bsuid, id);
  }

  // In the order of their keys: two processes that introduce the same people must not wait for each other. A contact is only
  // created with a name that leads to it: another process may have been faster, with another id.
  await sql`
    with named as (
      insert into contact_aliases (kind, value, contact_id)
      select kind, value, contact_id
      from jsonb_to_recordset(${JSON.stringify([...names.values()])}::jsonb)
        as a(kind text, value text, contact_id uuid)
      order by kind, value
      on conflict do nothing
      returning contact_id
    )
    insert into contacts (id, name, phone)
    select id, name, phone
    from jsonb_to_recordset(${JSON.stringify([...people.values()])}::jsonb) as p(id uuid, name text, phone text)
    -- As a list, so that all names are there before the first contact.
    where id = any(array(select contact_id from named))
    order by id
    on conflict do nothing
  `.execute(db);
}

/** What to call a contact who gave no name: the username, which has no `@` here either. */
export function nameOf({ name, username }: Sender): string {
  return name ?? username ?? '';
}

function toIdentity({
  channelId,
  byPhone,
  byUser,
  merges,
  name,
  phone,
  username,
  parentUserId,
  lane,
  conversationId,
}: Found): Identity {
  const contactId = byPhone ?? byUser;
  if (contactId === null) throw new Error('a writer without a name');
  return {
    contactId,
    merges: merges ?? 0,
    lane: lane ?? laneOf(channelId, contactId),
    conversationId: conversationId ?? newConversationId(channelId, contactId),
    isNew: conversationId === null,
    name: name ?? '',
    phone: phone ?? '',
    username: username ?? '',
    parentUserId: parentUserId ?? '',
  };
}
