import { hash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { accessOf } from './access.ts';
import { callerAddress } from './caller-address.ts';
import { refuse } from './problem.ts';
import type { WrongKeys } from './wrong-keys.ts';

/** Lets a request pass to an address that asks for the API key only with it. */
export function requireKey(apiKey: string, wrongKeys: WrongKeys): MiddlewareHandler {
  const expected = digest(apiKey);
  return async (c, next) => {
    if (accessOf(matchedRoutes(c)) !== 'key') return next();

    const given = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (given === undefined) {
      refuse('key-missing', {
        detail: 'Send it in the header “Authorization: Bearer <key>”.',
        headers: { 'www-authenticate': 'Bearer' },
      });
    }
    // Digests are of one length, so that the comparison takes the same time whatever was sent.
    if (timingSafeEqual(digest(given), expected)) return next();

    const waitMs = wrongKeys.count(callerAddress(c));
    if (waitMs > 0) {
      refuse('too-many-wrong-keys', { headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) } });
    }
    refuse('key-wrong', { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } });
  };
}

function digest(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}
