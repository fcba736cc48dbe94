import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Caller } from '../people/caller.ts';

export type CannedReply = {
  id: string;
  shortcut: string;
  title: string;
  /** With `{{contact.name}}` and the like; see `VARIABLES`. */
  text: string;
  scope: 'me' | 'team' | 'all';
  /** Of scope `team`. */
  team: string | null;
};
export type NewCannedReply = Omit<CannedReply, 'id'>;

type Who = Pick<Caller, 'id' | 'teams'>;

/** Those that somebody may use: their own, their teams' and everybody's, by shortcut. */
export async function listCannedReplies(db: Kysely<Database>, who: Who): Promise<CannedReply[]> {
  const { rows } = await sql<CannedReply>`
    select id, shortcut, title, text, scope, case when scope = 'team' then scope_id end as team
    from canned_replies where ${mayUse(who)}
    order by lower(shortcut), scope desc, id
  `.execute(db);
  return rows;
}

const mayUse = (who: Who) => sql`
  (scope = 'all' or (scope = 'me' and scope_id = ${who.id}) or (scope = 'team' and scope_id = any(${[...who.teams]}::text[])))
`;

export type SavedReply =
  | { ok: true; reply: CannedReply }
  | { ok: false; reason: 'shortcut-taken' | 'not-found' };

/** Makes one, or changes the one with this id, which must be one that they may use. */
export async function saveCannedReply(
  db: Kysely<Database>,
  who: Who,
  reply: NewCannedReply,
  replyId: string | null = null,
): Promise<SavedReply> {
  const { shortcut, title, text, scope, team } = reply;
  const scopeId = scope === 'me' ? who.id : (scope === 'team' && team) || '';
  const id = replyId ?? randomUUID();
  const taken = await sql`
    select from canned_replies
    where scope = ${scope} and scope_id = ${scopeId} and shortcut = ${shortcut} and id <> ${id}
  `.execute(db);
  if (taken.rows.length > 0) return { ok: false, reason: 'shortcut-taken' };
  const { rows } =
    replyId === null
      ? await sql`
          insert into canned_replies (id, shortcut, title, text, scope, scope_id, made_by)
          values (${id}, ${shortcut}, ${title}, ${text}, ${scope}, ${scopeId}, ${who.id})
          on conflict do nothing returning id
        `.execute(db)
      : await sql`
          update canned_replies
          set shortcut = ${shortcut}, title = ${title}, text = ${text}, scope = ${scope}, scope_id = ${scopeId},
            updated_at = now()
          where id = ${id} and ${mayUse(who)}
          returning id
        `.execute(db);
  if (rows.length === 0) return { ok: false, reason: replyId === null ? 'shortcut-taken' : 'not-found' };
  return { ok: true, reply: { id, shortcut, title, text, scope, team: scope === 'team' ? team : null } };
}

export async function removeCannedReply(db: Kysely<Database>, who: Who, replyId: string): Promise<boolean> {
  const { rows } =
    await sql`delete from canned_replies where id = ${replyId} and ${mayUse(who)} returning id`.execute(db);
  return rows.length > 0;
}

/** What may stand between braces in a canned reply. */
export const VARIABLES = [
  'contact.name',
  'contact.firstName',
  'contact.phone',
  'agent.name',
  'agent.firstName',
] as const;
export type Variable = (typeof VARIABLES)[number];

/**
 * The text with its placeholders filled, once: what a name holds is not looked at again. `missing` are those that nothing is known for,
 * and what is no variable stays as it stands.
 */
export function fillCannedReply(
  text: string,
  values: { [Name in Variable]: string },
): { text: string; missing: Variable[] } {
  const missing = new Set<Variable>();
  const filled = text.replace(/\{\{\s*([\w.]{1,40})\s*\}\}/g, (whole, name: string) => {
    const variable = VARIABLES.find((one) => one === name);
    if (!variable) return whole;
    const value = values[variable];
    if (value === '') missing.add(variable);
    return value;
  });
  return { text: filled, missing: [...missing] };
}

/** Values for a contact and the person who writes to them. */
export function valuesFor(
  contact: { name: string; phone: string },
  agent: { name: string },
): { [Name in Variable]: string } {
  return {
    'contact.name': contact.name,
    'contact.firstName': firstOf(contact.name),
    'contact.phone': contact.phone === '' ? '' : `+${contact.phone}`,
    'agent.name': agent.name,
    'agent.firstName': firstOf(agent.name),
  };
}

const firstOf = (name: string) => name.trim().split(/\s+/)[0] ?? '';
