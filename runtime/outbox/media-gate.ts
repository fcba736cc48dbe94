import { setTimeout as sleep } from 'node:timers/promises';
import { mediaIn, type OutboundMessage } from '@parley/flows/message.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Leased } from './leased.ts';

/**
 * Holds a message back until the file that was sent before it has arrived: WhatsApp fetches and converts a file after it has accepted
 * the message, and what follows overtakes it meanwhile. A conversation without files never waits and costs no statement.
 * Source: WhatsApp Cloud API, "Sending messages": to keep the order, wait until the first message is reported as delivered.
 */
export type MediaGate = {
  /** This message has gone: if it brings a file, the next one of its conversation has to wait. */
  sent(message: Leased): void;
  /** Resolves when the message may go. */
  pass(message: Leased, signal: AbortSignal): Promise<void>;
};

/** A phone that is switched off reports nothing: by now WhatsApp has fetched the file, and keeps the order itself. */
const LONGEST_MS = 3_000;
const LOOK_MS = 150;
/** Files that nothing followed are forgotten when there are so many. */
const MANY = 1_000;

export function createMediaGate(
  db: Kysely<Database>,
  { longestMs = LONGEST_MS, now = () => performance.now() }: { longestMs?: number; now?: () => number } = {},
): MediaGate {
  const files = new Map<string, { id: string; untilMs: number }>();

  const hasArrived = async (lane: number, id: string): Promise<boolean> => {
    const row = await db
      .selectFrom('outbox')
      .select('status')
      .where('lane', '=', lane)
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined || ['delivered', 'read', 'failed', 'cancelled'].includes(row.status);
  };

  return {
    sent({ conversation_id, id, message }) {
      if (!bringsFile(message)) return;
      if (files.size >= MANY) {
        for (const [conversationId, { untilMs }] of files) if (untilMs < now()) files.delete(conversationId);
      }
      files.set(conversation_id, { id, untilMs: now() + longestMs });
    },
    async pass({ conversation_id, lane, id }, signal) {
      const file = files.get(conversation_id);
      if (!file || file.id === id) return;
      while (!signal.aborted && now() < file.untilMs && !(await hasArrived(lane, file.id))) {
        await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
      }
      files.delete(conversation_id);
    },
  };
}

/** Whether WhatsApp has to fetch something before the person can see the message. */
export function bringsFile(message: OutboundMessage): boolean {
  return mediaIn(message).length > 0;
}
