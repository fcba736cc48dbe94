import { type Kysely, sql } from 'kysely';
import { consentHistory } from '../consent/consents.ts';
import type { Database } from '../db/tables.ts';
import { aliasesOfContact, type Contact } from './contacts.ts';

/** Everything about one person that somebody may ask to be given, as JSON. */
export async function exportContact(db: Kysely<Database>, contact: Contact) {
  const { rows: conversations } = await sql<{ conversation: unknown }>`
    select jsonb_build_object(
      'id', v.id, 'number', coalesce(n.display_phone, n.phone_number_id), 'begunAt', v.created_at, 'lastMessageAt', v.last_inbound_at,
      'messages', coalesce((
        select jsonb_agg(m.message order by m.at) from (
          select i.sent_at as at, jsonb_build_object('from', 'contact', 'at', i.sent_at, 'content', i.input) as message
          from inbox i where i.lane = v.lane and i.conversation_id = v.id and i.kind = 'message'
          union all
          select o.created_at, jsonb_build_object('from', 'us', 'at', o.created_at, 'status', o.status, 'content', o.message)
          from outbox o where o.lane = v.lane and o.conversation_id = v.id
        ) m
      ), '[]'),
      'sessions', coalesce((
        select jsonb_agg(jsonb_build_object(
          'flow', s.flow_id, 'version', s.version, 'startedAt', s.started_at, 'endedAt', s.ended_at,
          'variables', s.state -> 'context' -> 'vars'
        ) order by s.started_at)
        from sessions s where s.lane = v.lane and s.conversation_id = v.id
      ), '[]'),
      'events', coalesce((
        select jsonb_agg(jsonb_build_object('at', e.at, 'kind', e.kind, 'details', e.details) order by e.id)
        from conversation_events e where e.lane = v.lane and e.conversation_id = v.id
      ), '[]')
    ) as conversation
    from conversations v left join channels n on n.id = v.channel_id
    where v.contact_id = ${contact.id}
    order by v.created_at
  `.execute(db);
  const consents = await consentHistory(db, contact.id);
  return {
    contact,
    aliases: await aliasesOfContact(db, contact.id),
    consents: consents.map(({ id: _, ...line }) => line),
    conversations: conversations.map(({ conversation }) => conversation),
  };
}
