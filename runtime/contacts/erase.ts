import { type Kysely, sql, type Transaction } from 'kysely';
import { phoneVariants } from '../contact/phone-variants.ts';
import type { Database } from '../db/tables.ts';

type Tx = Transaction<Database>;

/** Tables with rows about a conversation, which they name by lane and id. */
export const OF_CONVERSATIONS = [
  'conversation_labels',
  'conversation_drafts',
  'conversation_reads',
  'message_words',
  'conversation_cards',
  'conversation_events',
  'cases',
  'calls',
  'timers',
  'outbox',
  'inbox',
  'sessions',
  'broadcast_recipients',
] as const satisfies readonly (keyof Database)[];

/** Tables that name a conversation by its id alone. */
export const BY_CONVERSATION = ['conversation_viewers', 'alarm_letters'] as const;

/** Those that name a contact beside that. */
export const OF_CONTACTS = ['consents', 'contact_aliases', 'conversations'] as const;

/**
 * Takes one person out of the database: every conversation with everything in it, consents, names, rows of imported files, and what
 * WhatsApp told about the person. What is left is the entry in the audit log, which knows an id and no name. False when there is no such
 * contact. Somebody who writes again afterwards is a new contact.
 */
export async function eraseContact(
  db: Kysely<Database>,
  contactId: string,
  /** Done with it, or not at all. */
  also: (tx: Kysely<Database>) => Promise<void> = async () => {},
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    // As turns do: the conversation first, then the contact.
    const conversations = await tx
      .selectFrom('conversations')
      .select(['lane', 'id'])
      .where('contact_id', '=', contactId)
      .orderBy('lane')
      .orderBy('id')
      .forUpdate()
      .execute();
    const contact = await tx
      .selectFrom('contacts')
      .select(['phone', 'username', 'parent_user_id'])
      .where('id', '=', contactId)
      .forUpdate()
      .executeTakeFirst();
    if (!contact) return false;
    const aliases = await tx
      .selectFrom('contact_aliases')
      .select('value')
      .where('contact_id', '=', contactId)
      .execute();
    const known = [contact.phone, contact.parent_user_id ?? '', ...aliases.map(({ value }) => value)];
    const names = [...new Set(known.flatMap(phoneVariants))].filter((name) => name.length >= SHORTEST);

    const wamids: string[] = [];
    for (const conversation of conversations) {
      wamids.push(...(await wamidsOf(tx, conversation)));
      await forgetConversation(tx, conversation);
    }
    await tx.deleteFrom('broadcast_recipients').where('contact_id', '=', contactId).execute();
    await forgetTold(tx, names, wamids);
    await forgetImported(tx, names);
    await tx.deleteFrom('consents').where('contact_id', '=', contactId).execute();
    await tx.deleteFrom('contact_aliases').where('contact_id', '=', contactId).execute();
    await tx.deleteFrom('contacts').where('id', '=', contactId).execute();
    await also(tx);
    return true;
  });
}

/** Nothing shorter is looked for in what others said. */
const SHORTEST = 7;

type Conversation = { lane: number; id: string };

async function wamidsOf(tx: Tx, { lane, id }: Conversation): Promise<string[]> {
  const { rows } = await sql<{ wamid: string }>`
    select source as wamid from inbox
    where lane = ${lane} and conversation_id = ${id} and kind in ('message', 'echo')
    union
    select wamid from outbox where lane = ${lane} and conversation_id = ${id} and wamid is not null
  `.execute(tx);
  return rows.map(({ wamid }) => wamid);
}

async function forgetConversation(tx: Tx, { lane, id }: Conversation): Promise<void> {
  for (const table of BY_CONVERSATION) {
    await sql`delete from ${sql.table(table)} where conversation_id = ${id}`.execute(tx);
  }
  for (const table of OF_CONVERSATIONS) {
    await sql`delete from ${sql.table(table)} where lane = ${lane} and conversation_id = ${id}`.execute(tx);
  }
  await tx.deleteFrom('conversations').where('lane', '=', lane).where('id', '=', id).execute();
}

/** Looks through everything that was kept as it was told, which takes as long as there is much of it. */
async function forgetTold(tx: Tx, names: readonly string[], wamids: readonly string[]): Promise<void> {
  await sql`
    delete from webhook_events e
    where split_part(e.dedup_key, ':', 2) = any(${[...wamids]}::text[])
      or exists (
        select from unnest(${[...names, ...wamids]}::text[]) as name
        where strpos(e.raw::text, name) > 0 or position(convert_to(name, 'UTF8') in e.body) > 0
      )
  `.execute(tx);
}

/** Rows of files that name one of the numbers, however it is written there. */
async function forgetImported(tx: Tx, names: readonly string[]): Promise<void> {
  const ends = names.filter((name) => /^\d{9,}$/.test(name)).map((digits) => digits.slice(-9));
  await sql`
    delete from import_rows r
    where exists (
      select from json_array_elements_text(r.cells) as cell
      where right(regexp_replace(cell, '\\D', '', 'g'), 9) = any(${ends}::text[])
    )
  `.execute(tx);
}
