import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

export type Team = {
  /** What flows name it by. */
  id: string;
  name: string;
  /** Ids of the people in it. */
  members: string[];
};

/** Every team, by name. */
export async function listTeams(db: Kysely<Database>): Promise<Team[]> {
  const { rows } = await sql<Team>`
    select t.id, t.name, array(select person_id from team_members where team_id = t.id order by person_id) as members
    from teams t order by lower(t.name), t.id
  `.execute(db);
  return rows;
}

/** Null when there is a team with this id or name already. */
export async function makeTeam(tx: Kysely<Database>, team: Team): Promise<Team | null> {
  const made = await tx
    .insertInto('teams')
    .values({ id: team.id, name: team.name })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return null;
  await setMembers(tx, team.id, team.members);
  return findTeam(tx, team.id);
}

/** Changes what is given, within a transaction that the caller undoes when it is refused. */
export async function changeTeam(
  tx: Kysely<Database>,
  teamId: string,
  { name, members }: { name?: string | undefined; members?: readonly string[] | undefined },
): Promise<{ ok: true; team: Team } | { ok: false; reason: 'not-found' | 'exists' }> {
  if (name !== undefined) {
    const namesake = await tx
      .selectFrom('teams')
      .select('id')
      .where('name', '=', name)
      .where('id', '!=', teamId)
      .executeTakeFirst();
    if (namesake) return { ok: false, reason: 'exists' };
    await tx.updateTable('teams').set({ name }).where('id', '=', teamId).execute();
  }
  if ((await findTeam(tx, teamId)) === null) return { ok: false, reason: 'not-found' };
  if (members !== undefined) await setMembers(tx, teamId, members);
  const team = await findTeam(tx, teamId);
  return team ? { ok: true, team } : { ok: false, reason: 'not-found' };
}

/** The team that is gone now, or null. */
export async function removeTeam(tx: Kysely<Database>, teamId: string): Promise<Team | null> {
  const team = await findTeam(tx, teamId);
  if (team) await tx.deleteFrom('teams').where('id', '=', teamId).execute();
  return team;
}

async function findTeam(db: Kysely<Database>, teamId: string): Promise<Team | null> {
  return (await listTeams(db)).find(({ id }) => id === teamId) ?? null;
}

async function setMembers(tx: Kysely<Database>, teamId: string, members: readonly string[]): Promise<void> {
  await tx.deleteFrom('team_members').where('team_id', '=', teamId).execute();
  if (members.length === 0) return;
  await tx
    .insertInto('team_members')
    .columns(['team_id', 'person_id'])
    .expression((from) =>
      from
        .selectFrom('people')
        .select((column) => [column.val(teamId).as('team_id'), 'id'])
        .where('id', 'in', [...members]),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
