import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { DatabaseError } from 'pg';
import { Outage } from './outage.ts';
import { createStatementNames, type StatementNames } from './prepared.ts';

/** What a pool of `pg` can do beyond what Kysely knows of: statements with a name. */
type NamingPool = Omit<PostgresPool, 'connect'> & { connect(): Promise<NamingClient> };
type NamingClient = Pick<PostgresPoolClient, 'release'> & {
  query<R>(statement: {
    name: string | undefined;
    text: string;
    values: unknown[];
  }): Promise<PostgresQueryResult<R>>;
};

/**
 * A pool on which nothing waits for ever. A server that stands still (frozen, cut off) keeps its connections open and says
 * nothing, and then its own timeouts do not run either: after `answerWithinMs` a connection is closed, and what was asked on it is
 * rejected with `Outage`, as everything is that failed without a word from PostgreSQL. What was open on it is rolled back
 * when the server goes on; what was a commit may still happen. Null: however long it takes.
 */
export function boundedPool(pool: NamingPool, answerWithinMs: number | null): PostgresPool {
  const known = new WeakMap<NamingClient, PostgresPoolClient>();
  const statements = createStatementNames();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect().catch(rejectAsOutage);
      // The same object for the same connection: Kysely keeps what it knows of it by that.
      const bounded = known.get(client) ?? boundedClient(client, statements, answerWithinMs);
      known.set(client, bounded);
      return bounded;
    },
  };
}

/** The server to which this connection leads has stopped being the primary; a new one may lead to the one that is. */
const READ_ONLY = '25006';

function boundedClient(
  client: NamingClient,
  statements: StatementNames,
  answerWithinMs: number | null,
): PostgresPoolClient {
  let isClosed = false;
  let isUseless = false;

  async function ask<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    // Kysely knows of no names. Without parameters it is `begin`, `commit` and the like.
    const name = parameters.length === 0 ? undefined : statements.nameOf(text);
    const giveUp = () => {
      // Out of the pool, which closes what is in the middle of a query by force, and so rejects it.
      isClosed = true;
      client.release(true);
    };
    const timer = answerWithinMs === null ? undefined : setTimeout(giveUp, answerWithinMs);
    try {
      return await client.query<R>({ name, text, values: [...parameters] });
    } catch (error) {
      if (isOutdatedPlan(error)) statements.forget(text);
      if (error instanceof DatabaseError && error.code === READ_ONLY) isUseless = true;
      if (isClosed) {
        throw new Outage(`the database has not answered within ${answerWithinMs} ms`, { cause: error });
      }
      return rejectAsOutage(error);
    } finally {
      clearTimeout(timer);
    }
  }

  function query<R>(statement: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query<R>(
    asked: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof asked !== 'string') throw new Error('this pool has no cursors');
    return ask<R>(asked, parameters);
  }

  return {
    query,
    release: (destroy) => {
      if (!isClosed) client.release(destroy === true || isUseless);
    },
  };
}

/** A migration has changed a table, and with it what a statement returns that is prepared on this connection. */
export function isOutdatedPlan(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '0A000' && error.message.includes('cached plan');
}

/** PostgreSQL's own words stay as they are. */
function rejectAsOutage(error: unknown): never {
  if (error instanceof DatabaseError) throw error;
  throw new Outage(reasonOf(error), { cause: error });
}

/** `pg` reports a refused connection to a name with several addresses as an error without a message of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
