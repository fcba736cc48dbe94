import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { type AuditAction, audit } from '../people/audit.ts';
import type { PersonCaller } from '../people/caller.ts';
import { ALARM_LETTERS, readLetterSettings, saveLetterSettings } from '../people/letter-settings.ts';
import { LETTER_LANGUAGES, type Letters } from '../people/letters.ts';
import { changePerson, findPerson } from '../people/people.ts';
import {
  beginSecondFactor,
  changePassword,
  confirmSecondFactor,
  endOtherSignIns,
  endSignIn,
  listSignIns,
  type ProfileDeps,
  type Refused,
  removeSecondFactor,
} from '../people/profile.ts';
import { answer, body, problems } from './documented.ts';
import { KnownPassword, NewPassword, PersonJson, PersonName, personJson } from './people-schemas.ts';
import { refuse } from './problem.ts';
import { facts, sendCookies } from './session.ts';

const tags = ['Own account'];
const Done = z.strictObject({ done: z.literal(true) });
const SignInSummaryJson = z
  .strictObject({
    id: z.string(),
    isThisOne: z.boolean(),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    startedAt: z.iso.datetime(),
    seenAt: z.iso.datetime(),
  })
  .openapi('SignIn');

const read = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'Read one’s own account',
  responses: {
    200: answer(
      'The person, and where they have signed in.',
      z.strictObject({ person: PersonJson, signIns: z.array(SignInSummaryJson) }),
    ),
    ...problems('person-not-found'),
  },
});

const change = createRoute({
  method: 'patch',
  path: '/',
  tags,
  summary: 'Change one’s own name',
  request: { body: body(z.strictObject({ name: PersonName })) },
  responses: { 200: answer('The person.', PersonJson), ...problems('person-not-found') },
});

const LettersJson = z
  .strictObject({
    alarms: z.enum(ALARM_LETTERS).nullable().openapi({
      description:
        'Letters about cases that nobody takes: always, only while away, or never. Null is what is usual: `always` for administrators, else `away`.',
    }),
    language: z
      .enum(LETTER_LANGUAGES)
      .nullable()
      .openapi({ description: 'Null: everything in each language.' }),
  })
  .openapi('LetterSettings');

const readLetters = createRoute({
  method: 'get',
  path: '/letters',
  tags,
  summary: 'Read which letters one gets',
  responses: {
    200: answer(
      'The settings.',
      LettersJson.extend({
        areSent: z.boolean().openapi({ description: 'A mail server and the public address are set up.' }),
      }),
    ),
  },
});

const setLetters = createRoute({
  method: 'put',
  path: '/letters',
  tags,
  summary: 'Choose which letters one gets',
  request: { body: body(LettersJson) },
  responses: { 200: answer('They hold from now on.', LettersJson) },
});

const password = createRoute({
  method: 'post',
  path: '/password',
  tags,
  summary: 'Change one’s own password',
  description: 'All other sign-ins end.',
  request: { body: body(z.strictObject({ current: KnownPassword, next: NewPassword })) },
  responses: {
    200: answer('The new password holds.', Done),
    ...problems('password-wrong', 'too-many-tries'),
  },
});

const begin = createRoute({
  method: 'post',
  path: '/second-factor',
  tags,
  summary: 'Begin a second factor',
  description: 'It is asked for once a code of the app has confirmed it.',
  request: { body: body(z.strictObject({ password: KnownPassword })) },
  responses: {
    200: answer(
      'What the app needs, shown once.',
      z.strictObject({
        uri: z.string().openapi({ description: 'An otpauth address, for a QR code.' }),
        spareCodes: z.array(z.string()).openapi({ description: 'Each opens once, when the app is lost.' }),
      }),
    ),
    ...problems('password-wrong', 'second-factor-exists', 'too-many-tries'),
  },
});

const confirm = createRoute({
  method: 'post',
  path: '/second-factor/confirm',
  tags,
  summary: 'Confirm a second factor',
  request: { body: body(z.strictObject({ code: z.string().regex(/^\d{6}$/, 'must be six digits') })) },
  responses: {
    200: answer('It is asked for from now on.', Done),
    ...problems('code-wrong', 'too-many-tries'),
  },
});

const remove = createRoute({
  method: 'post',
  path: '/second-factor/remove',
  tags,
  summary: 'Remove the second factor',
  request: { body: body(z.strictObject({ password: KnownPassword })) },
  responses: {
    200: answer('It is not asked for any more.', Done),
    ...problems('password-wrong', 'too-many-tries'),
  },
});

const end = createRoute({
  method: 'delete',
  path: '/sign-ins/{id}',
  tags,
  summary: 'End one of one’s own sign-ins',
  request: { params: z.strictObject({ id: z.string().max(64) }) },
  responses: { 200: answer('It holds no longer.', Done), ...problems('sign-in-not-found') },
});

const endOthers = createRoute({
  method: 'delete',
  path: '/sign-ins',
  tags,
  summary: 'End all other sign-ins of one’s own',
  responses: { 200: answer('How many there were.', z.strictObject({ ended: z.number().int() })) },
});

/** What people do with their own account. */
export function profile(deps: ProfileDeps & { letters: Letters | null }) {
  const { db } = deps;
  return new OpenAPIHono()
    .openapi(read, async (c) => {
      const { id, signInId } = self(c);
      const person = await findPerson(db, id);
      if (!person) refuse('person-not-found');
      const signIns = (await listSignIns(db, id)).map(({ startedAt, seenAt, ...rest }) => ({
        ...rest,
        isThisOne: rest.id === signInId,
        startedAt: startedAt.toISOString(),
        seenAt: seenAt.toISOString(),
      }));
      return c.json({ person: personJson(person), signIns }, 200);
    })
    .openapi(change, async (c) => {
      const person = await db.transaction().execute(async (tx) => {
        const changed = await changePerson(tx, self(c).id, c.req.valid('json'));
        if (!changed.ok) return refuse('person-not-found');
        await note(tx, c, 'person-changed', { name: changed.person.name });
        return changed.person;
      });
      return c.json(personJson(person), 200);
    })
    .openapi(readLetters, async (c) => {
      const settings = await readLetterSettings(db, self(c).id);
      return c.json({ ...settings, areSent: deps.letters !== null }, 200);
    })
    .openapi(setLetters, async (c) => {
      const settings = c.req.valid('json');
      await saveLetterSettings(db, self(c).id, settings);
      return c.json(settings, 200);
    })
    .openapi(password, async (c) => {
      const changed = await changePassword(deps, self(c), c.req.valid('json'), facts(c));
      if (!changed.ok) return refuseAs(changed);
      await note(db, c, 'password-changed');
      return done(c, changed.cookies);
    })
    .openapi(begin, async (c) => {
      const begun = await beginSecondFactor(deps, self(c), c.req.valid('json').password, facts(c));
      if (!begun.ok) return refuseAs(begun);
      return c.json({ uri: begun.uri, spareCodes: begun.spareCodes }, 200);
    })
    .openapi(confirm, async (c) => {
      const confirmed = await confirmSecondFactor(deps, self(c), c.req.valid('json').code, facts(c));
      if (!confirmed.ok) return refuseAs(confirmed);
      await note(db, c, 'second-factor-added');
      return done(c, confirmed.cookies);
    })
    .openapi(remove, async (c) => {
      const removed = await removeSecondFactor(deps, self(c), c.req.valid('json').password, facts(c));
      if (!removed.ok) return refuseAs(removed);
      await note(db, c, 'second-factor-removed');
      return done(c, removed.cookies);
    })
    .openapi(end, async (c) => {
      await db.transaction().execute(async (tx) => {
        if (!(await endSignIn(tx, self(c).id, c.req.valid('param').id))) refuse('sign-in-not-found');
        await note(tx, c, 'sign-in-ended');
      });
      return done(c, []);
    })
    .openapi(endOthers, async (c) => {
      const ended = await db.transaction().execute(async (tx) => {
        const count = await endOtherSignIns(tx, self(c));
        if (count > 0) await note(tx, c, 'sign-in-ended', { count });
        return count;
      });
      return c.json({ ended }, 200);
    });
}

/** The table of addresses lets nobody in here but people. */
function self(c: Context): PersonCaller {
  const caller = c.get('caller');
  return caller.kind === 'person' ? caller : refuse('not-allowed');
}

async function note(
  tx: Kysely<Database>,
  c: Context,
  action: AuditAction,
  details: { [member: string]: unknown } = {},
): Promise<void> {
  const who = self(c);
  const subject = { kind: 'person', id: who.id, name: who.name };
  await audit(tx, { who, action, subject, details, from: facts(c) });
}

function done(c: Context, cookies: readonly string[]) {
  sendCookies(c, cookies);
  return c.json({ done: true } as const, 200);
}

function refuseAs({ reason, waitS }: Refused): never {
  if (reason === 'too-many') return refuse('too-many-tries', { headers: { 'retry-after': String(waitS) } });
  return refuse(reason === 'exists' ? 'second-factor-exists' : reason);
}
