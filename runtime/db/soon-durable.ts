/**
 * Part of a statement: its transaction does not wait until it is on disk. It gets there within a second, or with the next commit that
 * waits. Only for what can be lost with a server's power and is then done again, or found out again, without harm.
 *
 * The embedded database sets `AT_ONCE`: it lives in our own process, and what it has not written is lost when that is killed.
 */
export const SOON_DURABLE =
  "set_config('synchronous_commit', coalesce(nullif(current_setting('parley.commit', true), ''), 'off'), true)";

export const AT_ONCE = "set parley.commit = 'on'";
