import { type Kysely, sql } from 'kysely';
import { missingMigrations } from '../db/migrate.ts';
import type { Database } from '../db/tables.ts';
import type { State } from '../metrics-state.ts';
import { redact } from '../secrets.ts';

/**
 * One thing that was looked at. `failed`: send no webhooks here. `warn`: webhooks are kept, but somebody should look. `message` says
 * what is wrong and what to do about it.
 */
export type Check = { name: string; status: 'ok' | 'warn' | 'failed'; message: string };

/** What the database says of itself. */
export type DatabaseState = {
  writable: boolean;
  /** Migrations that this Parley needs and the database lacks, and those of a newer Parley that this one cannot work with. */
  missing: string[];
  breaking: string[];
};

/** Events and messages wait for seconds; a minute is a backlog. */
const BACKLOG_SECONDS = 60;
const EMBEDDED =
  'This is the embedded database: it survives a killed process, but a power cut may take the last moments. ' +
  'For more than a trial or one small number set DATABASE_URL to a PostgreSQL.';

/** Asks the database whether it can be worked with. Rejects when it does not answer. */
export async function readDatabaseState(db: Kysely<Database>): Promise<DatabaseState> {
  const { rows } = await sql<{ writable: boolean }>`
    select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as writable`.execute(
    db,
  );
  const { missing, breaking } = await missingMigrations(db);
  return { writable: rows[0]?.writable ?? false, missing, breaking };
}

/**
 * All that `/readyz` looks at, by name. `database` and `state` are null when they could not be read in
 * good time. Holds no phone number and no secret: anybody may ask.
 */
export function checksOf(seen: {
  isStopping: boolean;
  engine: 'postgresql' | 'pglite';
  database: DatabaseState | null;
  state: State | null;
}): Check[] {
  const { isStopping, engine, database, state } = seen;
  if (isStopping) {
    return [
      failed('process', 'Parley was told to stop and takes nothing new. Send requests to another process.'),
    ];
  }
  return [
    ok('process', 'It runs.'),
    databaseCheck(database),
    ...(database ? [schemaCheck(database)] : []),
    ...(engine === 'pglite' ? [warn('embedded-database', EMBEDDED)] : []),
    ...(state ? [inboxCheck(state), outboxCheck(state), timersCheck(state), numbersCheck(state)] : []),
    ...(database && !state ? [warn('backlog', 'What waits could not be read in good time.')] : []),
  ];
}

function databaseCheck(database: DatabaseState | null): Check {
  if (!database) {
    return failed(
      'database',
      'The database does not answer. Webhooks get 503 and Meta brings them again. See that it runs and can be reached; ' +
        'Parley goes on by itself.',
    );
  }
  if (database.writable) return ok('database', 'It answers and can be written to.');
  return failed(
    'database',
    'The database is read-only: a standby, a full disk, or a switch of its owner. Let DATABASE_URL lead to the primary.',
  );
}

function schemaCheck({ missing, breaking }: DatabaseState): Check {
  if (missing.length > 0) {
    return failed(
      'schema',
      `The database lacks ${missing.join(', ')}. Run parley migrate, or start Parley again.`,
    );
  }
  if (breaking.length > 0) {
    return warn(
      'schema',
      `A newer Parley has changed the database (${breaking.join(', ')}). Update this process now.`,
    );
  }
  return ok('schema', 'It fits this version.');
}

function inboxCheck({ inbox, parked }: State): Check {
  const oldest = Math.max(0, ...inbox.map(({ oldestSeconds }) => oldestSeconds));
  if (oldest > BACKLOG_SECONDS) {
    const waiting = inbox.reduce((sum, row) => sum + row.waiting, 0);
    return warn(
      'inbox',
      `${count(waiting, 'event')} wait for their turn, the oldest for ${spell(oldest)}. The processes have too much to do, ` +
        'or a flow waits for a slow request: see parley_turns_total, CPU and the log, or start another process.',
    );
  }
  if (parked > 0) {
    return warn(
      'inbox',
      `${count(parked, 'event')} were set aside after three failed turns: the log names them, and parley trace in-<id> says why.`,
    );
  }
  return ok('inbox', 'Nothing waits for long.');
}

/** A stopped number's messages are not late: they wait for a person, and have a check of their own. */
function outboxCheck({ outbox, numbers }: State): Check {
  const isStopped = new Set(numbers.filter(({ status }) => status === 'stopped').map(({ id }) => id));
  const late = outbox.filter((row) => row.overdueSeconds > BACKLOG_SECONDS && !isStopped.has(row.channelId));
  if (late.length === 0) return ok('outbox', 'Nothing waits for long.');
  const oldest = Math.max(...late.map(({ overdueSeconds }) => overdueSeconds));
  return warn(
    'outbox',
    `Messages should have gone ${spell(oldest)} ago. WhatsApp refuses, is out of reach, or grants less than is sent: ` +
      'see parley_sends_total by code.',
  );
}

function timersCheck({ timers }: State): Check {
  if (timers.overdueSeconds <= BACKLOG_SECONDS) return ok('timers', 'None is late.');
  return warn(
    'timers',
    `${count(timers.overdue, 'timer')} should have fired, the first ${spell(timers.overdueSeconds)} ago. ` +
      'The processes have too much to do: see CPU and the log, or start another process.',
  );
}

function numbersCheck({ numbers }: State): Check {
  const stopped = numbers.filter(({ status }) => status === 'stopped');
  if (stopped.length === 0) return ok('numbers', 'None is stopped.');
  const reasons = stopped.map(
    ({ id, stoppedReason }) => `${id} (${masked(stoppedReason ?? 'no reason is known')})`,
  );
  return warn(
    'numbers',
    `Stopped, so that nothing is sent: ${reasons.join('; ')}. Put it right in WhatsApp Manager, then set the number’s ` +
      'status to active: PATCH /api/numbers/{id}.',
  );
}

/** The reason is partly in Meta's words, which may name a number. */
function masked(reason: string): string {
  return redact(reason).replaceAll(/\d[\d ()-]{6,}\d/g, '*****');
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function spell(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

const ok = (name: string, message: string): Check => ({ name, status: 'ok', message });
const warn = (name: string, message: string): Check => ({ name, status: 'warn', message });
const failed = (name: string, message: string): Check => ({ name, status: 'failed', message });
