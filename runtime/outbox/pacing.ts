import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

/**
 * To one person: 1 message every 6 seconds, of which up to 45 may be borrowed and are paid back at that rate.
 * Source: WhatsApp Cloud API, "About the platform", pair rate limits.
 */
const PAIR = { perSecond: 1 / 6, burst: 45 };
/** Of a second's messages, how many may go at once: the rest is spread, as WhatsApp counts in short spans too. */
const BURST_SHARE = 0.05;
/** Pairs remembered before those that nothing is owed for are forgotten. */
const MANY_PAIRS = 10_000;

type Addressed = { channel_id: string; conversation_id: string };

export type Pacing = {
  /**
   * How long this message has to wait for its number and its person. Counts it as sent then, unless that is later than
   * `holdMs`: then nothing is counted, and the question is to be asked again after the wait.
   */
  reserve(message: Addressed, perSecond: number, holdMs: number): number;
  /** WhatsApp says that the number is too fast, whatever we counted. */
  pause(message: Addressed, ms: number): void;
};

/** Holds to WhatsApp's rates, per number and per person, as far as this process knows: another one counts for itself. */
export function createPacing(now: () => number = () => performance.now()): Pacing {
  const numbers = new Map<string, { perSecond: number; bucket: TokenBucket }>();
  const pairs = new Map<string, TokenBucket>();

  const numberOf = (channelId: string, perSecond: number) => {
    const known = numbers.get(channelId);
    if (known?.perSecond === perSecond) return known.bucket;
    const bucket = createTokenBucket({ perSecond, burst: Math.max(1, Math.ceil(perSecond * BURST_SHARE)) });
    numbers.set(channelId, { perSecond, bucket });
    return bucket;
  };
  const pairOf = (conversationId: string) => {
    const known = pairs.get(conversationId);
    if (known) return known;
    if (pairs.size >= MANY_PAIRS) forgetPairs();
    const bucket = createTokenBucket(PAIR);
    pairs.set(conversationId, bucket);
    return bucket;
  };
  const forgetPairs = () => {
    for (const [conversationId, bucket] of pairs) if (bucket.isFull(now())) pairs.delete(conversationId);
  };

  return {
    reserve({ channel_id, conversation_id }, perSecond, holdMs) {
      const number = numberOf(channel_id, perSecond);
      const pair = pairOf(conversation_id);
      const waitMs = Math.max(number.waitMs(now()), pair.waitMs(now()));
      if (waitMs > holdMs) return waitMs;
      number.take(now());
      pair.take(now());
      return waitMs;
    },
    pause({ channel_id }, ms) {
      numbers.get(channel_id)?.bucket.pause(now() + ms);
    },
  };
}
