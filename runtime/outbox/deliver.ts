import { setTimeout as sleep } from 'node:timers/promises';
import { EVERY_LANE } from '../db/lane.ts';
import { type AttemptDeps, type Attempted, createAttempts, type SendingChannel } from './attempt.ts';
import { claimDue, release, renewLeases } from './claim-due.ts';
import type { Leased } from './leased.ts';
import { createMediaGate } from './media-gate.ts';
import { GRACE_MS } from './outcome.ts';
import { createPacing } from './pacing.ts';
import { createReadMarks, type Heard } from './read-marks.ts';
import { recoverUnknown } from './recover.ts';
import { sentLately } from './sent-lately.ts';
import { createSharedRates, type SharedRates } from './shared-rates.ts';
import { createSlots, type Slots } from './slots.ts';

export type SenderDeps = AttemptDeps & {
  /** Null when there is no such number. Asked for every message. */
  channelOf: (channelId: string) => Promise<SendingChannel | null>;
  /** What it knows of other processes; without it, it knows itself alone. */
  rates?: SharedRates;
  /** How long the message after a file waits at most for the file to arrive. */
  mediaWaitMs?: number;
  /** Short enough that a crash delays nobody for long; renewed while it is needed. */
  leaseMs?: number;
  /** Messages went back to the outbox and are due again after `delayMs`. */
  onReleased?: (lane: number, delayMs: number) => void;
};

export type Sender = {
  /**
   * Send messages that are leased to this process, one conversation's in their order and one after the other. Resolves when none
   * of them is in memory any more: sent, failed, unknown, or back in the outbox. Never rejects.
   */
  deliver(messages: readonly Leased[]): Promise<void>;
  /** The answers to these messages take a while. */
  announce(heard: readonly (Heard & { channelId: string })[]): Promise<void>;
  /** How many more messages it would take on. */
  room(): number;
  /** Finishes what is on the network and gives everything else back. */
  stop(): Promise<void>;
};

export const LEASE_MS = 15_000;
/** Longer waits are spent in the database, where a crash does not lose them and they take no memory. */
const HOLD_MS = 3_000;
/** Messages in memory: several seconds' worth for a number of usual throughput. */
const CAPACITY = 1_000;
/** For as long the messages of a number that cannot be read are left alone. */
const GONE_MS = 60_000;
/** Timers are rounded: whoever has waited for the end of a pause may be there this much before it. */
const EARLY_MS = 5;
/** Requests on the network at once, and those of one number: where answers hang, the other numbers go on. */
const IN_FLIGHT = 256;
const IN_FLIGHT_OF_NUMBER = 128;

type Queue = { lane: number; messages: Leased[]; running: Promise<void> };

/** Sends from memory: nothing is read back that a turn has just written. */
export function createSender(deps: SenderDeps): Sender {
  const { db, channelOf, log, leaseMs = LEASE_MS, onReleased } = deps;
  const { rates = createSharedRates({ db, isAlone: true }) } = deps;
  const queues = new Map<string, Queue>();
  const pacing = createPacing(rates);
  const mediaGate = createMediaGate(db, { longestMs: deps.mediaWaitMs });
  const slots = createSlots(IN_FLIGHT);
  const slotsOfNumber = new Map<string, Slots>();
  const stopping = new AbortController();
  const marks = createReadMarks(deps.graph);
  const attempt = createAttempts(deps, { pacing, rates, marks }, leaseMs);
  let renewing: NodeJS.Timeout | undefined;

  const renew = () => {
    for (const [lane, some] of Map.groupBy(queues.values(), (queue) => queue.lane)) {
      const ids = some.flatMap(({ messages }) => messages.map(({ id }) => id));
      renewLeases(db, lane, ids, leaseMs).catch((err) => log.warn({ err, lane }, 'leases were not renewed'));
    }
  };

  const takeSlot = async (channelId: string) => {
    const own = slotsOfNumber.get(channelId) ?? createSlots(IN_FLIGHT_OF_NUMBER);
    slotsOfNumber.set(channelId, own);
    const giveBackOwn = await own.take();
    const giveBack = await slots.take();
    return () => {
      giveBack();
      giveBackOwn();
    };
  };

  const sendOne = async (message: Leased): Promise<Attempted> => {
    const channel = await channelOf(message.channel_id);
    if (!channel) return { waitMs: GONE_MS };
    await mediaGate.pass(message, stopping.signal);
    if (pacing.mustAsk(message)) pacing.learn(message, await sentLately(db, message));
    const waitMs = pacing.reserve(message, channel.throughput, HOLD_MS);
    if (waitMs > HOLD_MS) return { waitMs };
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
    const giveBack = await takeSlot(message.channel_id);
    try {
      if (stopping.signal.aborted) return { waitMs: 0 };
      const pausedMs = pacing.pausedMs(message);
      return pausedMs > EARLY_MS ? { waitMs: pausedMs } : await attempt(message, channel);
    } finally {
      giveBack();
    }
  };

  const run = async (conversationId: string, queue: Queue) => {
    const { lane, messages } = queue;
    for (let first = messages[0]; first; first = messages[0]) {
      try {
        const attempted = await sendOne(first);
        if (attempted === 'next') {
          mediaGate.sent(first);
          messages.shift();
          continue;
        }
        const { waitMs } = attempted;
        const ids = messages.splice(0).map(({ id }) => id);
        await release(db, lane, ids, waitMs);
        onReleased?.(lane, waitMs);
      } catch (err) {
        // The database is out of reach. The leases run out by themselves, and then the messages are found again.
        log.error({ err, lane, conversationId, outboxId: first.id }, 'a message could not be sent or stored');
        messages.length = 0;
      }
    }
    queues.delete(conversationId);
    if (queues.size > 0) return;
    clearInterval(renewing);
    renewing = undefined;
  };

  const queueOf = (message: Leased): Queue => {
    const known = queues.get(message.conversation_id);
    if (known) {
      known.messages.push(message);
      return known;
    }
    const queue: Queue = { lane: message.lane, messages: [message], running: Promise.resolve() };
    queues.set(message.conversation_id, queue);
    queue.running = run(message.conversation_id, queue);
    return queue;
  };

  return {
    async deliver(messages) {
      if (messages.length === 0) return;
      renewing ??= setInterval(renew, leaseMs / 3);
      await Promise.all(messages.map((message) => queueOf(message).running));
    },
    async announce(heard) {
      for (const one of heard) {
        const channel = await channelOf(one.channelId);
        if (channel) marks.typing(channel, one);
      }
    },
    room() {
      const held = [...queues.values()].reduce((sum, { messages }) => sum + messages.length, 0);
      return Math.max(0, CAPACITY - held);
    },
    async stop() {
      stopping.abort();
      marks.stop();
      await Promise.all([...queues.values()].map(({ running }) => running));
    },
  };
}

export type DeliverDeps = SenderDeps & {
  sender: Sender;
  graceMs?: number;
  /** False while statuses of messages of unknown fate may not have had the time to come in. */
  mayDecide?: boolean;
};

/**
 * One round over the outbox: look after messages of unknown fate, claim what is due and nobody's, and send it.
 * Resolves when all of that is done, with the number of messages claimed.
 */
export async function deliverDue(deps: DeliverDeps, lanes: Iterable<number> = EVERY_LANE): Promise<number> {
  let claimed = 0;
  const sending: Promise<void>[] = [];
  for (const lane of lanes) {
    const started = await startDelivery(deps, lane);
    claimed += started.claimed;
    sending.push(started.sent);
  }
  await Promise.all(sending);
  return claimed;
}

/** The same for one lane, without waiting until what was claimed is sent. */
export async function startDelivery(
  { db, sender, telemetry, leaseMs = LEASE_MS, graceMs = GRACE_MS, mayDecide = true, onFailed }: DeliverDeps,
  lane: number,
): Promise<{ claimed: number; sent: Promise<void> }> {
  const decided = await recoverUnknown(db, lane, graceMs, mayDecide);
  telemetry?.recovered(lane, decided);
  if (decided.failed > 0) onFailed?.(lane);
  const room = sender.room();
  const messages = room === 0 ? [] : await claimDue(db, lane, leaseMs, room);
  return { claimed: messages.length, sent: sender.deliver(messages) };
}
