import { type Kysely, sql } from 'kysely';

/**
 * Who may use Parley: people with their passwords and sign-ins, invitations, teams, keys of programs, and the book of what they did.
 * `people`, `sign_ins`, `credentials`, `one_time_values` and `two_factors` are the tables of better-auth under our names; see
 * `people/sign-in.ts`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  /* Nobody is ever deleted: what a person did keeps its name. */
  `create table people (
    id text primary key,
    name text not null,
    email text not null unique check (email = lower(email)),
    email_verified boolean not null default false,
    image text,
    role text not null check (role in ('administrator', 'designer', 'agent', 'viewer')),
    only_own_teams boolean not null default false,
    two_factor_enabled boolean not null default false,
    disabled_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  `create table sign_ins (
    id text primary key,
    person_id text not null references people on delete cascade,
    token text not null unique,
    ip_address text,
    user_agent text,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  'create index sign_ins_of on sign_ins (person_id)',
  /* The columns for tokens are those of sign-in with another service, which there is none of. */
  `create table credentials (
    id text primary key,
    person_id text not null references people on delete cascade,
    account_id text not null,
    provider_id text not null,
    password text,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamptz,
    refresh_token_expires_at timestamptz,
    scope text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (provider_id, account_id)
  )`,
  'create index credentials_of on credentials (person_id)',
  `create table one_time_values (
    id text primary key,
    identifier text not null,
    value text not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  'create index one_time_values_by_identifier on one_time_values (identifier)',
  `create table two_factors (
    id text primary key,
    person_id text not null references people on delete cascade,
    secret text not null,
    backup_codes text not null,
    verified boolean not null default true,
    failed_verification_count integer not null default 0,
    locked_until timestamptz
  )`,
  'create index two_factors_of on two_factors (person_id)',
  `create table invitations (
    id text primary key,
    token_hash text not null unique,
    email text not null check (email = lower(email)),
    role text not null check (role in ('administrator', 'designer', 'agent', 'viewer')),
    only_own_teams boolean not null default false,
    teams json not null default '[]',
    invited_by text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    accepted_at timestamptz,
    withdrawn_at timestamptz
  )`,
  `create unique index invitations_open on invitations (email) where accepted_at is null and withdrawn_at is null`,
  /* The id is what flows name a team by. */
  `create table teams (
    id text primary key,
    name text not null unique,
    created_at timestamptz not null default now()
  )`,
  `create table team_members (
    team_id text not null references teams on delete cascade,
    person_id text not null references people on delete cascade,
    primary key (team_id, person_id)
  )`,
  'create index team_members_of on team_members (person_id)',
  `create table api_keys (
    id text primary key,
    name text not null,
    /* SHA-256 of a random 256-bit secret: there is nothing to guess, so nothing slow is needed. */
    hash bytea not null unique,
    /* The first characters of the key, by which its owner knows it again. */
    starts_with text not null,
    scopes json not null,
    created_by text not null,
    created_at timestamptz not null default now(),
    last_used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz
  )`,
  /* How often somebody has tried a password or a link lately, over all processes. */
  `create table attempts (
    key text primary key,
    count integer not null,
    since timestamptz not null default now()
  )`,
  `create table audit_log (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    actor_kind text not null check (actor_kind in ('person', 'key', 'system', 'nobody')),
    actor_id text,
    actor_name text not null,
    action text not null,
    subject_kind text not null,
    subject_id text,
    subject_name text,
    details json not null default '{}',
    address text,
    request_id text
  )`,
  'create index audit_log_by_action on audit_log (action, id desc)',
  'create index audit_log_by_actor on audit_log (actor_id, id desc)',
  'create index audit_log_by_subject on audit_log (subject_kind, subject_id, id desc)',
  `create function refuse_to_change_audit_log() returns trigger language plpgsql as $$
  begin
    raise exception 'audit_log is only added to' using errcode = 'insufficient_privilege';
  end $$`,
  `create trigger audit_log_rows_stay before update or delete on audit_log
    for each row execute function refuse_to_change_audit_log()`,
  `create trigger audit_log_stays before truncate on audit_log
    for each statement execute function refuse_to_change_audit_log()`,
];
