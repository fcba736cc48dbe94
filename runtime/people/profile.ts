import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { asked, authHeaders, type RequestFacts } from './asked-auth.ts';
import { tryPassword } from './attempts.ts';
import type { Auth } from './auth.ts';
import type { PersonCaller } from './caller.ts';
import { forgetOneTimeValues } from './reset.ts';

export type ProfileDeps = { db: Kysely<Database>; auth: Auth };

export type SignInSummary = {
  id: string;
  address: string | null;
  /** What the browser says it is. */
  userAgent: string | null;
  startedAt: Date;
  /** To within a quarter of an hour. */
  seenAt: Date;
};

/** What of a person's own account only they may do; all with the password once more. `code-wrong` and `exists` are the second factor's. */
export type Refused = {
  ok: false;
  reason: 'password-wrong' | 'code-wrong' | 'exists' | 'too-many';
  waitS: number;
};

/** A person's sign-ins that still hold, the last used one first. */
export async function listSignIns(db: Kysely<Database>, personId: string): Promise<SignInSummary[]> {
  const rows = await db
    .selectFrom('sign_ins')
    .selectAll()
    .where('person_id', '=', personId)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('updated_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    address: row.ip_address || null,
    userAgent: row.user_agent || null,
    startedAt: row.created_at,
    seenAt: row.updated_at,
  }));
}

/** Ends one sign-in of the person. False when they have no such one. */
export async function endSignIn(tx: Kysely<Database>, personId: string, signInId: string): Promise<boolean> {
  const ended = await tx
    .deleteFrom('sign_ins')
    .where('person_id', '=', personId)
    .where('id', '=', signInId)
    .returning('id')
    .executeTakeFirst();
  return ended !== undefined;
}

/** Ends all sign-ins of the person but this one; tells how many. */
export async function endOtherSignIns(tx: Kysely<Database>, { id, signInId }: PersonCaller): Promise<number> {
  const ended = await tx
    .deleteFrom('sign_ins')
    .where('person_id', '=', id)
    .where('id', '!=', signInId)
    .returning('id')
    .execute();
  return ended.length;
}

/** Sets another password; every other sign-in of the person ends. */
export async function changePassword(
  { db, auth }: ProfileDeps,
  person: PersonCaller,
  { current, next }: { current: string; next: string },
  request: RequestFacts,
): Promise<{ ok: true; cookies: string[] } | Refused> {
  const waitS = await tryPassword(db, person.email, request.address);
  if (waitS > 0) return { ok: false, reason: 'too-many', waitS };
  const sent = { currentPassword: current, newPassword: next, revokeOtherSessions: true };
  const answer = await asked(
    auth.api.changePassword({ body: sent, headers: authHeaders(request), returnHeaders: true }),
  );
  if (!answer.ok) return { ok: false, reason: 'password-wrong', waitS: 0 };
  await forgetOneTimeValues(db, person.id);
  return { ok: true, cookies: answer.cookies };
}

/** Begins a second factor: what an app scans, and spare codes. It is not asked for before `confirmSecondFactor`. */
export async function beginSecondFactor(
  { db, auth }: ProfileDeps,
  person: PersonCaller,
  password: string,
  request: RequestFacts,
): Promise<{ ok: true; uri: string; spareCodes: string[] } | Refused> {
  const waitS = await tryPassword(db, person.email, request.address);
  if (waitS > 0) return { ok: false, reason: 'too-many', waitS };
  const headers = authHeaders(request);
  const answer = await asked(
    auth.api.enableTwoFactor({ body: { password, method: 'totp' }, headers, returnHeaders: true }),
  );
  if (answer.ok && answer.response.method === 'totp') {
    return { ok: true, uri: answer.response.totpURI, spareCodes: answer.response.backupCodes };
  }
  const isThere = !answer.ok && answer.code === 'TOTP_ALREADY_ENABLED';
  return { ok: false, reason: isThere ? 'exists' : 'password-wrong', waitS: 0 };
}

/** From now on a code is asked for: the app has shown that it knows the secret. */
export async function confirmSecondFactor(
  { db, auth }: ProfileDeps,
  person: PersonCaller,
  code: string,
  request: RequestFacts,
): Promise<{ ok: true; cookies: string[] } | Refused> {
  const waitS = await tryPassword(db, person.email, request.address);
  if (waitS > 0) return { ok: false, reason: 'too-many', waitS };
  const answer = await asked(
    auth.api.verifyTOTP({ body: { code }, headers: authHeaders(request), returnHeaders: true }),
  );
  return answer.ok ? { ok: true, cookies: answer.cookies } : { ok: false, reason: 'code-wrong', waitS: 0 };
}

/** No code is asked for any more. */
export async function removeSecondFactor(
  { db, auth }: ProfileDeps,
  person: PersonCaller,
  password: string,
  request: RequestFacts,
): Promise<{ ok: true; cookies: string[] } | Refused> {
  const waitS = await tryPassword(db, person.email, request.address);
  if (waitS > 0) return { ok: false, reason: 'too-many', waitS };
  const answer = await asked(
    auth.api.disableTwoFactor({ body: { password }, headers: authHeaders(request), returnHeaders: true }),
  );
  return answer.ok
    ? { ok: true, cookies: answer.cookies }
    : { ok: false, reason: 'password-wrong', waitS: 0 };
}
