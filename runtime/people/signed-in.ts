import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { type Auth, LONGEST_SIGN_IN_DAYS } from './auth.ts';
import type { PersonCaller } from './caller.ts';
import { isRole, rightsOf } from './rights.ts';

const LONGEST_SIGN_IN_MS = LONGEST_SIGN_IN_DAYS * 24 * 60 * 60 * 1000;

/** A person who has signed in, and cookies to send back: a sign-in that is used lives longer. */
export type SignedIn = { person: PersonCaller; cookies: string[] };

/**
 * Who has signed in with the cookie of these headers; null when nobody has, or no longer may. Asks the database each time, so that a role
 * that was lowered or a sign-in that was ended holds from the next request on.
 */
export async function signedIn(
  { db, auth }: { db: Kysely<Database>; auth: Auth },
  headers: Headers,
): Promise<SignedIn | null> {
  if (!headers.has('cookie')) return null;
  const { response, headers: answered } = await auth.api.getSession({
    headers: new Headers({ cookie: headers.get('cookie') ?? '' }),
    returnHeaders: true,
  });
  if (!response) return null;
  const { session, user } = response;
  if (user.disabledAt || !isRole(user.role)) return null;
  if (Date.now() - session.createdAt.getTime() > LONGEST_SIGN_IN_MS) {
    await db.deleteFrom('sign_ins').where('id', '=', session.id).execute();
    return null;
  }
  const memberOf = await db
    .selectFrom('team_members')
    .select('team_id')
    .where('person_id', '=', user.id)
    .orderBy('team_id')
    .execute();
  const person: PersonCaller = {
    kind: 'person',
    id: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    rights: new Set(rightsOf(user.role)),
    teams: memberOf.map(({ team_id }) => team_id),
    isLimitedToTeams: user.onlyOwnTeams,
    signInId: session.id,
  };
  return { person, cookies: answered.getSetCookie() };
}
