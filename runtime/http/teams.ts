import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { type AuditAction, audit } from '../people/audit.ts';
import { changeTeam, listTeams, makeTeam, removeTeam, type Team } from '../people/teams.ts';
import { answer, body, problems } from './documented.ts';
import { PersonId, TeamId } from './people-schemas.ts';
import { refuse } from './problem.ts';
import { facts } from './session.ts';

const tags = ['People'];
const TeamParams = z.strictObject({ id: TeamId });
const TeamName = z.string().trim().min(1).max(80);
const Members = z.array(PersonId).max(1000).openapi({ description: 'Ids of the people in it.' });
const TeamJson = z.strictObject({ id: TeamId, name: TeamName, members: Members }).openapi('Team');

const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'List teams',
  responses: { 200: answer('By name.', z.strictObject({ teams: z.array(TeamJson) })) },
});

const make = createRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Make a team',
  request: { body: body(z.strictObject({ id: TeamId, name: TeamName, members: Members.default([]) })) },
  responses: { 201: answer('The team.', TeamJson), ...problems('team-exists') },
});

const change = createRoute({
  method: 'patch',
  path: '/{id}',
  tags,
  summary: 'Change a team',
  request: {
    params: TeamParams,
    body: body(z.strictObject({ name: TeamName.optional(), members: Members.optional() })),
  },
  responses: { 200: answer('The team.', TeamJson), ...problems('team-not-found', 'team-exists') },
});

const remove = createRoute({
  method: 'delete',
  path: '/{id}',
  tags,
  summary: 'Remove a team',
  request: { params: TeamParams },
  responses: { 200: answer('The team that is gone.', TeamJson), ...problems('team-not-found') },
});

/** Teams: who answers together. */
export function teams({ db }: { db: Kysely<Database> }) {
  return new OpenAPIHono()
    .openapi(list, async (c) => c.json({ teams: await listTeams(db) }, 200))
    .openapi(make, async (c) => {
      const made = await db.transaction().execute(async (tx) => {
        const team = (await makeTeam(tx, c.req.valid('json'))) ?? refuse('team-exists');
        await note(tx, c, 'team-made', team);
        return team;
      });
      return c.json(made, 201);
    })
    .openapi(change, async (c) => {
      const changed = await db.transaction().execute(async (tx) => {
        const result = await changeTeam(tx, c.req.valid('param').id, c.req.valid('json'));
        if (!result.ok) return refuse(result.reason === 'exists' ? 'team-exists' : 'team-not-found');
        await note(tx, c, 'team-changed', result.team);
        return result.team;
      });
      return c.json(changed, 200);
    })
    .openapi(remove, async (c) => {
      const removed = await db.transaction().execute(async (tx) => {
        const team = (await removeTeam(tx, c.req.valid('param').id)) ?? refuse('team-not-found');
        await note(tx, c, 'team-removed', team);
        return team;
      });
      return c.json(removed, 200);
    });
}

async function note(tx: Kysely<Database>, c: Context, action: AuditAction, team: Team): Promise<void> {
  const { id, name, members } = team;
  const subject = { kind: 'team', id, name };
  await audit(tx, { who: c.get('caller'), action, subject, details: { members }, from: facts(c) });
}
