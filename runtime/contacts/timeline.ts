import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { visibleTo } from '../desk/view.ts';
import type { Caller } from '../people/caller.ts';

/** One thing that happened with a contact. `details` are of the kind: a flow's name, a consent's purpose, an event's own. */
export type Happening = {
  at: Date;
  kind: string;
  conversationId: string | null;
  who: string | null;
  details: { [name: string]: unknown };
};

const MANY = 100;

/**
 * What happened with a contact, the newest first, 100 at most: conversations that began, flows that started, consents, broadcasts, and what
 * people did. Of conversations that the caller may not see there is nothing.
 */
export async function readTimeline(
  db: Kysely<Database>,
  caller: Caller,
  contactId: string,
): Promise<Happening[]> {
  const seen = caller.isLimitedToTeams
    ? sql`exists (select from conversation_cards k where k.lane = v.lane and k.conversation_id = v.id and ${visibleTo(caller)})`
    : sql`true`;
  const { rows } = await sql<Happening>`
    with theirs as (select v.lane, v.id, v.channel_id, v.created_at from conversations v where v.contact_id = ${contactId} and ${seen})
    select at, kind, conversation_id as "conversationId", who, details from (
      select t.created_at as at, 'conversation-began' as kind, t.id as conversation_id, null::text as who,
        jsonb_build_object('number', t.channel_id) as details
      from theirs t
      union all
      select s.started_at, 'flow-started', t.id, null,
        jsonb_build_object('flow', s.flow_id, 'name', f.name, 'endedAt', s.ended_at, 'via', s.started_by ->> 'via')
      from theirs t
      join sessions s on s.lane = t.lane and s.conversation_id = t.id
      left join flows f on f.id = s.flow_id
      union all
      select e.at, e.kind, t.id, e.who, '{}'::jsonb
      from theirs t join conversation_events e on e.lane = t.lane and e.conversation_id = t.id
      union all
      select k.at, case when k.granted then 'consent-granted' else 'consent-withdrawn' end, k.conversation_id, k.recorded_by,
        jsonb_build_object('purpose', k.purpose, 'wording', k.wording, 'via', k.via, 'evidence', k.evidence)
      from consents k where k.contact_id = ${contactId}
      union all
      select coalesce(r.handled_at, r.due_at), 'broadcast-' || r.status, r.conversation_id, null,
        jsonb_build_object('broadcast', b.id, 'name', b.name, 'reason', r.reason)
      from broadcast_recipients r join broadcasts b on b.id = r.broadcast_id
      where r.contact_id = ${contactId}
    ) happened
    order by at desc
    limit ${MANY}
  `.execute(db);
  return rows;
}
