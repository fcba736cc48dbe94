import { z } from '@hono/zod-openapi';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../people/auth.ts';
import type { Caller } from '../people/caller.ts';
import type { Person } from '../people/people.ts';
import { ALL_RIGHTS, ROLES, SCOPES } from '../people/rights.ts';

export const Email = z.email().max(254).openapi({ example: 'ada@example.com' });
export const PersonName = z.string().trim().min(1).max(80);
export const NewPassword = z
  .string()
  .min(SHORTEST_PASSWORD)
  .max(LONGEST_PASSWORD)
  .openapi({ format: 'password' });
/** One that is only compared: what was right once stays right. */
export const KnownPassword = z.string().min(1).max(1000).openapi({ format: 'password' });
export const Token = z.string().regex(/^[\w-]{20,100}$/);
export const RoleJson = z.enum(ROLES).openapi('Role');
export const RightJson = z.enum(ALL_RIGHTS).openapi('Right');
export const ScopeJson = z.enum(SCOPES).openapi('Scope');
export const PersonId = z.string().max(64);
export const TeamId = z
  .string()
  .max(64)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_ -]*$/u, 'must begin with a letter or a digit')
  .openapi({ description: 'What flows name the team by.', example: 'parcels' });
const Instant = z.iso.datetime();

export const CallerJson = z
  .strictObject({
    kind: z.enum(['person', 'key']),
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    role: RoleJson.nullable(),
    rights: z.array(RightJson),
    teams: z.array(TeamId),
    isLimitedToTeams: z.boolean(),
  })
  .openapi('Caller');

export const PersonJson = z
  .strictObject({
    id: PersonId,
    name: z.string(),
    email: z.string(),
    role: RoleJson,
    isLimitedToTeams: z.boolean().openapi({ description: 'Sees no conversations but those of their teams.' }),
    hasSecondFactor: z.boolean(),
    isDisabled: z.boolean(),
    teams: z.array(TeamId),
    createdAt: Instant,
    lastSeenAt: Instant.nullable(),
  })
  .openapi('Person');

export function callerJson(caller: Caller): z.infer<typeof CallerJson> {
  const { kind, id, name, role, rights, teams, isLimitedToTeams } = caller;
  const email = caller.kind === 'person' ? caller.email : null;
  return { kind, id, name, email, role, rights: [...rights], teams: [...teams], isLimitedToTeams };
}

export function personJson(person: Person): z.infer<typeof PersonJson> {
  return {
    ...person,
    createdAt: person.createdAt.toISOString(),
    lastSeenAt: person.lastSeenAt?.toISOString() ?? null,
  };
}
