import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Loaded } from './batch.ts';
import type { Of } from './change.ts';
import { lastOf, recordset } from './recordset.ts';

type Tx = Transaction<Database>;

export async function writeConsents(tx: Tx, lane: number, changes: Of<'consent'>): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ conversation, sessionId = null, purpose, granted, wording, source, at }) => ({
    contact_id: conversation.contact_id,
    session_id: sessionId,
    channel_id: conversation.channel_id,
    conversation_id: conversation.id,
    purpose,
    granted,
    wording,
    source,
    at,
  }));
  const columns =
    'contact_id uuid, session_id uuid, channel_id uuid, conversation_id uuid, purpose text, granted boolean, wording text, source text, at timestamptz';
  await sql`
    insert into consents (contact_id, channel_id, conversation_id, purpose, granted, wording, source, at, via, evidence)
    select r.contact_id, r.channel_id, r.conversation_id, r.purpose, r.granted, r.wording, r.source, r.at,
      coalesce(s.started_by ->> 'via', 'conversation'), s.started_by ->> 'link'
    from ${recordset(rows, columns)}
    -- A link that somebody came by says where they agreed.
    left join sessions s on s.lane = ${lane} and s.id = r.session_id and r.granted
  `.execute(tx);
}

type Wanted = { add: Set<string>; remove: Set<string>; locale: string | null };

/** Tags and language of contacts. */
export async function writeContacts(tx: Tx, tagged: Of<'tag'>, spoken: Of<'locale'>): Promise<void> {
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

/** Who has the conversations: a person, nobody yet, or the bot. */
export async function writeHolds(tx: Tx, lane: number, changes: Of<'held'>): Promise<void> {
  const holds = lastOf(changes, ({ conversation }) => conversation.id).filter(
    ({ conversation, held, owner }) => held !== conversation.held || owner !== conversation.owner,
  );
  if (holds.length === 0) return;
  const rows = holds.map(({ conversation, held, owner }) => ({ id: conversation.id, held, owner }));
  await sql`
    update conversations c set held = r.held, owner = r.owner, owned_at = case when r.owner is not null then now() end
    from ${recordset(rows, 'id uuid, held boolean, owner text')}
    where c.lane = ${lane} and c.id = r.id
  `.execute(tx);
}

/** Events that were kept are new again. */
export async function writeThaws(tx: Tx, lane: number, changes: Of<'thawed'>): Promise<void> {
  if (changes.length === 0) return;
  const ids = changes.map(({ conversation }) => conversation.id);
  await sql`
    update inbox set status = 'new'
    where lane = ${lane} and conversation_id = any(${ids}::uuid[]) and status = 'kept'
  `.execute(tx);
}

/** The windows that accepting a message could not open, as a turn held the conversation. */
export async function writeWindows(tx: Tx, lane: number, conversations: readonly Loaded[]): Promise<void> {
  const rows = conversations.flatMap(({ id, newest, entered }) =>
    newest ? [{ id, ...newest, entered }] : [],
  );
  if (rows.length === 0) return;
  await sql`
    update conversations c
    set last_inbound_at = r.at, last_inbound_wamid = r.wamid, entered_at = coalesce(r.entered, c.entered_at)
    from ${recordset(rows, 'id uuid, at timestamptz, wamid text, entered timestamptz')}
    where c.lane = ${lane} and c.id = r.id
  `.execute(tx);
}
