import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Log } from '../log.ts';
import type { RequestFacts } from '../people/asked-auth.ts';
import { tryFrom, tryMail } from '../people/attempts.ts';
import { addFirstPerson, isSetupToken } from '../people/first-person.ts';
import { type Letters, letterLanguage } from '../people/letters.ts';
import { findPersonByEmail, isAnybodyThere } from '../people/people.ts';
import { makeResetToken, resetPassword } from '../people/reset.ts';
import { confirmSignIn, type SignInAnswer, signIn, signOut } from '../people/sign-in.ts';
import type { SecretKey } from '../secrets.ts';
import { callerAddress } from './caller-address.ts';
import { type CallersDeps, identify } from './callers.ts';
import { answer, body, problems } from './documented.ts';
import {
  CallerJson,
  callerJson,
  Email,
  KnownPassword,
  NewPassword,
  PersonName,
  Token,
} from './people-schemas.ts';
import { refuse } from './problem.ts';

export type SessionDeps = CallersDeps & {
  key: SecretKey;
  log: Log;
  /** Null when no mail can be sent: then administrators make links. */
  letters: Letters | null;
  /** Offered where the first administrator is created. */
  adminEmail?: string | undefined;
};

const tags = ['Signing in'];
const Done = z.strictObject({ done: z.literal(true) });
const SignInJson = z.strictObject({
  needsCode: z.boolean().openapi({ description: 'A code of the second factor is asked for next.' }),
});

const read = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'Ask who has signed in',
  responses: {
    200: answer(
      'The caller, or null.',
      z.strictObject({
        caller: CallerJson.nullable(),
        needsFirstPerson: z
          .boolean()
          .openapi({ description: 'Nobody is there yet: the first administrator can be created.' }),
        adminEmail: z.string().nullable(),
        sendsMail: z.boolean().openapi({ description: 'A forgotten password is helped with by mail.' }),
      }),
    ),
  },
});

const enter = createRoute({
  method: 'post',
  path: '/sign-in',
  tags,
  summary: 'Sign in',
  request: { body: body(z.strictObject({ email: Email, password: KnownPassword })) },
  responses: {
    200: answer('A cookie is set.', SignInJson),
    ...problems('sign-in-refused', 'too-many-tries'),
  },
});

const confirm = createRoute({
  method: 'post',
  path: '/second-factor',
  tags,
  summary: 'Give the code of the second factor',
  request: {
    body: body(
      z.strictObject({
        code: z.string().trim().min(6).max(20),
        trustDevice: z.boolean().default(false).openapi({ description: 'Ask for no code here for 30 days.' }),
      }),
    ),
  },
  responses: { 200: answer('A cookie is set.', SignInJson), ...problems('code-wrong', 'too-many-tries') },
});

const leave = createRoute({
  method: 'post',
  path: '/sign-out',
  tags,
  summary: 'Sign out',
  responses: { 200: answer('The cookie is taken back.', Done) },
});

const first = createRoute({
  method: 'post',
  path: '/first-person',
  tags,
  summary: 'Create the first administrator',
  description: 'With the token of the link that was printed at the start. Works once.',
  request: {
    body: body(z.strictObject({ token: Token, name: PersonName, email: Email, password: NewPassword })),
  },
  responses: {
    200: answer('Created, and signed in.', SignInJson),
    ...problems('link-not-valid', 'too-many-tries'),
  },
});

const forgotten = createRoute({
  method: 'post',
  path: '/forgotten-password',
  tags,
  summary: 'Ask for a link to a new password',
  description: 'Answers the same whether the address is known or not.',
  request: { body: body(z.strictObject({ email: Email })) },
  responses: {
    202: answer('A mail is on its way, if there is such a person.', Done),
    ...problems('too-many-tries'),
  },
});

const renew = createRoute({
  method: 'post',
  path: '/new-password',
  tags,
  summary: 'Set a new password with a link',
  description: 'Ends all sign-ins of the person.',
  request: { body: body(z.strictObject({ token: Token, password: NewPassword })) },
  responses: {
    200: answer('The new password holds.', Done),
    ...problems('link-not-valid', 'too-many-tries'),
  },
});

/** Signing in and out, and everything that is done before somebody has. */
export function session(deps: SessionDeps) {
  const { db, auth, key, letters, log, adminEmail } = deps;
  return new OpenAPIHono()
    .openapi(read, async (c) => {
      const caller = await identify(c, deps);
      const needsFirstPerson = caller?.kind !== 'person' && !(await isAnybodyThere(db));
      return c.json(
        {
          caller: caller && callerJson(caller),
          needsFirstPerson,
          adminEmail: needsFirstPerson ? (adminEmail ?? null) : null,
          sendsMail: letters !== null,
        },
        200,
      );
    })
    .openapi(enter, async (c) => c.json(entered(c, await signIn(deps, c.req.valid('json'), facts(c))), 200))
    .openapi(confirm, async (c) => {
      const confirmed = await confirmSignIn(deps, c.req.valid('json'), facts(c));
      if (!confirmed.ok && confirmed.reason === 'refused') refuse('code-wrong');
      return c.json(entered(c, confirmed), 200);
    })
    .openapi(leave, async (c) => {
      sendCookies(c, await signOut(deps, facts(c)));
      return c.json({ done: true } as const, 200);
    })
    .openapi(first, async (c) => {
      const { token, ...person } = c.req.valid('json');
      await refuseTooMany(c, deps);
      if (!isSetupToken(token, key)) refuse('link-not-valid');
      if (!(await addFirstPerson(db, person, facts(c)))) refuse('link-not-valid');
      return c.json(entered(c, await signIn(deps, person, facts(c))), 200);
    })
    .openapi(forgotten, async (c) => {
      const { email } = c.req.valid('json');
      const waitS = await tryMail(db, email);
      if (waitS > 0) refuseFor(waitS);
      const person = await findPersonByEmail(db, email);
      if (letters && person && !person.isDisabled) {
        const language = letterLanguage(c.req.header('accept-language'));
        // Not waited for: how long it takes would tell whether the address is known.
        makeResetToken({ db, auth }, person.id)
          .then((token) => letters.sendReset(person.email, { path: `/#reset=${token}`, language }))
          .catch((err: unknown) => log.warn({ err }, 'a letter was not sent'));
      }
      return c.json({ done: true } as const, 202);
    })
    .openapi(renew, async (c) => {
      await refuseTooMany(c, deps);
      if (!(await resetPassword(deps, c.req.valid('json')))) refuse('link-not-valid');
      return c.json({ done: true } as const, 200);
    });
}

/** What of a request people/ wants to know. */
export function facts(c: Context): RequestFacts {
  return {
    address: callerAddress(c),
    requestId: c.get('requestId'),
    cookie: c.req.header('cookie') ?? '',
    userAgent: c.req.header('user-agent') ?? '',
  };
}

export function sendCookies(c: Context, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
}

/** Who tries links is slowed down. */
export async function refuseTooMany(c: Context, { db }: Pick<CallersDeps, 'db'>): Promise<void> {
  const waitS = await tryFrom(db, callerAddress(c));
  if (waitS > 0) refuseFor(waitS);
}

export function entered(c: Context, answered: SignInAnswer): z.infer<typeof SignInJson> {
  if (answered.ok) {
    sendCookies(c, answered.cookies);
    return { needsCode: answered.needsCode };
  }
  if (answered.reason === 'too-many') return refuseFor(answered.waitS);
  return refuse('sign-in-refused');
}

function refuseFor(waitS: number): never {
  return refuse('too-many-tries', {
    detail: `Try again in ${Math.ceil(waitS / 60)} min.`,
    headers: { 'retry-after': String(waitS) },
    retryAfter: waitS,
  });
}
