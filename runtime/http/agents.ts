import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { readTeams } from '../escalation/availability.ts';
import { CAPACITY, readPresence, tellPresence } from '../escalation/presence.ts';
import {
  DEFAULT_SERVICE,
  NO_TEAM,
  NO_TEAM_ID,
  readServices,
  saveService,
  TeamService,
} from '../escalation/team-service.ts';
import { type AgentBody, AgentJson, Capacity, PresenceJson, PresenceState } from './agent-schemas.ts';
import { answer, body, problems } from './documented.ts';
import { TeamId } from './people-schemas.ts';
import { refuse } from './problem.ts';

export type AgentsDeps = { db: Kysely<Database> };

const tags = ['Hand-over'];
const ServiceJson = z.strictObject(TeamService.shape).openapi('TeamService');

const list = createRoute({
  method: 'get',
  path: '/agents',
  tags,
  summary: 'List who may answer, and whether they are there',
  request: { query: z.strictObject({ team: TeamId.optional() }) },
  responses: {
    200: answer(
      'Everybody who may answer, of a team or of all, by name.',
      z.strictObject({
        agents: z.array(AgentJson),
        isServed: z.boolean().openapi({ description: 'Whether the team works at this time of day.' }),
      }),
    ),
  },
});

const readMine = createRoute({
  method: 'get',
  path: '/agents/me/presence',
  tags,
  summary: 'Read whether you count as being there',
  responses: { 200: answer('As others see you.', PresenceJson) },
});

const tellMine = createRoute({
  method: 'put',
  path: '/agents/me/presence',
  tags,
  summary: 'Say that you are there, busy or away',
  description: 'To be said again every 30 seconds.',
  request: { body: body(z.strictObject({ state: PresenceState, capacity: Capacity.optional() })) },
  responses: { 200: answer('As others see you.', PresenceJson) },
});

const readService = createRoute({
  method: 'get',
  path: '/teams/{id}/service',
  tags,
  summary: 'Read how a team works',
  description:
    'Hours, holidays, deadlines, assignment and what happens after a silence. `none` stands for cases of no team.',
  request: { params: z.strictObject({ id: TeamId }) },
  responses: { 200: answer('How it works.', ServiceJson), ...problems('team-not-found') },
});

const writeService = createRoute({
  method: 'put',
  path: '/teams/{id}/service',
  tags,
  summary: 'Say how a team works',
  request: { params: z.strictObject({ id: TeamId }), body: body(ServiceJson) },
  responses: { 200: answer('How it works.', ServiceJson), ...problems('team-not-found') },
});

/** Who is there, and how teams work. */
export function agents({ db }: AgentsDeps) {
  const teamOf = async (id: string) => {
    if (id === NO_TEAM_ID) return NO_TEAM;
    const team = await db.selectFrom('teams').select('id').where('id', '=', id).executeTakeFirst();
    return team?.id ?? refuse('team-not-found');
  };
  const serviceOf = async (team: string): Promise<TeamService> => {
    const service = (await readServices(db, [team])).get(team);
    if (!service) return DEFAULT_SERVICE;
    const { lastAssigned: _, ...settings } = service;
    return settings;
  };

  return new OpenAPIHono()
    .openapi(list, async (c) => {
      const { team = NO_TEAM } = c.req.valid('query');
      const now = (await readTeams(db, [team])).get(team);
      const agents = await named(db, now?.agents ?? [], team);
      return c.json({ agents, isServed: now?.isServed ?? true }, 200);
    })
    .openapi(readMine, async (c) => {
      const { seenAt, ...presence } = await readPresence(db, c.get('caller').id);
      return c.json({ ...presence, seenAt: seenAt?.toISOString() ?? null }, 200);
    })
    .openapi(tellMine, async (c) => {
      const { seenAt, ...presence } = await tellPresence(db, c.get('caller').id, c.req.valid('json'));
      return c.json({ ...presence, seenAt: seenAt?.toISOString() ?? null }, 200);
    })
    .openapi(readService, async (c) => c.json(await serviceOf(await teamOf(c.req.valid('param').id)), 200))
    .openapi(writeService, async (c) => {
      const team = await teamOf(c.req.valid('param').id);
      await saveService(db, team, c.req.valid('json'));
      return c.json(await serviceOf(team), 200);
    });
}

type AgentNow = Omit<AgentBody, 'name'>;

/** Everybody who may answer, with their names; whoever has never been there is away. */
async function named(db: Kysely<Database>, known: readonly AgentNow[], team: string) {
  const rows = await db
    .selectFrom('people as p')
    .select(['p.id', 'p.name'])
    .where('p.role', 'in', ['agent', 'administrator'])
    .where('p.disabled_at', 'is', null)
    .$if(team !== NO_TEAM, (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('team_members as m')
            .select('m.person_id')
            .whereRef('m.person_id', '=', 'p.id')
            .where('m.team_id', '=', team),
        ),
      ),
    )
    .orderBy('p.name')
    .orderBy('p.id')
    .execute();
  return rows.map(({ id, name }) => {
    const now = known.find((agent) => agent.id === id);
    return now ? { ...now, name } : { id, name, state: 'away' as const, load: 0, capacity: CAPACITY };
  });
}
