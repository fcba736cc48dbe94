import type { Selectable } from 'kysely';
import type { Database } from '../db/tables.ts';

/** A message of the outbox that only this process may send, until its lease runs out. */
export type Leased = Pick<
  Selectable<Database['outbox']>,
  'lane' | 'id' | 'conversation_id' | 'channel_id' | 'message' | 'attempts'
> & {
  /** The `wamid` of the person's message that this one answers, when it is the first answer to it and was written just now. */
  answers: string | null;
};
