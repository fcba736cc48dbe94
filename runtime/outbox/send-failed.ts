import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../db/tables.ts';
import { enqueue } from '../inbox/enqueue.ts';

/** What a session is told of a message of its own that has failed. */
export type FailedRow = Pick<
  Selectable<Database['outbox']>,
  'lane' | 'id' | 'conversation_id' | 'session_id' | 'node' | 'error'
>;

/** Puts `send.failed` into the inbox for messages that have failed for good, each once for ever. Messages of no session tell nobody. */
export async function enqueueFailed(tx: Kysely<Database>, rows: readonly FailedRow[]): Promise<void> {
  await enqueue(
    tx,
    rows.flatMap(({ lane, id, conversation_id, session_id, node, error }) =>
      session_id === null
        ? []
        : [
            {
              lane,
              conversationId: conversation_id,
              sessionId: session_id,
              kind: 'send' as const,
              source: `failed:${lane}.${id}`,
              input: {
                type: 'send.failed' as const,
                ...(node === null ? {} : { node }),
                reason: error?.reason ?? 'refused',
                ...(error?.code === undefined ? {} : { code: error.code }),
              },
            },
          ],
    ),
  );
}
