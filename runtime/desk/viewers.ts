import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/** Somebody looks at a conversation or writes in it. */
export type Viewer = { conversationId: string; personId: string; state: 'viewing' | 'typing' };

/** Who has said nothing for so long is gone. Said again every ten seconds while looking, every three while typing. */
const VIEWING_S = 25;
const TYPING_S = 6;

/** Says that somebody looks at a conversation or writes in it; null: no longer. */
export async function tellViewing(
  db: Kysely<Database>,
  {
    conversationId,
    personId,
    state,
  }: { conversationId: string; personId: string; state: Viewer['state'] | null },
): Promise<void> {
  if (state === null) {
    await db
      .deleteFrom('conversation_viewers')
      .where('conversation_id', '=', conversationId)
      .where('person_id', '=', personId)
      .execute();
    return;
  }
  await sql`
    insert into conversation_viewers (conversation_id, person_id, state) values (${conversationId}, ${personId}, ${state})
    on conflict (conversation_id, person_id) do update set state = excluded.state, seen_at = now()
  `.execute(db);
  // Few rows, so whoever writes one also clears away those that say nothing any more.
  await sql`delete from conversation_viewers where seen_at < now() - interval '5 minutes'`.execute(db);
}

/** Who looks at which conversation now. */
export async function readViewers(
  db: Kysely<Database>,
  conversationId: string | null = null,
): Promise<Viewer[]> {
  const { rows } = await sql<Viewer>`
    select conversation_id as "conversationId", person_id as "personId",
      case when state = 'typing' and seen_at > now() - ${TYPING_S}::integer * interval '1 second'
        then 'typing' else 'viewing' end as state
    from conversation_viewers
    where seen_at > now() - ${VIEWING_S}::integer * interval '1 second'
      and (${conversationId}::uuid is null or conversation_id = ${conversationId}::uuid)
    order by conversation_id, person_id
  `.execute(db);
  return rows;
}
