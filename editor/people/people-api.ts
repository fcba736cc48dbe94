import { call } from '../api.ts';

/** What the screens for people ask the server. The types are those of the API; see /api/docs. */

export const ROLES = ['administrator', 'designer', 'agent', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export type Caller = {
  kind: 'person' | 'key';
  id: string;
  name: string;
  email: string | null;
  role: Role | null;
  rights: string[];
  teams: string[];
  isLimitedToTeams: boolean;
};

export type SessionState = {
  caller: Caller | null;
  needsFirstPerson: boolean;
  adminEmail: string | null;
  sendsMail: boolean;
};

export type Person = {
  id: string;
  name: string;
  email: string;
  role: Role;
  isLimitedToTeams: boolean;
  hasSecondFactor: boolean;
  isDisabled: boolean;
  teams: string[];
  createdAt: string;
  lastSeenAt: string | null;
};

export type Invitation = {
  id: string;
  email: string;
  role: Role;
  isLimitedToTeams: boolean;
  teams: string[];
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
};

export type Team = { id: string; name: string; members: string[] };

export type ApiKey = {
  id: string;
  name: string;
  startsWith: string;
  scopes: string[];
  createdBy: string;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
};

export type AuditLine = {
  id: string;
  at: string;
  actor: { kind: 'person' | 'key' | 'system' | 'nobody'; id: string | null; name: string };
  action: string;
  subject: { kind: string; id: string | null; name: string | null };
  details: { [member: string]: unknown };
  address: string | null;
};

export type SignIn = {
  id: string;
  isThisOne: boolean;
  address: string | null;
  userAgent: string | null;
  startedAt: string;
  seenAt: string;
};

type Entered = { needsCode: boolean };
type Done = { done: true };
const one = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`;

export const readSession = () => call<SessionState>('GET', '/api/session');
export const signIn = (given: { email: string; password: string }) =>
  call<Entered>('POST', '/api/session/sign-in', given);
export const giveCode = (given: { code: string; trustDevice: boolean }) =>
  call<Entered>('POST', '/api/session/second-factor', given);
export const signOut = () => call<Done>('POST', '/api/session/sign-out');
export const createFirstPerson = (given: { token: string; name: string; email: string; password: string }) =>
  call<Entered>('POST', '/api/session/first-person', given);
export const askForReset = (email: string) =>
  call<Done>('POST', '/api/session/forgotten-password', { email });
export const setNewPassword = (given: { token: string; password: string }) =>
  call<Done>('POST', '/api/session/new-password', given);
export const readInvitation = (token: string) =>
  call<{ email: string; role: Role; invitedBy: string }>('POST', '/api/session/invitation', { token });
export const acceptInvitation = (given: { token: string; name: string; password: string }) =>
  call<Entered>('POST', '/api/session/accept-invitation', given);

export const readProfile = () => call<{ person: Person; signIns: SignIn[] }>('GET', '/api/profile');
export const changeName = (name: string) => call<Person>('PATCH', '/api/profile', { name });
export type LetterChoice = 'always' | 'away' | 'never';
export type LetterWishes = { alarms: LetterChoice | null; language: 'en' | 'ru' | null };
export type Letters = LetterWishes & { areSent: boolean };
export const readLetters = () => call<Letters>('GET', '/api/profile/letters');
export const saveLetters = (wishes: LetterWishes) =>
  call<LetterWishes>('PUT', '/api/profile/letters', wishes);
export const changePassword = (given: { current: string; next: string }) =>
  call<Done>('POST', '/api/profile/password', given);
export const beginSecondFactor = (password: string) =>
  call<{ uri: string; spareCodes: string[] }>('POST', '/api/profile/second-factor', { password });
export const confirmSecondFactor = (code: string) =>
  call<Done>('POST', '/api/profile/second-factor/confirm', { code });
export const removeSecondFactor = (password: string) =>
  call<Done>('POST', '/api/profile/second-factor/remove', { password });
export const endSignIn = (id: string) => call<Done>('DELETE', one('/api/profile/sign-ins', id));
export const endOtherSignIns = () => call<{ ended: number }>('DELETE', '/api/profile/sign-ins');

export const listPeople = () => call<{ people: Person[] }>('GET', '/api/people');
export type PersonChanges = Partial<
  Pick<Person, 'name' | 'role' | 'isLimitedToTeams' | 'isDisabled' | 'teams' | 'hasSecondFactor'>
>;
export const changePerson = (id: string, changes: PersonChanges) =>
  call<Person>('PATCH', one('/api/people', id), changes);
export const makeResetLink = (id: string) =>
  call<{ path: string }>('POST', `${one('/api/people', id)}/reset-link`);
export const listInvitations = () => call<{ invitations: Invitation[] }>('GET', '/api/invitations');
export const invite = (given: Pick<Invitation, 'email' | 'role' | 'isLimitedToTeams' | 'teams'>) =>
  call<{ invitation: Invitation; path: string; isMailed: boolean }>('POST', '/api/invitations', given);
export const withdrawInvitation = (id: string) => call<Invitation>('DELETE', one('/api/invitations', id));

export const listTeams = () => call<{ teams: Team[] }>('GET', '/api/teams');
export const makeTeam = (team: Team) => call<Team>('POST', '/api/teams', team);
export const changeTeam = (id: string, changes: Partial<Pick<Team, 'name' | 'members'>>) =>
  call<Team>('PATCH', one('/api/teams', id), changes);
export const removeTeam = (id: string) => call<Team>('DELETE', one('/api/teams', id));

export const listKeys = () => call<{ keys: ApiKey[] }>('GET', '/api/keys');
export const makeKey = (given: { name: string; scopes: string[]; expiresAt: string | null }) =>
  call<{ key: string; made: ApiKey }>('POST', '/api/keys', given);
export const revokeKey = (id: string) => call<ApiKey>('DELETE', one('/api/keys', id));

export type AuditFilter = { action?: string; actor?: string; since?: string; until?: string };
export const readAudit = (filter: AuditFilter, next: string | null) => {
  const query = new URLSearchParams({ ...filter, ...(next !== null && { next }) });
  return call<{ lines: AuditLine[]; next: string | null }>('GET', `/api/audit?${query}`);
};
