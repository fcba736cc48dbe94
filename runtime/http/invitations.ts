import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Log } from '../log.ts';
import { audit } from '../people/audit.ts';
import { type Auth, hashPassword } from '../people/auth.ts';
import {
  acceptInvitation,
  findInvitation,
  type Invitation,
  invite,
  listInvitations,
  withdrawInvitation,
} from '../people/invitations.ts';
import { type Letters, letterLanguage } from '../people/letters.ts';
import { signIn } from '../people/sign-in.ts';
import { answer, body, problems } from './documented.ts';
import { Email, NewPassword, PersonName, RoleJson, TeamId, Token } from './people-schemas.ts';
import { refuse } from './problem.ts';
import { entered, facts, refuseTooMany } from './session.ts';

export type InvitationsDeps = { db: Kysely<Database>; auth: Auth; letters: Letters | null; log: Log };

const tags = ['People'];
const InvitationJson = z
  .strictObject({
    id: z.uuid(),
    email: z.string(),
    role: RoleJson,
    isLimitedToTeams: z.boolean(),
    teams: z.array(TeamId),
    invitedBy: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .openapi('Invitation');

const list = createRoute({
  method: 'get',
  path: '/invitations',
  tags,
  summary: 'List invitations that can be accepted',
  responses: { 200: answer('The newest first.', z.strictObject({ invitations: z.array(InvitationJson) })) },
});

const make = createRoute({
  method: 'post',
  path: '/invitations',
  tags,
  summary: 'Invite somebody',
  description:
    'The link is only in this answer. It holds for seven days; an earlier one to the same address no longer does.',
  request: {
    body: body(
      z.strictObject({
        email: Email,
        role: RoleJson,
        teams: z.array(TeamId).max(100).default([]),
        isLimitedToTeams: z.boolean().default(false),
      }),
    ),
  },
  responses: {
    201: answer(
      'The invitation.',
      z.strictObject({
        invitation: InvitationJson,
        path: z.string().openapi({ description: 'The link, without the address of this server.' }),
        isMailed: z.boolean(),
      }),
    ),
    ...problems('person-exists'),
  },
});

const withdraw = createRoute({
  method: 'delete',
  path: '/invitations/{id}',
  tags,
  summary: 'Withdraw an invitation',
  request: { params: z.strictObject({ id: z.uuid() }) },
  responses: { 200: answer('It no longer holds.', InvitationJson), ...problems('invitation-not-found') },
});

const look = createRoute({
  method: 'post',
  path: '/session/invitation',
  tags: ['Signing in'],
  summary: 'Read an invitation',
  request: { body: body(z.strictObject({ token: Token })) },
  responses: {
    200: answer(
      'Who invites whom.',
      z.strictObject({ email: z.string(), role: RoleJson, invitedBy: z.string() }),
    ),
    ...problems('link-not-valid', 'too-many-tries'),
  },
});

const accept = createRoute({
  method: 'post',
  path: '/session/accept-invitation',
  tags: ['Signing in'],
  summary: 'Accept an invitation',
  request: { body: body(z.strictObject({ token: Token, name: PersonName, password: NewPassword })) },
  responses: {
    200: answer('The person is added, and signed in.', z.strictObject({ needsCode: z.boolean() })),
    ...problems('link-not-valid', 'too-many-tries', 'sign-in-refused'),
  },
});

/** Invitations: how people come in. */
export function invitations(deps: InvitationsDeps) {
  const { db, letters, log } = deps;
  return new OpenAPIHono()
    .openapi(list, async (c) => c.json({ invitations: (await listInvitations(db)).map(invitationJson) }, 200))
    .openapi(make, async (c) => {
      const who = c.get('caller');
      const wanted = c.req.valid('json');
      const invited = await db.transaction().execute(async (tx) => {
        const made = await invite(tx, { ...wanted, invitedBy: who.name });
        if (!made.ok) return refuse('person-exists');
        const { id, email, role, teams } = made.invitation;
        const subject = { kind: 'invitation', id, name: email };
        await audit(tx, {
          who,
          action: 'invitation-made',
          subject,
          details: { role, teams },
          from: facts(c),
        });
        return made;
      });
      const path = `/#invitation=${invited.token}`;
      const language = letterLanguage(c.req.header('accept-language'));
      const isMailed =
        (await letters?.sendInvitation(invited.invitation.email, { path, by: who.name, language }).then(
          () => true,
          (err: unknown) => {
            log.warn({ err }, 'a letter was not sent');
            return false;
          },
        )) ?? false;
      return c.json({ invitation: invitationJson(invited.invitation), path, isMailed }, 201);
    })
    .openapi(withdraw, async (c) => {
      const withdrawn = await db.transaction().execute(async (tx) => {
        const found = await withdrawInvitation(tx, c.req.valid('param').id);
        if (!found) return refuse('invitation-not-found');
        const subject = { kind: 'invitation', id: found.id, name: found.email };
        await audit(tx, { who: c.get('caller'), action: 'invitation-withdrawn', subject, from: facts(c) });
        return found;
      });
      return c.json(invitationJson(withdrawn), 200);
    })
    .openapi(look, async (c) => {
      await refuseTooMany(c, deps);
      const found = await findInvitation(db, c.req.valid('json').token);
      if (!found) refuse('link-not-valid');
      const { email, role, invitedBy } = found;
      return c.json({ email, role, invitedBy }, 200);
    })
    .openapi(accept, async (c) => {
      await refuseTooMany(c, deps);
      const { token, name, password } = c.req.valid('json');
      const passwordHash = await hashPassword(password);
      const accepted = await db.transaction().execute(async (tx) => {
        const added = await acceptInvitation(tx, { token, name, passwordHash });
        if (!added) return refuse('link-not-valid');
        const { personId, invitation } = added;
        const { role, teams, invitedBy } = invitation;
        const subject = { kind: 'person', id: personId, name };
        const details = { role, teams, invitedBy };
        await audit(tx, {
          who: { kind: 'person', id: personId, name },
          action: 'person-added',
          subject,
          details,
          from: facts(c),
        });
        return invitation;
      });
      return c.json(entered(c, await signIn(deps, { email: accepted.email, password }, facts(c))), 200);
    });
}

function invitationJson(invitation: Invitation): z.infer<typeof InvitationJson> {
  const { createdAt, expiresAt, ...rest } = invitation;
  return { ...rest, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}
