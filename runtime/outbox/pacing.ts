import { numberOn } from '@parley/flows/rules/pack.ts';
import type { SharedRates, Slowed } from './shared-rates.ts';
import { createTokenBucket, type Rate, type TokenBucket } from './token-bucket.ts';

/** To one person: a message every so many seconds, of which some may be borrowed and are paid back at that rate. */
const PAIR: Rate = { perSecond: 1 / numberOn('pair.interval'), burst: numberOn('pair.burst') };
/** Two processes may ask at the same moment, and one may learn of the other's message a moment late. */
const PAIR_MARGIN = 2;
/** Of a second's messages, how many may go at once: the rest is spread, as WhatsApp counts in short spans too. */
const BURST_SHARE = 0.05;
/** Pairs remembered before those that nothing is owed for are forgotten. */
const MANY_PAIRS = 10_000;
/** After a refusal a number goes on at half its rate and gets back a twentieth of what is granted every five seconds. */
const STEP_MS = 5_000;
const STEP_SHARE = 0.05;

/** A pair owes nothing after so long, whoever sent to it. */
const ALL_PAID_BACK_MS = (PAIR.burst / PAIR.perSecond) * 1000;

type Addressed = { channel_id: string; conversation_id: string };

/**
 * Holds to WhatsApp's rates, per number and per person, over all processes: of a number's rate this one takes its share. A person may
 * hear from each process, so one alone cannot know what it owes. Up to its part of the pair's rate it needs not know: the parts
 * add up to what is allowed. Beyond that, and once for every person when processes have come or gone, it asks the database what was
 * sent to the person lately, and that is exact. A process without company never asks.
 */
export type Pacing = {
  /**
   * How long this message has to wait for its number and its person. Counts it as sent then, unless that is later than
   * `holdMs`: then nothing is counted, and the question is to be asked again after the wait. `granted` are the messages a
   * second that WhatsApp grants the number.
   */
  reserve(message: Addressed, granted: number, holdMs: number): number;
  /** Messages a second that the number may send now, all processes together. */
  allowed(channelId: string, granted: number): number;
  /** For how much longer the number must not send at all: it may have been told so after a message's place was counted. */
  pausedMs(message: Addressed): number;
  /** Whether `learn` must be told about the person before `reserve` can answer. */
  mustAsk(message: Addressed): boolean;
  /** How many milliseconds ago messages went to the person, whoever sent them. */
  learn(message: Addressed, agoMs: readonly number[]): void;
};

type Pair = {
  /** What is owed as far as this process knows. */
  bucket: TokenBucket;
  /** This process's part. */
  ours: TokenBucket;
  processes: number;
  learnedAt: number;
};

export function createPacing(
  rates: Pick<SharedRates, 'share' | 'processes' | 'slowed'>,
  now: () => number = () => performance.now(),
): Pacing {
  const numbers = new Map<string, { perSecond: number; bucket: TokenBucket }>();
  const pairs = new Map<string, Pair>();
  let company = { processes: 1, since: Number.NEGATIVE_INFINITY };

  const allowed = (channelId: string, granted: number) => recovered(rates.slowed(channelId), granted, now());
  const numberOf = (channelId: string, granted: number) => {
    const perSecond = allowed(channelId, granted) * rates.share();
    const rate = { perSecond, burst: Math.max(1, Math.ceil(perSecond * BURST_SHARE)) };
    const number = numbers.get(channelId) ?? { perSecond, bucket: createTokenBucket(rate) };
    numbers.set(channelId, number);
    if (number.perSecond !== perSecond) number.bucket.change(rate, now());
    number.perSecond = perSecond;
    const slowed = rates.slowed(channelId);
    if (slowed !== null && slowed.untilMs > now()) number.bucket.pause(slowed.untilMs);
    return number.bucket;
  };
  const pairOf = (conversationId: string): Pair => {
    const processes = rates.processes();
    const known = pairs.get(conversationId);
    if (known) {
      if (known.processes !== processes) known.ours.change(partOf(processes), now());
      known.processes = processes;
      return known;
    }
    if (pairs.size >= MANY_PAIRS) forgetPairs();
    const pair = {
      bucket: createTokenBucket(PAIR),
      ours: createTokenBucket(partOf(processes)),
      processes,
      learnedAt: Number.NEGATIVE_INFINITY,
    };
    pairs.set(conversationId, pair);
    return pair;
  };
  const forgetPairs = () => {
    for (const [conversationId, { bucket, ours }] of pairs) {
      if (bucket.isFull(now()) && ours.isFull(now())) pairs.delete(conversationId);
    }
  };

  return {
    reserve({ channel_id, conversation_id }, granted, holdMs) {
      const number = numberOf(channel_id, granted);
      const { bucket, ours } = pairOf(conversation_id);
      const waitMs = Math.max(number.waitMs(now()), bucket.waitMs(now()));
      if (waitMs > holdMs) return waitMs;
      number.take(now());
      bucket.take(now());
      ours.take(now());
      return waitMs;
    },
    allowed,
    pausedMs({ channel_id }) {
      return Math.max(0, (rates.slowed(channel_id)?.untilMs ?? 0) - now());
    },
    mustAsk({ conversation_id }) {
      const { ours, processes, learnedAt } = pairOf(conversation_id);
      if (company.processes !== processes) company = { processes, since: now() };
      if (processes === 1) return false;
      const isNew = now() - company.since < ALL_PAID_BACK_MS && learnedAt < company.since;
      return isNew || ours.waitMs(now()) > 0;
    },
    learn({ conversation_id }, agoMs) {
      const pair = pairOf(conversation_id);
      const told = createTokenBucket(PAIR);
      pair.learnedAt = now();
      for (const ago of agoMs.toSorted((one, other) => other - one)) told.take(now() - ago);
      for (let n = 0; n < PAIR_MARGIN; n++) told.take(now());
      // What we have counted ourselves may not be in the database yet.
      if (told.owed(now()) > pair.bucket.owed(now())) pair.bucket = told;
    },
  };
}

/** One process's part of the pair's rate: all parts together are never more than the whole. */
function partOf(processes: number): Rate {
  return {
    perSecond: PAIR.perSecond / processes,
    burst: Math.max(1, Math.floor((PAIR.burst - PAIR_MARGIN) / processes)),
  };
}

/** What a number may send at this moment after it was slowed: more with every step, until it is what was granted. */
function recovered(slowed: Slowed | null, granted: number, nowMs: number): number {
  if (slowed === null || slowed.perSecond === null) return granted;
  const steps = Math.floor(Math.max(0, nowMs - slowed.untilMs) / STEP_MS);
  return Math.min(granted, slowed.perSecond + steps * STEP_SHARE * granted);
}
