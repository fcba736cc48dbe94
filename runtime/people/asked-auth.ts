import { isAPIError } from 'better-auth/api';
import { ADDRESS_HEADER } from './auth.ts';

/** What of a request matters for signing in: its cookie, and where it came from. */
export type RequestFacts = { address: string; requestId: string; cookie: string; userAgent: string };

/** What better-auth answered, with cookies for the browser; or the code of its refusal. */
export type Asked<Response> =
  | { ok: true; response: Response; cookies: string[] }
  | { ok: false; code: string; isTooOften: boolean };

/** The headers that better-auth gets to see. */
export function authHeaders({ address, cookie, userAgent }: RequestFacts): Headers {
  return new Headers({ [ADDRESS_HEADER]: address, cookie, 'user-agent': userAgent.slice(0, 400) });
}

/** Asks better-auth, whose refusals are errors. What is not a refusal goes on as an error. */
export async function asked<Response>(
  answer: Promise<{ response: Response; headers: Headers }>,
): Promise<Asked<Response>> {
  try {
    const { response, headers } = await answer;
    return { ok: true, response, cookies: headers.getSetCookie() };
  } catch (error) {
    if (!isAPIError(error) || error.statusCode >= 500) throw error;
    return { ok: false, code: error.body?.code ?? error.message, isTooOften: error.statusCode === 429 };
  }
}
