import { randomInt } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { ConsentVia } from '../consent/sources.ts';
import { EVERY_LANE } from '../db/lane.ts';
import type { Database } from '../db/tables.ts';

/** A link or a code that starts a flow, and where it stands: on a poster, in an advertisement, on a website. */
export type EntryLink = {
  /** What stands at the end of its text, after `#`. */
  id: string;
  flowId: string;
  via: ConsentVia;
  /** Where it stands, in the words of whoever made it. */
  label: string;
  /** What WhatsApp has ready for sending when somebody follows the link. */
  text: string;
  createdAt: Date;
  /** How often it has started the flow. */
  starts: number;
};

/** Without characters that are mistaken for others. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 5;
const CODE = new RegExp(`#([${LETTERS}]{${LENGTH}})\\s*$`);

/** The link that a text came by; null when it carries none. People may change what stands before the code. */
export function linkCodeIn(text: string): string | null {
  return CODE.exec(text)?.[1] ?? null;
}

export async function makeEntryLink(
  db: Kysely<Database>,
  link: { channelId: string; flowId: string; via: ConsentVia; label: string; words: string; madeBy: string },
): Promise<string> {
  for (;;) {
    const id = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    const { channelId, flowId, via, label, words, madeBy } = link;
    const made = await db
      .insertInto('entry_links')
      .values({
        ...{ id, channel_id: channelId, flow_id: flowId, via, label },
        ...{ text: `${words.trim()} #${id}`, made_by: madeBy },
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (made) return made.id;
  }
}

/** Of one number, those made last first. */
export async function listEntryLinks(db: Kysely<Database>, channelId: string): Promise<EntryLink[]> {
  const { rows } = await sql<EntryLink>`
    select l.id, l.flow_id as "flowId", l.via, l.label, l.text, l.created_at as "createdAt", (
        select count(*)::integer from sessions s
        where s.lane = any(${EVERY_LANE}::smallint[]) and s.started_by ->> 'link' = l.id
      ) as starts
    from entry_links l
    where l.channel_id = ${channelId}
    order by l.created_at desc, l.id
    limit 200
  `.execute(db);
  return rows;
}

/** Whoever has it already starts nothing by it any more. False when there is none. */
export async function removeEntryLink(db: Kysely<Database>, channelId: string, id: string): Promise<boolean> {
  const gone = await db
    .deleteFrom('entry_links')
    .where('channel_id', '=', channelId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return gone !== undefined;
}
