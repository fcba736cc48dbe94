import { type Kysely, sql } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import type { Database, PresenceState } from '../db/tables.ts';
import { DEFAULT_SERVICE, isServed, NO_TEAM, readServices, type TeamService } from './team-service.ts';

/** A person who may answer, as they are now. */
export type Agent = {
  id: string;
  /** `away` also for who has not been heard of for a while. */
  state: PresenceState;
  /** Conversations that they have, and how many they take. */
  load: number;
  capacity: number;
};

/** A team as it is now: how it works and who is in it. */
export type TeamNow = {
  service: TeamService;
  lastAssigned: string | null;
  agents: Agent[];
  isServed: boolean;
};

/** A web app says every half minute that it is there; who has missed this much of it is gone. */
export const MISSED_AFTER_S = 90;

/**
 * Teams as they are at the database's clock. A name that no team has, and '', stand for everybody who is allowed to answer: a flow may
 * name a team before anybody has made it.
 */
export async function readTeams(
  db: Kysely<Database>,
  teams: readonly string[],
): Promise<Map<string, TeamNow>> {
  const services = await readServices(db, teams);
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(db);
  const now = rows[0]?.now.getTime() ?? Number.NaN;
  const people = await readPeople(db);
  const loads = await readLoads(
    db,
    people.map(({ id }) => id),
  );
  return new Map(
    teams.map((team): [string, TeamNow] => {
      const { lastAssigned = null, ...service } = services.get(team) ?? DEFAULT_SERVICE_NOW;
      const members = people.filter(({ teams: of }) => team !== NO_TEAM && of.includes(team));
      const isKnown = people.some(({ known }) => known.includes(team));
      const agents = (isKnown ? members : people).map(({ id, state, capacity }) => ({
        ...{ id, state, capacity },
        load: loads.get(id) ?? 0,
      }));
      return [team, { service, lastAssigned, agents, isServed: isServed(service, now) }];
    }),
  );
}

const DEFAULT_SERVICE_NOW: TeamService & { lastAssigned: string | null } = {
  ...DEFAULT_SERVICE,
  lastAssigned: null,
};

/** Somebody works now, is there, and has room for one more. */
export function isAvailable({ isServed: isWorking, agents }: TeamNow): boolean {
  return isWorking && agents.some(hasRoom);
}

export function hasRoom({ state, load, capacity }: Agent): boolean {
  return state === 'online' && load < capacity;
}

/** Of these teams those of which nobody can take over now. */
export async function absentTeams(db: Kysely<Database>, teams: readonly string[]): Promise<string[]> {
  if (teams.length === 0) return [];
  const now = await readTeams(db, teams);
  return teams.filter((team) => {
    const one = now.get(team);
    return one !== undefined && !isAvailable(one);
  });
}

type Person = { id: string; state: PresenceState; capacity: number; teams: string[]; known: string[] };

/** Everybody who has ever said that they are there and still may answer; `known` are all teams that there are. */
async function readPeople(db: Kysely<Database>): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select p.person_id as id, p.capacity,
      case when p.seen_at < now() - ${MISSED_AFTER_S}::integer * interval '1 second' then 'away' else p.state end as state,
      coalesce((select jsonb_agg(m.team_id) from team_members m where m.person_id = p.person_id), '[]') as teams,
      coalesce((select jsonb_agg(t.id) from teams t), '[]') as known
    from agent_presence p
    join people who on who.id = p.person_id and who.disabled_at is null and who.role in ('administrator', 'agent')
    order by p.person_id
  `.execute(db);
  return rows;
}

async function readLoads(db: Kysely<Database>, people: readonly string[]): Promise<Map<string, number>> {
  if (people.length === 0) return new Map();
  const { rows } = await sql<{ owner: string; load: number }>`
    select owner, count(*)::integer as load from conversations
    where lane = any(${EVERY_LANE}::smallint[]) and owner = any(${people}::text[])
    group by owner
  `.execute(db);
  return new Map(rows.map(({ owner, load }) => [owner, load]));
}
