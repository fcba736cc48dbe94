import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { newToken, tokenHash } from './one-time-token.ts';
import { addPerson, findPersonByEmail, normalEmail } from './people.ts';
import type { Role } from './rights.ts';

export type Invitation = {
  id: string;
  email: string;
  role: Role;
  isLimitedToTeams: boolean;
  teams: string[];
  /** The name of whoever invited. */
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
};

export type Invited =
  | { ok: true; invitation: Invitation /** For the link: it is kept nowhere. */; token: string }
  | { ok: false; reason: 'person-exists' };

const DAYS = 7;

/** Invites somebody. An invitation that the address had before no longer holds. */
export async function invite(
  tx: Kysely<Database>,
  wanted: Pick<Invitation, 'email' | 'role' | 'isLimitedToTeams' | 'teams' | 'invitedBy'>,
): Promise<Invited> {
  const email = normalEmail(wanted.email);
  if (await findPersonByEmail(tx, email)) return { ok: false, reason: 'person-exists' };
  await tx
    .updateTable('invitations')
    .set({ withdrawn_at: sql<Date>`now()` })
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .execute();
  const token = newToken();
  const row = await tx
    .insertInto('invitations')
    .values({
      id: randomUUID(),
      token_hash: tokenHash(token),
      email,
      role: wanted.role,
      only_own_teams: wanted.isLimitedToTeams,
      teams: JSON.stringify(wanted.teams),
      invited_by: wanted.invitedBy,
      expires_at: sql<Date>`now() + make_interval(days => ${DAYS})`,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { ok: true, invitation: invitationOf(row), token };
}

/** Invitations that can still be accepted, the newest first. */
export async function listInvitations(db: Kysely<Database>): Promise<Invitation[]> {
  const rows = await open(db).orderBy('created_at', 'desc').execute();
  return rows.map(invitationOf);
}

/** What a link invites to; null when it does not, or no longer. */
export async function findInvitation(db: Kysely<Database>, token: string): Promise<Invitation | null> {
  const row = await open(db).where('token_hash', '=', tokenHash(token)).executeTakeFirst();
  return row ? invitationOf(row) : null;
}

/** The invitation that no longer holds, or null when there was none. */
export async function withdrawInvitation(
  tx: Kysely<Database>,
  invitationId: string,
): Promise<Invitation | null> {
  const row = await tx
    .updateTable('invitations')
    .set({ withdrawn_at: sql<Date>`now()` })
    .where('id', '=', invitationId)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row ? invitationOf(row) : null;
}

/** Uses the invitation up and adds the person it was for; null when it holds no longer. Of two who use one link at once, one is added. */
export async function acceptInvitation(
  tx: Kysely<Database>,
  { token, name, passwordHash }: { token: string; name: string; passwordHash: string },
): Promise<{ personId: string; invitation: Invitation } | null> {
  const row = await tx
    .updateTable('invitations')
    .set({ accepted_at: sql<Date>`now()` })
    .where('token_hash', '=', tokenHash(token))
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .returningAll()
    .executeTakeFirst();
  if (!row) return null;
  const invitation = invitationOf(row);
  const personId = await addPerson(tx, { ...invitation, name, passwordHash });
  return personId === null ? null : { personId, invitation };
}

function open(db: Kysely<Database>) {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`);
}

function invitationOf(row: {
  id: string;
  email: string;
  role: Role;
  only_own_teams: boolean;
  teams: string[];
  invited_by: string;
  created_at: Date;
  expires_at: Date;
}): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    isLimitedToTeams: row.only_own_teams,
    teams: row.teams,
    invitedBy: row.invited_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
