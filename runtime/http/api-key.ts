import { hash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { callerWithKey, mainKeyCaller } from '../people/api-keys.ts';
import type { KeyCaller } from '../people/caller.ts';
import { callerAddress } from './caller-address.ts';
import { refuse } from './problem.ts';
import type { WrongKeys } from './wrong-keys.ts';

/**
 * Who holds the key that a request brings in `Authorization: Bearer …`. Ends the request when the key is none of ours, or the header no
 * key at all.
 */
export function keyCallers({
  db,
  apiKey,
  wrongKeys,
}: {
  db: Kysely<Database>;
  apiKey: string;
  wrongKeys: WrongKeys;
}) {
  const main = digest(apiKey);
  return async (c: Context): Promise<KeyCaller> => {
    const given = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (given === undefined) refuseWithoutKey();
    // Digests are of one length, so that the comparison takes the same time whatever was sent.
    if (timingSafeEqual(digest(given), main)) return mainKeyCaller();
    const caller = await callerWithKey(db, given);
    if (caller) return caller;

    const waitMs = wrongKeys.count(callerAddress(c));
    if (waitMs > 0) {
      refuse('too-many-wrong-keys', { headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) } });
    }
    return refuse('key-wrong', { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } });
  };
}

/** Ends a request that nobody has signed. */
export function refuseWithoutKey(): never {
  return refuse('key-missing', {
    detail: 'A program sends its key in the header “Authorization: Bearer <key>”.',
    headers: { 'www-authenticate': 'Bearer' },
  });
}

function digest(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}
