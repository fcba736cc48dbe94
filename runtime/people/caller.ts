import type { Right, Role } from './rights.ts';

/**
 * Who asks: a person who has signed in, or a program with an API key. Handlers get it by `c.get('caller')`, on every address that is not
 * for anyone.
 */
export type Caller = PersonCaller | KeyCaller;

export type PersonCaller = {
  kind: 'person';
  id: string;
  name: string;
  email: string;
  role: Role;
  rights: ReadonlySet<Right>;
  /** Ids of the teams that the person is in. */
  teams: readonly string[];
  /** Sees no conversations but those of their teams. */
  isLimitedToTeams: boolean;
  /** The sign-in that this request came with, as the list of sign-ins names it. */
  signInId: string;
};

export type KeyCaller = {
  kind: 'key';
  /** `main` is PARLEY_API_KEY. */
  id: string;
  name: string;
  role: null;
  rights: ReadonlySet<Right>;
  teams: readonly [];
  isLimitedToTeams: false;
};

/** The teams whose conversations the caller may see: null for all of them. */
export function visibleTeams(caller: Caller): readonly string[] | null {
  return caller.isLimitedToTeams ? caller.teams : null;
}

/** Whose conversations alone a caller may see, as lists ask for it: null for all of them. */
export function seesOnly(caller: Caller): { id: string; teams: readonly string[] } | null {
  const teams = visibleTeams(caller);
  return teams && { id: caller.id, teams };
}

/** What others are told who did it: a person's own name, else the one that a program gave in the request. */
export function signatureOf(caller: Caller, given: string | undefined): string | null {
  if (caller.kind === 'person') return caller.name;
  return given ?? (caller.id === 'main' ? null : caller.name);
}

declare module 'hono' {
  interface ContextVariableMap {
    caller: Caller;
  }
}
