import type { Selectable } from 'kysely';
import type { Database } from '../db/tables.ts';

/** What a session is told of a message of its own that has failed. */
export type FailedRow = Pick<
  Selectable<Database['outbox']>,
  'lane' | 'id' | 'conversation_id' | 'session_id' | 'node' | 'error'
>;
