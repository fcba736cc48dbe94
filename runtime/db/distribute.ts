import { type Kysely, sql } from 'kysely';
import type { Database } from './tables.ts';

/** Tables that lead with `lane`, in the order in which they are distributed: the first makes the shards, the others lie beside them. */
export const DISTRIBUTED = [
  'conversations',
  'sessions',
  'inbox',
  'outbox',
  'timers',
  'calls',
  'cases',
  'conversation_events',
  'conversation_cards',
  'desk_progress',
  'message_words',
  'conversation_reads',
  'conversation_drafts',
  'conversation_labels',
  'broadcast_recipients',
] as const satisfies readonly (keyof Database)[];

/** Small or seldom written, and needed wherever a lane is: every node keeps a copy. A table comes after those that it refers to. */
export const REFERENCE = [
  'channels',
  'flows',
  'flow_versions',
  'channel_flows',
  'contacts',
  'contact_aliases',
  'consents',
  'labels',
  'entry_links',
] as const satisfies readonly (keyof Database)[];

/** Nobody joins these with a lane: they stay on the node that Parley speaks to. */
export const LOCAL = [
  'processes',
  'webhook_events',
  'people',
  'sign_ins',
  'credentials',
  'one_time_values',
  'two_factors',
  'invitations',
  'teams',
  'team_members',
  'agent_presence',
  'team_service',
  'canned_replies',
  'templates',
  'template_fallbacks',
  'template_syncs',
  'notices',
  'notice_reads',
  'notice_subscriptions',
  'notice_deliveries',
  'number_health',
  'number_readings',
  'webhook_minutes',
  'rate_cards',
  'number_prices',
  'saved_views',
  'flow_files',
  'flow_file_parts',
  'flow_file_uploads',
  'conversation_viewers',
  'letter_settings',
  'alarm_letters',
  'desk_acts',
  'contact_fields',
  'segments',
  'imports',
  'import_rows',
  'broadcasts',
  'api_keys',
  'attempts',
  'audit_log',
  'kysely_migration',
  'kysely_migration_lock',
] as const satisfies readonly (keyof Database | `kysely_${string}`)[];

/**
 * What makes a migrated schema one for Citus. A unique index must hold the column that a table is distributed by, so an event counts
 * once in its lane and no longer over all lanes: see `inbox_once` in the first migration.
 * Source: Citus, "Creating and modifying distributed objects": `create_distributed_table`, `create_reference_table`.
 */
export function distributeStatements(): string[] {
  const [first, ...others] = DISTRIBUTED;
  return [
    // Tables that refer to each other cannot be moved over several connections at once.
    `set local citus.multi_shard_modify_mode to 'sequential'`,
    'drop index inbox_once',
    'create unique index inbox_once on inbox (lane, source)',
    'create index inbox_by_source on inbox (source)',
    ...REFERENCE.map((table) => `select create_reference_table('${table}')`),
    `select create_distributed_table('${first}', 'lane')`,
    ...others.map(
      (table) => `select create_distributed_table('${table}', 'lane', colocate_with => '${first}')`,
    ),
  ];
}

export type Distributed =
  | { ok: true; statements: string[] }
  | { ok: false; reason: 'no-extension' | 'already-distributed' | 'not-migrated' };

/**
 * Distributes the tables, with what is in them: all of it or nothing. Nobody else may use the database meanwhile. Moving takes as long as
 * it takes, so `db` must be one without a limit of time.
 */
export async function distribute(db: Kysely<Database>): Promise<Distributed> {
  return db.transaction().execute(async (tx) => {
    const reason = await reasonAgainst(tx);
    if (reason !== null) return { ok: false, reason };
    const statements = distributeStatements();
    for (const statement of statements) await sql.raw(statement).execute(tx);
    return { ok: true, statements };
  });
}

async function reasonAgainst(db: Kysely<Database>) {
  const extension = await sql`select from pg_extension where extname = 'citus'`.execute(db);
  if (extension.rows.length === 0) return 'no-extension';
  const known = await sql<{ isThere: boolean }>`
    select bool_and(to_regclass(name) is not null) as "isThere"
    from unnest(${[...DISTRIBUTED, ...REFERENCE]}::text[]) name
  `.execute(db);
  if (known.rows[0]?.isThere !== true) return 'not-migrated';
  return (await hasDistributed(db)) ? 'already-distributed' : null;
}

/** Whether `distribute` has been here. */
export async function isDistributed(db: Kysely<Database>): Promise<boolean> {
  const catalogue = await sql<{ there: boolean }>`
    select to_regclass('pg_dist_partition') is not null as there
  `.execute(db);
  return catalogue.rows[0]?.there === true && (await hasDistributed(db));
}

/** From the catalogue of Citus, in every release: one row for each table that is distributed or a reference table. */
async function hasDistributed(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql`
    select from pg_dist_partition
    where logicalrelid::oid in (select to_regclass(name)::oid from unnest(${[...DISTRIBUTED, ...REFERENCE]}::text[]) name)
  `.execute(db);
  return rows.length > 0;
}
