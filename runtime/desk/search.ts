import { describeMessage } from '@parley/flows/describe.ts';
import type { Input } from '@parley/flows/input.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { describeInput } from '../conversation/transcript.ts';
import type { Database } from '../db/tables.ts';
import type { Caller } from '../people/caller.ts';
import { freelyPlanned } from './freely-planned.ts';
import { visibleTo } from './view.ts';

type Contact = { id: string; name: string; phone: string };
export type FoundMessage = {
  conversationId: string;
  contact: Contact;
  id: string;
  side: 'in' | 'out' | 'note';
  at: Date;
  text: string;
};
export type FoundContact = { conversationId: string; numberId: string; contact: Contact; lastAt: Date };

/** Rows that an index may give before it is known who may see them. */
const MOST_CANDIDATES = 2_000;
/** So many messages are looked through one by one. */
const NEWEST = 5_000;
const MOST_CONTACTS = 500;

/**
 * Messages and notes that hold all of these words, the newest first, and conversations with contacts of such a name or number. A word also
 * finds those that begin with it, and digits the numbers that end with them. Only what the caller may see.
 */
export async function search(
  db: Kysely<Database>,
  caller: Caller,
  text: string,
  limit: number,
): Promise<{ messages: FoundMessage[]; contacts: FoundContact[] }> {
  const query = queryOf(text);
  const digits = text.replace(/\D/g, '');
  if (query === '') return { messages: [], contacts: [] };
  return freelyPlanned(db, async (tx) => ({
    messages: await findMessages(tx, caller, query, limit),
    contacts: await findContacts(tx, caller, { query, digits, limit }),
  }));
}

/**
 * Words as PostgreSQL's `to_tsquery` reads them: each in quotes, with a beginning enough. Nothing that somebody types is an operator. A
 * database in the locale C knows small and capital letters of English alone, so others are looked for as people write them.
 */
export function queryOf(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return words
    .slice(0, 12)
    .map((word) => `(${[...new Set(writtenWays(word.slice(0, 60)))].map((way) => `'${way}':*`).join(' | ')})`)
    .join(' & ');
}

function writtenWays(word: string): string[] {
  if (/^[a-z0-9]*$/.test(word)) return [word];
  const [first = '', ...rest] = word;
  return [word, first.toUpperCase() + rest.join(''), word.toUpperCase()];
}

/**
 * A word that is nearly everywhere is found among the newest messages; one that is not there often enough is rare enough to be looked up.
 * PostgreSQL cannot tell the two apart for the beginning of a word.
 */
async function findMessages(
  db: Kysely<Database>,
  caller: Caller,
  query: string,
  limit: number,
): Promise<FoundMessage[]> {
  const newest = sql`
    select m.lane, m.side, m.id, m.conversation_id, m.at
    from (select n.* from message_words n order by n.at desc limit ${NEWEST}) m
    where m.words @@ to_tsquery('simple', ${query})
  `;
  const found = await messagesAmong(db, caller, newest, limit);
  if (found.length >= limit) return found;
  const everywhere = sql`
    select m.lane, m.side, m.id, m.conversation_id, m.at from message_words m
    where m.words @@ to_tsquery('simple', ${query}) order by m.at + interval '0' desc limit ${MOST_CANDIDATES}
  `;
  return messagesAmong(db, caller, everywhere, limit);
}

/** Those of these candidates that the caller may see, the newest first, with what they say. */
async function messagesAmong(
  db: Kysely<Database>,
  caller: Caller,
  candidates: RawBuilder<unknown>,
  limit: number,
): Promise<FoundMessage[]> {
  const { rows } = await sql<{
    conversation_id: string;
    contact_id: string;
    name: string;
    phone: string;
    side: FoundMessage['side'];
    id: string;
    at: Date;
    input: Input | null;
    message: OutboundMessage | null;
    note: string | null;
  }>`
    select w.conversation_id, k.contact_id, p.name, p.phone, w.side, w.id, w.at, i.input, o.message, v.details ->> 'text' as note
    from (
      select f.* from (
        ${candidates}
      ) f
      join conversation_cards k on k.lane = f.lane and k.conversation_id = f.conversation_id
      where ${visibleTo(caller)}
      order by f.at desc limit ${limit}
    ) w
    join conversation_cards k on k.lane = w.lane and k.conversation_id = w.conversation_id
    join contacts p on p.id = k.contact_id
    left join inbox i on w.side = 'in' and i.lane = w.lane and i.id = w.id
    left join outbox o on w.side = 'out' and o.lane = w.lane and o.id = w.id
    left join conversation_events v on w.side = 'note' and v.lane = w.lane and v.id = w.id
    order by w.at desc
  `.execute(db);
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    contact: { id: row.contact_id, name: row.name, phone: row.phone },
    id: `${row.side === 'note' ? 'event' : row.side}-${row.id}`,
    side: row.side,
    at: row.at,
    text:
      row.note ?? (row.message ? describeMessage(row.message).join('\n') : describeInput(row.input, null)),
  }));
}

async function findContacts(
  db: Kysely<Database>,
  caller: Caller,
  { query, digits, limit }: { query: string; digits: string; limit: number },
): Promise<FoundContact[]> {
  const isNumber = digits.length >= 3;
  const backwards = [...digits].reverse().join('');
  const { rows } = await sql<{
    conversation_id: string;
    channel_id: string;
    contact_id: string;
    name: string;
    phone: string;
    last_at: Date;
  }>`
    with found as materialized (
      (select c.id from contacts c
      where to_tsvector('simple', c.name || ' ' || c.phone) @@ to_tsquery('simple', ${query})
      limit ${MOST_CONTACTS})
      union
      (select c.id from contacts c
      where ${isNumber} and reverse(c.phone) ~>=~ ${backwards} and reverse(c.phone) ~<~ ${`${backwards}:`}
      limit ${MOST_CONTACTS})
    ), met as materialized (
      select k.conversation_id, k.channel_id, k.contact_id, p.name, p.phone, k.last_at
      from found
      join contacts p on p.id = found.id
      join conversations c on c.contact_id = p.id and c.merged_into is null
      join conversation_cards k on k.lane = c.lane and k.conversation_id = c.id
      where ${visibleTo(caller)}
    )
    select * from met order by last_at desc limit ${limit}
  `.execute(db);
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    numberId: row.channel_id,
    contact: { id: row.contact_id, name: row.name, phone: row.phone },
    lastAt: row.last_at,
  }));
}
