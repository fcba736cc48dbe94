import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { LONGEST_SIGN_IN_DAYS } from '../people/auth.ts';
import type { Caller } from '../people/caller.ts';
import { isRight, isRole, type Right, rightsOf } from '../people/rights.ts';

/**
 * The same callers as the database knows them now, in two statements whatever their number; null for whoever was signed out, disabled or
 * revoked. `main`, the operator's key, stands as long as the process.
 */
export async function currentCallers(
  db: Kysely<Database>,
  callers: readonly Caller[],
): Promise<(Caller | null)[]> {
  const signIns = callers.flatMap((caller) => (caller.kind === 'person' ? [caller.signInId] : []));
  const keys = callers.flatMap((caller) =>
    caller.kind === 'key' && caller.id !== 'main' ? [caller.id] : [],
  );
  const people =
    signIns.length === 0 ? new Map<string, PersonRow>() : await readPeople(db, [...new Set(signIns)]);
  const scopes = keys.length === 0 ? new Map<string, Right[]>() : await readKeys(db, [...new Set(keys)]);
  return callers.map((caller) => {
    if (caller.kind === 'key') {
      if (caller.id === 'main') return caller;
      const rights = scopes.get(caller.id);
      return rights ? { ...caller, rights: new Set(rights) } : null;
    }
    const row = people.get(caller.signInId);
    if (row?.person_id !== caller.id || !isRole(row.role)) return null;
    return {
      ...caller,
      role: row.role,
      rights: new Set(rightsOf(row.role)),
      teams: row.teams,
      isLimitedToTeams: row.only_own_teams,
    };
  });
}

type PersonRow = {
  sign_in: string;
  person_id: string;
  role: string;
  only_own_teams: boolean;
  teams: string[];
};

async function readPeople(db: Kysely<Database>, signIns: readonly string[]): Promise<Map<string, PersonRow>> {
  const { rows } = await sql<PersonRow>`
    select s.id as sign_in, p.id as person_id, p.role, p.only_own_teams,
      array(select m.team_id from team_members m where m.person_id = p.id order by m.team_id) as teams
    from sign_ins s join people p on p.id = s.person_id
    where s.id = any(${[...signIns]}::text[]) and s.expires_at > now()
      and s.created_at > now() - ${LONGEST_SIGN_IN_DAYS}::integer * interval '1 day' and p.disabled_at is null
  `.execute(db);
  return new Map(rows.map((row) => [row.sign_in, row]));
}

async function readKeys(db: Kysely<Database>, keys: readonly string[]): Promise<Map<string, Right[]>> {
  const { rows } = await sql<{ id: string; scopes: string[] }>`
    select id, scopes from api_keys
    where id = any(${[...keys]}::text[]) and revoked_at is null and (expires_at is null or expires_at > now())
  `.execute(db);
  return new Map(rows.map(({ id, scopes }) => [id, scopes.filter(isRight)]));
}
