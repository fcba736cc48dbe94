/** The database could not be reached, or has not answered in time. What was under way may have happened or not. */
export class Outage extends Error {}

/**
 * PostgreSQL's words for "not now": it stops or starts, ended this connection, is read-only, or lacks disk, memory or connections.
 * Source: PostgreSQL, "Error Codes", classes 08, 53, 57 and 58.
 */
const NOT_NOW = /^(08...|53...|58...|57P0[1235]|25006|25P03)$/;

/**
 * Whether it was the database that failed, and not what was asked of it: the same may succeed later. Says nothing about whether it
 * has happened, so only what may happen twice may be repeated.
 */
export function isOutage(error: unknown): boolean {
  if (error instanceof Outage) return true;
  return error instanceof Error && 'code' in error && NOT_NOW.test(String(error.code));
}
