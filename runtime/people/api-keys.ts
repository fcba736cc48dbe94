import { hash, randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { KeyCaller } from './caller.ts';
import { newToken } from './one-time-token.ts';
import { ALL_RIGHTS, isRight, type Right, SCOPES } from './rights.ts';

export type ApiKey = {
  id: string;
  name: string;
  /** The first characters, by which its owner knows it again. */
  startsWith: string;
  scopes: Right[];
  createdBy: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
};

const PREFIX = 'parley_';
const SHOWN = PREFIX.length + 6;
/** A use is written down no more often than this. */
const NOTED_EVERY = sql`interval '1 minute'`;

/** Makes a key. The key itself is only in this answer: of it a hash is kept. */
export async function makeKey(
  tx: Kysely<Database>,
  {
    name,
    scopes,
    expiresAt,
    by,
  }: { name: string; scopes: readonly Right[]; expiresAt: Date | null; by: string },
): Promise<{ key: string; made: ApiKey }> {
  const key = PREFIX + newToken();
  const row = await tx
    .insertInto('api_keys')
    .values({
      id: randomUUID(),
      name,
      hash: hashOf(key),
      starts_with: key.slice(0, SHOWN),
      scopes: JSON.stringify(SCOPES.filter((scope) => scopes.includes(scope))),
      created_by: by,
      expires_at: expiresAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { key, made: keyOf(row) };
}

/** Every key there is and was, the newest first. */
export async function listKeys(db: Kysely<Database>): Promise<ApiKey[]> {
  const rows = await db
    .selectFrom('api_keys')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(keyOf);
}

/** From now on the key opens nothing. Null when there is none, or it was revoked before. */
export async function revokeKey(tx: Kysely<Database>, keyId: string): Promise<ApiKey | null> {
  const row = await tx
    .updateTable('api_keys')
    .set({ revoked_at: sql<Date>`now()` })
    .where('id', '=', keyId)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row ? keyOf(row) : null;
}

/** Who holds this key; null when it is not one, or no longer. Notes that it was used. */
export async function callerWithKey(db: Kysely<Database>, key: string): Promise<KeyCaller | null> {
  if (!key.startsWith(PREFIX)) return null;
  const row = await db
    .selectFrom('api_keys')
    .select(['id', 'name', 'scopes'])
    .select(sql<boolean>`last_used_at is null or last_used_at < now() - ${NOTED_EVERY}`.as('isNews'))
    .where('hash', '=', hashOf(key))
    .where('revoked_at', 'is', null)
    .where((column) =>
      column.or([column('expires_at', 'is', null), column('expires_at', '>', sql<Date>`now()`)]),
    )
    .executeTakeFirst();
  if (!row) return null;
  if (row.isNews) {
    await db
      .updateTable('api_keys')
      .set({ last_used_at: sql<Date>`now()` })
      .where('id', '=', row.id)
      .execute();
  }
  return keyCaller(row.id, row.name, row.scopes.filter(isRight));
}

/** Whoever holds PARLEY_API_KEY may do everything. */
export function mainKeyCaller(): KeyCaller {
  return keyCaller('main', 'PARLEY_API_KEY', ALL_RIGHTS);
}

function keyCaller(id: string, name: string, rights: readonly Right[]): KeyCaller {
  return { kind: 'key', id, name, role: null, rights: new Set(rights), teams: [], isLimitedToTeams: false };
}

function hashOf(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}

function keyOf(row: {
  id: string;
  name: string;
  starts_with: string;
  scopes: Right[];
  created_by: string;
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date | null;
  revoked_at: Date | null;
}): ApiKey {
  return {
    id: row.id,
    name: row.name,
    startsWith: row.starts_with,
    scopes: row.scopes,
    createdBy: row.created_by,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  };
}
