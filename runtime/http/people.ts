import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { type AuditAction, audit } from '../people/audit.ts';
import type { Auth } from '../people/auth.ts';
import { changePerson, findPerson, listPeople, type PersonChanges } from '../people/people.ts';
import { makeResetToken } from '../people/reset.ts';
import { answer, body, problems } from './documented.ts';
import { PersonId, PersonJson, PersonName, personJson, RoleJson, TeamId } from './people-schemas.ts';
import { refuse } from './problem.ts';
import { facts } from './session.ts';

const tags = ['People'];
const PersonParams = z.strictObject({ id: PersonId });

const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'List people',
  responses: { 200: answer('By name.', z.strictObject({ people: z.array(PersonJson) })) },
});

const change = createRoute({
  method: 'patch',
  path: '/{id}',
  tags,
  summary: 'Change a person',
  description:
    'Changes what is given; it holds from the person’s next request on. Disabling ends all their sign-ins.',
  request: {
    params: PersonParams,
    body: body(
      z.strictObject({
        name: PersonName.optional(),
        role: RoleJson.optional(),
        isLimitedToTeams: z.boolean().optional(),
        isDisabled: z.boolean().optional(),
        teams: z.array(TeamId).max(100).optional(),
        hasSecondFactor: z
          .literal(false)
          .optional()
          .openapi({ description: 'Takes it away, from somebody who has lost it.' }),
      }),
    ),
  },
  responses: {
    200: answer('The person.', PersonJson),
    ...problems('person-not-found', 'last-administrator'),
  },
});

const reset = createRoute({
  method: 'post',
  path: '/{id}/reset-link',
  tags,
  summary: 'Make a link to a new password',
  description: 'It holds for an hour, once; earlier ones no longer do.',
  request: { params: PersonParams },
  responses: {
    201: answer(
      'The link is only in this answer.',
      z.strictObject({
        path: z.string().openapi({ description: 'The link, without the address of this server.' }),
      }),
    ),
    ...problems('person-not-found'),
  },
});

/** People and what they may do. */
export function people({ db, auth }: { db: Kysely<Database>; auth: Auth }) {
  return new OpenAPIHono()
    .openapi(list, async (c) => c.json({ people: (await listPeople(db)).map(personJson) }, 200))
    .openapi(change, async (c) => {
      const changes = c.req.valid('json');
      const person = await db.transaction().execute(async (tx) => {
        const changed = await changePerson(tx, c.req.valid('param').id, changes);
        if (!changed.ok) return refuse(changed.reason === 'not-found' ? 'person-not-found' : changed.reason);
        const { id, name } = changed.person;
        const subject = { kind: 'person', id, name };
        const action = actionOf(changes);
        await audit(tx, { who: c.get('caller'), action, subject, details: changes, from: facts(c) });
        return changed.person;
      });
      return c.json(personJson(person), 200);
    })
    .openapi(reset, async (c) => {
      const person = await findPerson(db, c.req.valid('param').id);
      if (!person || person.isDisabled) refuse('person-not-found');
      const token = await makeResetToken({ db, auth }, person.id);
      const subject = { kind: 'person', id: person.id, name: person.name };
      await audit(db, { who: c.get('caller'), action: 'password-link-made', subject, from: facts(c) });
      return c.json({ path: `/#reset=${token}` }, 201);
    });
}

function actionOf({ isDisabled, hasSecondFactor }: PersonChanges): AuditAction {
  if (hasSecondFactor === false) return 'second-factor-removed';
  if (isDisabled === undefined) return 'person-changed';
  return isDisabled ? 'person-disabled' : 'person-enabled';
}
