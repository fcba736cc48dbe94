import { type Kysely, type RawBuilder, sql } from 'kysely';
import { newContactId } from '../contact/alias.ts';
import { phoneVariants } from '../contact/phone-variants.ts';
import { unreachableSince } from '../contact/reach.ts';
import { nextOf, type Place } from '../conversation/place-in-list.ts';
import type { Database, FieldValue } from '../db/tables.ts';
import { queryOf } from '../desk/search.ts';
import { visibleTo } from '../desk/view.ts';
import type { Caller } from '../people/caller.ts';
import { matching, type SegmentQuery } from './query.ts';

/** A contact as lists and programs see it. */
export type Contact = {
  id: string;
  name: string;
  /** Digits; '' for somebody who hides the number. */
  phone: string;
  username: string | null;
  locale: string;
  timezone: string;
  tags: string[];
  fields: { [field: string]: FieldValue };
  blockedAt: Date | null;
  /** Since when nothing is sent, because somebody else may be at the number. */
  identityChangedAt: Date | null;
  /** Since when what is known may be somebody else's, also where messages go again. */
  identityDoubtedAt: Date | null;
  identityConfirmedAt: Date | null;
  /** A person's id, a key's, or `bot`. */
  identityConfirmedBy: string | null;
  createdAt: Date;
  /** Since when nothing reaches the person on any number; see `contact/reach.ts`. */
  unreachableAt: Date | null;
  /** When the contact wrote last. */
  lastMessageAt: Date | null;
};

export type Wanted = { search?: string | undefined; query?: SegmentQuery | undefined; id?: string };

/** The condition on `contacts c` for what a caller may see: who is limited to teams sees the people of their conversations. */
function mayBeSeenBy(caller: Caller): RawBuilder<boolean> {
  if (!caller.isLimitedToTeams) return sql<boolean>`true`;
  return sql<boolean>`exists (
    select from conversations v join conversation_cards k on k.lane = v.lane and k.conversation_id = v.id
    where v.contact_id = c.id and ${visibleTo(caller)}
  )`;
}

/** The condition on `contacts c` for what somebody types: beginnings of words of the name, the end of a number, a username. */
function found(search: string): RawBuilder<boolean> {
  const text = search.trim();
  if (text === '') return sql<boolean>`true`;
  const query = queryOf(text);
  const digits = text.replace(/\D/g, '');
  const ways: RawBuilder<boolean>[] = [
    sql<boolean>`lower(c.username) = ${text.replace(/^@/, '').toLowerCase()}`,
  ];
  if (query !== '')
    ways.push(
      sql<boolean>`to_tsvector('simple', c.name || ' ' || c.phone) @@ to_tsquery('simple', ${query})`,
    );
  if (digits.length >= 3)
    ways.push(sql<boolean>`reverse(c.phone) like ${`${[...digits].reverse().join('')}%`}`);
  return sql<boolean>`(${sql.join(ways, sql` or `)})`;
}

function conditionsOf(caller: Caller, { search = '', query, id }: Wanted): RawBuilder<boolean> {
  const all = [mayBeSeenBy(caller), found(search)];
  if (query) all.push(matching(query));
  if (id !== undefined) all.push(sql<boolean>`c.id = ${id}`);
  return sql<boolean>`${sql.join(all, sql` and `)}`;
}

type Row = Contact & { micros: string };

/** Contacts, those that were added last first. */
export async function listContacts(
  db: Kysely<Database>,
  caller: Caller,
  wanted: Wanted & { after: Place | null; limit: number },
): Promise<{ contacts: Contact[]; next: string | null }> {
  const { after, limit } = wanted;
  const { rows } = await sql<Row>`
    select c.id, c.name, c.phone, c.username, c.locale, c.timezone, c.tags, c.fields, c.blocked_at as "blockedAt",
      c.identity_changed_at as "identityChangedAt", c.identity_doubted_at as "identityDoubtedAt",
      c.identity_confirmed_at as "identityConfirmedAt", c.identity_confirmed_by as "identityConfirmedBy", c.created_at as "createdAt",
      (select max(${unreachableSince}) from conversations v where v.contact_id = c.id) as "unreachableAt",
      (select max(v.last_inbound_at) from conversations v where v.contact_id = c.id) as "lastMessageAt",
      (extract(epoch from c.created_at) * 1000000)::bigint::text as micros
    from contacts c
    where ${conditionsOf(caller, wanted)}
      and (${after === null} or (c.created_at, c.id) < (
        'epoch'::timestamptz + ${after?.micros ?? '0'}::bigint * interval '1 microsecond',
        ${after?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid
      ))
    order by c.created_at desc, c.id desc
    limit ${limit + 1}
  `.execute(db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    contacts: page.map(({ micros: _, ...contact }) => contact),
    next: rows.length > limit && last ? nextOf({ micros: last.micros, id: last.id }) : null,
  };
}

/** How many there are. */
export async function countContacts(db: Kysely<Database>, caller: Caller, wanted: Wanted): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from contacts c where ${conditionsOf(caller, wanted)}
  `.execute(db);
  return Number(rows[0]?.count ?? 0);
}

export async function readContact(db: Kysely<Database>, caller: Caller, id: string): Promise<Contact | null> {
  const { contacts } = await listContacts(db, caller, { id, after: null, limit: 1 });
  return contacts[0] ?? null;
}

export type ContactChange = {
  name?: string | undefined;
  locale?: string | undefined;
  timezone?: string | undefined;
  tags?: string[] | undefined;
  /** Null takes a value away; fields that are not named stay. */
  fields?: { [field: string]: FieldValue | null } | undefined;
};

export async function changeContact(db: Kysely<Database>, id: string, change: ContactChange): Promise<void> {
  const fields = Object.entries(change.fields ?? {});
  const set = Object.fromEntries(fields.filter(([, value]) => value !== null));
  const unset = fields.filter(([, value]) => value === null).map(([field]) => field);
  const tags = change.tags && [...new Set(change.tags)].sort();
  await sql`
    update contacts
    set name = coalesce(${change.name ?? null}, name), locale = coalesce(${change.locale ?? null}, locale),
      timezone = coalesce(${change.timezone ?? null}, timezone),
      tags = coalesce(${tags ? JSON.stringify(tags) : null}::jsonb, tags),
      fields = (fields || ${JSON.stringify(set)}::jsonb) - ${unset}::text[]
    where id = ${id}
  `.execute(db);
}

/** The contact with a number, made when there is none. However the number is written, a person is one contact. */
export async function ensureContact(
  db: Kysely<Database>,
  { phone, name }: { phone: string; name: string },
): Promise<{ id: string; isNew: boolean }> {
  const known = await findByPhone(db, phone);
  if (known !== null) return { id: known, isNew: false };
  const id = newContactId({ waId: phone, bsuid: null });
  const { rows } = await sql<{ id: string }>`
    with named as (
      insert into contact_aliases (kind, value, contact_id) values ('wa_id', ${phone}, ${id})
      on conflict do nothing returning contact_id
    )
    insert into contacts (id, name, phone)
    select ${id}, ${name}, ${phone} from named
    on conflict do nothing returning id
  `.execute(db);
  if (rows.length > 0) return { id, isNew: true };
  // Somebody else has just made it.
  return { id: (await findByPhone(db, phone)) ?? id, isNew: false };
}

async function findByPhone(db: Kysely<Database>, phone: string): Promise<string | null> {
  const row = await db
    .selectFrom('contact_aliases')
    .select('contact_id')
    .where('kind', '=', 'wa_id')
    .where('value', 'in', phoneVariants(phone))
    .orderBy(sql`value <> ${phone}`)
    .executeTakeFirst();
  return row?.contact_id ?? null;
}

/** Every name that WhatsApp has for a contact. */
export async function aliasesOfContact(db: Kysely<Database>, id: string) {
  return db
    .selectFrom('contact_aliases')
    .select(['kind', 'value'])
    .where('contact_id', '=', id)
    .orderBy('kind')
    .orderBy('value')
    .execute();
}
