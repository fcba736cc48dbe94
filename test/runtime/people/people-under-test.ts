import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { hashPassword } from '@parley/runtime/people/auth.ts';
import { addPerson } from '@parley/runtime/people/people.ts';
import type { Role } from '@parley/runtime/people/rights.ts';
import type { Answered, apiUnderTest } from '../api-under-test.ts';

export const PASSWORD = 'correct horse battery';

type Api = ReturnType<typeof apiUnderTest>;

/** One browser: it keeps its cookies, and says that its requests come from our own page. */
export function browserOf(api: Pick<Api, 'send'>) {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async call(
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<Answered> {
      const answered = await api.send(path, {
        method,
        headers: {
          'sec-fetch-site': 'same-origin',
          ...(cookies.size > 0 && { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      for (const cookie of answered.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';');
        const at = pair.indexOf('=');
        if (/max-age=0/i.test(cookie)) cookies.delete(pair.slice(0, at));
        else cookies.set(pair.slice(0, at), pair.slice(at + 1));
      }
      return answered;
    },
  };
}

/** Adds a person with this role, `<role>@example.com`, in these teams; returns their id. */
export async function personWith(
  { db }: Pick<OpenDatabase, 'db'>,
  role: Role,
  more: { email?: string; teams?: string[]; isLimitedToTeams?: boolean } = {},
): Promise<string> {
  const { email = `${role}@example.com`, teams = [], isLimitedToTeams = false } = more;
  const passwordHash = await hashPassword(PASSWORD);
  const person = { name: `The ${role}`, email, role, teams, isLimitedToTeams, passwordHash };
  const id = await addPerson(db, person);
  if (id === null) throw new Error(`${email} is taken`);
  return id;
}

/** A browser in which this person has signed in. */
export async function signedInAs(api: Api, email: string) {
  const browser = browserOf(api);
  const { status, text } = await browser.call('POST', '/api/session/sign-in', { email, password: PASSWORD });
  if (status !== 200) throw new Error(`${email} could not sign in: ${text}`);
  return browser;
}
