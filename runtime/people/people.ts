import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Role } from './rights.ts';

export type Person = {
  id: string;
  name: string;
  email: string;
  role: Role;
  isLimitedToTeams: boolean;
  hasSecondFactor: boolean;
  isDisabled: boolean;
  /** Ids of the teams that the person is in. */
  teams: string[];
  createdAt: Date;
  /** When a sign-in of theirs that still holds was last used; null when none does. */
  lastSeenAt: Date | null;
};

export type NewPerson = {
  name: string;
  email: string;
  role: Role;
  isLimitedToTeams: boolean;
  teams: readonly string[];
  /** From `hashPassword`, made before the transaction begins: it takes a moment. */
  passwordHash: string;
};

/** Everybody, by name. */
export function listPeople(db: Kysely<Database>): Promise<Person[]> {
  return readPeople(db, null);
}

export async function findPerson(db: Kysely<Database>, personId: string): Promise<Person | null> {
  return (await readPeople(db, personId))[0] ?? null;
}

export async function findPersonByEmail(db: Kysely<Database>, email: string): Promise<Person | null> {
  const row = await db
    .selectFrom('people')
    .select('id')
    .where('email', '=', normalEmail(email))
    .executeTakeFirst();
  return row ? findPerson(db, row.id) : null;
}

export async function isAnybodyThere(db: Kysely<Database>): Promise<boolean> {
  const row = await db.selectFrom('people').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/**
 * Adds a person who can sign in from now on, and returns their id; null when somebody has this address already. Teams that are gone
 * meanwhile are left out.
 */
export async function addPerson(
  tx: Kysely<Database>,
  { name, email, role, isLimitedToTeams, teams, passwordHash }: NewPerson,
): Promise<string | null> {
  const id = randomUUID();
  const added = await tx
    .insertInto('people')
    .values({ id, name, email: normalEmail(email), role, only_own_teams: isLimitedToTeams })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) return null;
  await tx
    .insertInto('credentials')
    .values({
      id: randomUUID(),
      person_id: id,
      account_id: id,
      provider_id: 'credential',
      password: passwordHash,
    })
    .execute();
  await joinTeams(tx, id, teams);
  return id;
}

export type PersonChanges = {
  name?: string | undefined;
  role?: Role | undefined;
  isLimitedToTeams?: boolean | undefined;
  isDisabled?: boolean | undefined;
  teams?: readonly string[] | undefined;
  /** Takes the second factor away, from somebody who has lost it. */
  hasSecondFactor?: false | undefined;
};

export type Changed =
  | { ok: true; person: Person }
  | { ok: false; reason: 'not-found' | 'last-administrator' };

/**
 * Changes what is given, within a transaction that the caller undoes when it is refused. It holds from the person's next request on: each asks the database. Disabling somebody ends their sign-ins. The
 * last administrator stays one, because nobody could make another.
 */
export async function changePerson(
  tx: Transaction<Database>,
  personId: string,
  { name, role, isLimitedToTeams, isDisabled, teams, hasSecondFactor }: PersonChanges,
): Promise<Changed> {
  // Two administrators who lower each other at the same time take turns.
  await sql`select pg_advisory_xact_lock(hashtext('parley: administrators'))`.execute(tx);
  const before = await findPerson(tx, personId);
  if (!before) return { ok: false, reason: 'not-found' };
  await tx
    .updateTable('people')
    .set({
      ...(name !== undefined && { name }),
      ...(role !== undefined && { role }),
      ...(isLimitedToTeams !== undefined && { only_own_teams: isLimitedToTeams }),
      ...(isDisabled !== undefined && {
        disabled_at: isDisabled ? sql<Date>`coalesce(disabled_at, now())` : null,
      }),
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', personId)
    .execute();
  if (teams !== undefined) {
    await tx.deleteFrom('team_members').where('person_id', '=', personId).execute();
    await joinTeams(tx, personId, teams);
  }
  if (hasSecondFactor === false) await takeSecondFactor(tx, personId);
  if (isDisabled === true) await tx.deleteFrom('sign_ins').where('person_id', '=', personId).execute();
  if (!(await hasAdministrator(tx))) return { ok: false, reason: 'last-administrator' };
  const person = await findPerson(tx, personId);
  return person ? { ok: true, person } : { ok: false, reason: 'not-found' };
}

export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

async function takeSecondFactor(tx: Kysely<Database>, personId: string): Promise<void> {
  await tx.deleteFrom('two_factors').where('person_id', '=', personId).execute();
  await tx.updateTable('people').set({ two_factor_enabled: false }).where('id', '=', personId).execute();
}

async function hasAdministrator(db: Kysely<Database>): Promise<boolean> {
  const row = await db
    .selectFrom('people')
    .select('id')
    .where('role', '=', 'administrator')
    .where('disabled_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function joinTeams(tx: Kysely<Database>, personId: string, teams: readonly string[]): Promise<void> {
  if (teams.length === 0) return;
  await tx
    .insertInto('team_members')
    .columns(['team_id', 'person_id'])
    .expression((from) =>
      from
        .selectFrom('teams')
        .select((column) => ['id', column.val(personId).as('person_id')])
        .where('id', 'in', [...teams]),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function readPeople(db: Kysely<Database>, personId: string | null): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select
      p.id, p.name, p.email, p.role,
      p.only_own_teams as "isLimitedToTeams",
      p.two_factor_enabled as "hasSecondFactor",
      p.disabled_at is not null as "isDisabled",
      array(select team_id from team_members where person_id = p.id order by team_id) as teams,
      p.created_at as "createdAt",
      (select max(updated_at) from sign_ins where person_id = p.id) as "lastSeenAt"
    from people p
    where ${personId}::text is null or p.id = ${personId}
    order by lower(p.name), p.id
  `.execute(db);
  return rows;
}
