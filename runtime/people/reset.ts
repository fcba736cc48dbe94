import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { asked } from './asked-auth.ts';
import { type Auth, RESET_LINK_S } from './auth.ts';
import { newToken } from './one-time-token.ts';

/** A token for a link with which a person sets a new password, once, within the hour. Links they had before no longer hold. */
export async function makeResetToken(
  { db, auth }: { db: Kysely<Database>; auth: Auth },
  personId: string,
): Promise<string> {
  await forgetOneTimeValues(db, personId);
  const token = newToken();
  const { internalAdapter } = await auth.$context;
  await internalAdapter.createVerificationValue({
    identifier: `reset-password:${token}`,
    value: personId,
    expiresAt: new Date(Date.now() + RESET_LINK_S * 1000),
  });
  return token;
}

/** Sets a new password with the token of a link, and ends all sign-ins of the person. False when the link holds no longer. */
export async function resetPassword(
  { auth }: { auth: Auth },
  { token, password }: { token: string; password: string },
): Promise<boolean> {
  const answer = await asked(
    auth.api.resetPassword({ body: { token, newPassword: password }, returnHeaders: true }),
  );
  return answer.ok;
}

/** Links to a new password, second steps that were begun, and devices that are asked for no code. */
export async function forgetOneTimeValues(db: Kysely<Database>, personId: string): Promise<void> {
  await db.deleteFrom('one_time_values').where('value', '=', personId).execute();
}
