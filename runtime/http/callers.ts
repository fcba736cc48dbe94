import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Auth } from '../people/auth.ts';
import type { Caller, KeyCaller } from '../people/caller.ts';
import { signedIn } from '../people/signed-in.ts';
import { accessOf, mayCall } from './access.ts';
import { refuseWithoutKey } from './api-key.ts';
import { refuse } from './problem.ts';
import { isForeign, saysOrigin } from './same-origin.ts';

export type CallersDeps = {
  db: Kysely<Database>;
  auth: Auth;
  keyCaller: (c: Context) => Promise<KeyCaller>;
  publicUrl?: string | undefined;
};

/** Finds out who asks; null when nobody has signed in. A request with a key is the key's, whatever cookies it has. */
export async function identify(c: Context, { db, auth, keyCaller }: CallersDeps): Promise<Caller | null> {
  if (c.req.header('authorization') !== undefined) return keyCaller(c);
  const found = await signedIn({ db, auth }, c.req.raw.headers);
  for (const cookie of found?.cookies ?? []) c.header('set-cookie', cookie, { append: true });
  return found?.person ?? null;
}

/**
 * Lets a request pass whose caller may call its address, as the table in `access.ts` says; handlers get them by `c.get('caller')`. A page
 * of another site may change nothing, and a cookie alone is only taken from a request that says which page it comes from.
 */
export function requireCaller(deps: CallersDeps): MiddlewareHandler {
  return async (c, next) => {
    const asked = [...accessOf(matchedRoutes(c))];
    const hasKey = c.req.header('authorization') !== undefined;
    const changes = !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
    if (changes && !hasKey && !asked.includes('signature') && isForeign(c, deps.publicUrl))
      refuse('foreign-origin');
    if (asked.every((access) => access === 'anyone' || access === 'signature')) return next();

    const caller = await identify(c, deps);
    if (!caller) refuseWithoutKey();
    if (changes && caller.kind === 'person' && !saysOrigin(c)) refuse('foreign-origin');
    const missing = asked.find((access) => !mayCall(caller, access));
    if (missing !== undefined) refuse('not-allowed', { detail: wordsFor(missing) });
    c.set('caller', caller);
    return next();
  };
}

function wordsFor(missing: string): string {
  return missing === 'person' ? 'This is for people who have signed in.' : `It takes the right “${missing}”.`;
}
