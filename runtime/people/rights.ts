/** What a person is here for. Each may do what `RIGHTS` says. */
export const ROLES = ['administrator', 'designer', 'agent', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const EVERYBODY: readonly Role[] = ROLES;
const DESIGNERS: readonly Role[] = ['administrator', 'designer'];
const AGENTS: readonly Role[] = ['administrator', 'agent'];
const ADMINISTRATORS: readonly Role[] = ['administrator'];

/** Everything that somebody may be allowed to do, and the roles that may. The same words are the scopes of API keys. */
export const RIGHTS = {
  'flows:read': EVERYBODY,
  'flows:write': DESIGNERS,
  'flows:publish': DESIGNERS,
  'templates:read': EVERYBODY,
  'templates:write': DESIGNERS,
  'numbers:read': EVERYBODY,
  'numbers:write': ADMINISTRATORS,
  'conversations:read': EVERYBODY,
  'conversations:write': AGENTS,
  'contacts:read': EVERYBODY,
  'contacts:write': AGENTS,
  'contacts:import': DESIGNERS,
  'contacts:erase': ADMINISTRATORS,
  'broadcasts:write': DESIGNERS,
  'prices:read': DESIGNERS,
  'teams:read': EVERYBODY,
  'teams:write': ADMINISTRATORS,
  'server:read': EVERYBODY,
  'metrics:read': ADMINISTRATORS,
  'settings:write': ADMINISTRATORS,
  'people:manage': ADMINISTRATORS,
  'keys:manage': ADMINISTRATORS,
  'audit:read': ADMINISTRATORS,
} as const satisfies { [right: string]: readonly Role[] };

export type Right = keyof typeof RIGHTS;

export const ALL_RIGHTS: readonly Right[] = Object.keys(RIGHTS).filter(isRight);

/**
 * Rights that only a person has, or whoever holds PARLEY_API_KEY: a key that could make keys or people could give itself every other right.
 */
const NEVER_A_SCOPE: readonly Right[] = ['people:manage', 'keys:manage'];

/** What an API key can be made for. */
export const SCOPES: readonly Right[] = ALL_RIGHTS.filter((right) => !NEVER_A_SCOPE.includes(right));

/** What a role may do. */
export function rightsOf(role: Role): Right[] {
  return ALL_RIGHTS.filter((right) => rolesWith(right).includes(role));
}

/** Which roles have a right. */
export function rolesWith(right: Right): readonly Role[] {
  return RIGHTS[right];
}

export function isRight(text: string): text is Right {
  return Object.hasOwn(RIGHTS, text);
}

export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}
