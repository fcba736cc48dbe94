/**
 * Part of a statement: its transaction does not wait until it is on disk. It gets there within a second, or with the next commit that
 * waits. Only for what can be lost with a server's power and is then done again, or found out again, without harm.
 */
export const SOON_DURABLE = "set_config('synchronous_commit', 'off', true)";
