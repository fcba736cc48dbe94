import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { enqueue } from '../inbox/enqueue.ts';
import type { FailedRow } from './failed-row.ts';
import { learnOfRefusals } from './learn-of-refusals.ts';

/**
 * Puts `send.failed` into the inbox for messages that have failed for good, each once for ever; messages of no session tell nobody. What the
 * failures say of people is kept.
 */
export async function enqueueFailed(tx: Kysely<Database>, rows: readonly FailedRow[]): Promise<void> {
  await learnOfRefusals(tx, rows);
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
