import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { asked, authHeaders, type RequestFacts } from './asked-auth.ts';
import { forgetAttempts, tryFrom, tryPassword } from './attempts.ts';
import { audit } from './audit.ts';
import type { Auth } from './auth.ts';
import { findPerson, findPersonByEmail, type Person } from './people.ts';
import { signedIn } from './signed-in.ts';

export type SignInDeps = { db: Kysely<Database>; auth: Auth };

/** `needsCode`: the password was right, and now a code of the second factor is asked for. */
export type SignInAnswer =
  | { ok: true; needsCode: boolean; cookies: string[] }
  | { ok: false; reason: 'refused' }
  | { ok: false; reason: 'too-many'; waitS: number };

/** Signs in with a password. Says the same, and takes as long, whether the address is known or not. */
export async function signIn(
  { db, auth }: SignInDeps,
  { email, password }: { email: string; password: string },
  request: RequestFacts,
): Promise<SignInAnswer> {
  const waitS = await tryPassword(db, email, request.address);
  if (waitS > 0) return { ok: false, reason: 'too-many', waitS };
  const headers = authHeaders(request);
  const answer = await asked(
    auth.api.signInEmail({ body: { email, password }, headers, returnHeaders: true }),
  );
  const person = await findPersonByEmail(db, email);
  if (!answer.ok || !person) {
    await noteFailure(db, person, 'password', request);
    return { ok: false, reason: 'refused' };
  }
  await forgetAttempts(db, email);
  const needsCode = 'twoFactorRedirect' in answer.response;
  if (!needsCode) await noteSignIn(db, person, request);
  return { ok: true, needsCode, cookies: answer.cookies };
}

/** The second step: a code of the app, or one of the spare codes. */
export async function confirmSignIn(
  { db, auth }: SignInDeps,
  { code, trustDevice }: { code: string; trustDevice: boolean },
  request: RequestFacts,
): Promise<SignInAnswer> {
  const waitS = await tryFrom(db, request.address);
  if (waitS > 0) return { ok: false, reason: 'too-many', waitS };
  const sent = { body: { code, trustDevice }, headers: authHeaders(request), returnHeaders: true } as const;
  const answer = await asked<{ user: { id: string } }>(
    isSpareCode(code) ? auth.api.verifyBackupCode(sent) : auth.api.verifyTOTP(sent),
  );
  if (!answer.ok) {
    await noteFailure(db, null, 'code', request);
    if (answer.isTooOften) return { ok: false, reason: 'too-many', waitS: 900 };
    return { ok: false, reason: 'refused' };
  }
  const person = await findPerson(db, answer.response.user.id);
  if (person) await noteSignIn(db, person, request);
  return { ok: true, needsCode: false, cookies: answer.cookies };
}

/** Ends the sign-in of this cookie. Returns the cookies that take it back. */
export async function signOut({ db, auth }: SignInDeps, request: RequestFacts): Promise<string[]> {
  const headers = authHeaders(request);
  const who = await signedIn({ db, auth }, headers);
  const answer = await asked(auth.api.signOut({ headers, returnHeaders: true }));
  if (who) {
    const { id, name } = who.person;
    await audit(db, {
      who: who.person,
      action: 'signed-out',
      subject: { kind: 'person', id, name },
      from: request,
    });
  }
  return answer.ok ? answer.cookies : [];
}

/** `abcde-fghij`, as they are shown; an app's code is six digits. */
function isSpareCode(code: string): boolean {
  return !/^\d{6}$/.test(code);
}

async function noteSignIn(db: Kysely<Database>, { id, name }: Person, request: RequestFacts): Promise<void> {
  const who = { kind: 'person', id, name } as const;
  await audit(db, { who, action: 'signed-in', subject: { kind: 'person', id, name }, from: request });
}

/** What was typed as an address is not kept: it may be a password. */
async function noteFailure(
  db: Kysely<Database>,
  person: Person | null,
  step: 'password' | 'code',
  from: RequestFacts,
): Promise<void> {
  const who = { kind: 'nobody', name: person?.name ?? '' } as const;
  const subject = { kind: 'person', id: person?.id ?? null, name: person?.name ?? null };
  await audit(db, { who, action: 'sign-in-failed', subject, details: { step }, from });
}
