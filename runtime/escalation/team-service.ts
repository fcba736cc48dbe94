import { isOpenAt } from '@parley/flows/hours.ts';
import { OpeningHours } from '@parley/flows/machine-schema.ts';
import { isTimezone, localTime } from '@parley/flows/zone.ts';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../db/tables.ts';

const Minutes = z
  .number()
  .int()
  .min(1)
  .max(7 * 24 * 60);

/** How a team works. Everything has a default, so that a team that nobody has set up helps people all the same. */
export const TeamService = z.strictObject({
  /** Null: always. */
  hours: OpeningHours.refine(({ timezone }) => isTimezone(timezone), 'must name a time zone')
    .nullable()
    .default(null),
  /** Days on which nobody is there, in the zone of the hours: `2026-12-25`. */
  holidays: z.array(z.iso.date()).max(400).default([]),
  /** `pull`: people take cases themselves. */
  assignment: z.enum(['pull', 'round-robin', 'least-busy']).default('pull'),
  /** Minutes. Null: no such deadline. The last one is counted back from the end of the 24-hour window, so somebody still may answer. */
  deadlines: z
    .strictObject({
      acknowledge: Minutes.nullable().default(null),
      answer: Minutes.nullable().default(null),
      beforeWindowCloses: Minutes.max(20 * 60).default(120),
    })
    .prefault({}),
  /** After so many hours in which nobody has written, the bot has the conversation again; null: never by itself. */
  afterSilence: z
    .strictObject({
      hours: z.number().int().min(1).max(720),
      /** `end`: silently, and the next message starts what it starts. `exit`: the flow goes on where the person was asked for. */
      how: z.enum(['end', 'exit']).default('end'),
    })
    .nullable()
    .default(null),
  /** What the contact is told when nobody has answered and the flow has no words for it; null: ours. */
  notice: z.string().trim().min(1).max(1024).nullable().default(null),
});
export type TeamService = z.infer<typeof TeamService>;

/** How a team works that nobody has set up. */
export const DEFAULT_SERVICE: TeamService = TeamService.parse({});

/** The team of cases for which a flow names none. */
export const NO_TEAM = '';
/** The same in addresses. */
export const NO_TEAM_ID = 'none';

/** Teams by name; those that nobody has set up are left out. */
export async function readServices(
  db: Kysely<Database>,
  teams: readonly string[],
): Promise<Map<string, TeamService & { lastAssigned: string | null }>> {
  if (teams.length === 0) return new Map();
  const rows = await db
    .selectFrom('team_service')
    .select(['team', 'settings', 'last_assigned'])
    .where('team', 'in', [...teams])
    .execute();
  return new Map(
    rows.map(({ team, settings, last_assigned }) => {
      // A newer version may have written more than this one knows.
      const service = TeamService.safeParse(settings).data ?? DEFAULT_SERVICE;
      return [team, { ...service, lastAssigned: last_assigned }];
    }),
  );
}

export async function saveService(db: Kysely<Database>, team: string, service: TeamService): Promise<void> {
  const settings = JSON.stringify(service);
  await db
    .insertInto('team_service')
    .values({ team, settings })
    .onConflict((conflict) => conflict.column('team').doUpdateSet({ settings, updated_at: sql`now()` }))
    .execute();
}

/** Whether the team works at this moment (ms since 1970). */
export function isServed({ hours, holidays }: Pick<TeamService, 'hours' | 'holidays'>, now: number): boolean {
  if (holidays.length > 0) {
    const { year, month, day } = localTime(now, hours?.timezone ?? 'UTC');
    const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    if (holidays.includes(date)) return false;
  }
  return hours === null || isOpenAt(hours, now);
}

const STEP_MS = 5 * 60_000;
const LOOK_AHEAD_MS = 21 * 24 * 3600_000;

/**
 * From when a deadline counts that began at `from`: at once, else when the team opens next, to five minutes. Null when it does not open
 * within three weeks.
 */
export function countedFrom(service: Pick<TeamService, 'hours' | 'holidays'>, from: number): number | null {
  if (isServed(service, from)) return from;
  const first = Math.ceil((from + 1) / STEP_MS) * STEP_MS;
  for (let at = first; at < from + LOOK_AHEAD_MS; at += STEP_MS) if (isServed(service, at)) return at;
  return null;
}
