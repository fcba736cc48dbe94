import { setTimeout as sleep } from 'node:timers/promises';
import type { GraphClient, SendingNumber } from '../whatsapp/graph-client.ts';
import { createSlots } from './slots.ts';
import { createTokenBucket } from './token-bucket.ts';

/** A person's message that has been heard. */
export type Heard = { conversationId: string; wamid: string };

/** Blue ticks and the typing indicator: best effort, behind everything that matters. Nothing here fails or delays a message. */
export type ReadMarks = {
  /** The person has an answer: show that the message was read, some time soon. */
  read(number: SendingNumber, heard: Heard): void;
  /** The answer takes a while: show at once that the message was read and somebody is typing. */
  typing(number: SendingNumber, heard: Heard): void;
  stop(): void;
};

/** A rate at which marks cost next to nothing. Beyond it a conversation's last message stands for those before, as it does for WhatsApp. */
const RATE = { perSecond: 100, burst: 20 };
const AT_ONCE = 8;
/** Conversations that wait for a mark; when there are more, those that have waited longest get none. */
const MAX_WAITING = 5_000;

/**
 * Marking a message as read marks all before it in its thread.
 * Source: WhatsApp Cloud API, "Mark messages as read" and "Typing indicators".
 */
export function createReadMarks(
  graph: Pick<GraphClient, 'markRead'>,
  now: () => number = () => performance.now(),
): ReadMarks {
  const waiting = new Map<string, { number: SendingNumber; wamid: string }>();
  const bucket = createTokenBucket(RATE);
  const slots = createSlots(AT_ONCE);
  const stopping = new AbortController();
  let isRunning = false;

  const mark = (number: SendingNumber, wamid: string, typing: boolean) =>
    graph.markRead(number, wamid, typing).catch(() => {});

  const run = async () => {
    isRunning = true;
    for (let [next] = waiting; next && !stopping.signal.aborted; [next] = waiting) {
      const waitMs = bucket.waitMs(now());
      if (waitMs > 0) {
        await sleep(waitMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
        continue;
      }
      const giveBack = await slots.take();
      const [conversationId, { number, wamid }] = next;
      // A later message may have come while this one waited for its slot.
      const last = waiting.get(conversationId)?.wamid ?? wamid;
      waiting.delete(conversationId);
      bucket.take(now());
      void mark(number, last, false).then(giveBack);
    }
    isRunning = false;
  };

  return {
    read(number, { conversationId, wamid }) {
      if (stopping.signal.aborted) return;
      // To the end of the line: who writes often is marked once.
      waiting.delete(conversationId);
      waiting.set(conversationId, { number, wamid });
      const [oldest] = waiting.keys();
      if (waiting.size > MAX_WAITING && oldest !== undefined) waiting.delete(oldest);
      if (!isRunning) void run();
    },
    typing(number, { wamid }) {
      if (!stopping.signal.aborted) void mark(number, wamid, true);
    },
    stop() {
      stopping.abort();
      waiting.clear();
    },
  };
}
