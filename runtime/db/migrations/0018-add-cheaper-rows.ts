import { type Kysely, sql } from 'kysely';

/**
 * Makes what every message writes cheaper. An index with a condition on `status` gives a message new entries in all its indexes each
 * time it goes forward: the one for messages that are held asks for what only they and a few others have. Values that nobody searches by
 * are not counted. What was learnt for the search is remembered exactly, so that it is not learnt again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'drop index outbox_held',
  /* A message that goes its usual way has no error until it has its `wamid`, and that changes another index anyway. */
  `create index outbox_put_off on outbox (lane, id) where error is not null and failed_at is null and wamid is null`,
  /* The same as `outbox_created`. */
  'drop index outbox_by_age',

  ...[
    ['inbox', 'input', 'raw', 'referral', 'path'],
    ['outbox', 'message', 'pricing'],
    ['sessions', 'state', 'started_by'],
  ].map(
    ([table, ...columns]) =>
      `alter table ${table} ${columns.map((column) => `alter column ${column} set statistics 0`).join(', ')}`,
  ),

  /* Everything up to \`seen_…\` has been looked at once; what was written late below it is found by the second look. */
  `alter table desk_progress
    add column seen_inbox bigint not null default 0,
    add column seen_outbox bigint not null default 0,
    add column seen_event bigint not null default 0`,
  'update desk_progress set seen_inbox = to_inbox, seen_outbox = to_outbox, seen_event = to_event',
];
