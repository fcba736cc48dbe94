import { type Refusal, refusal } from './graph/graph-error.ts';

/** A place for `capacity` messages that refills at a steady pace. Reading and taking are separate, so several can agree. */
type Bucket = { has(now: number): boolean; take(now: number): void };

function bucket(capacity: number, refillPerMs: number): Bucket {
  let level = capacity;
  let filledAt: number | null = null;
  const fill = (now: number) => {
    if (filledAt !== null) level = Math.min(capacity, level + Math.max(0, now - filledAt) * refillPerMs);
    filledAt = now;
  };
  return {
    has(now) {
      fill(now);
      // A hair of tolerance: the refill is a sum of fractions.
      return level >= 1 - 1e-9;
    },
    take(now) {
      fill(now);
      level = Math.max(0, level - 1);
    },
  };
}

/**
 * One message in 6 seconds to one person; up to 45 may be borrowed at once and are paid back at the same pace.
 * Source: WhatsApp Cloud API, about the platform (pair rate limits).
 */
const PAIR_BURST = 45;
const PAIR_INTERVAL_MS = 6000;

export type Rates = {
  /** Take room for one message to this person, or say which limit is reached; then nothing is taken. */
  takeOutbound(
    number: { phoneNumberId: string; throughput: number },
    person: string,
    now: number,
  ): Refusal | null;
  /** A message from a person uses the number's throughput too, but is never refused. */
  takeInbound(number: { phoneNumberId: string; throughput: number }, now: number): void;
};

/** `limitsPairs` false lifts the pair rate, for load tests that talk to few people. */
export function createRates(limitsPairs: boolean): Rates {
  const throughputs = new Map<string, Bucket>();
  const pairs = new Map<string, Bucket>();
  const throughputOf = (number: { phoneNumberId: string; throughput: number }) =>
    remembered(throughputs, number.phoneNumberId, () => bucket(number.throughput, number.throughput / 1000));

  return {
    takeOutbound(number, person, now) {
      const throughput = throughputOf(number);
      if (Number.isFinite(number.throughput) && !throughput.has(now)) {
        return refusal(130429, 'Cloud API message throughput has been reached.');
      }
      if (limitsPairs) {
        const pair = remembered(pairs, `${number.phoneNumberId} ${person}`, () =>
          bucket(PAIR_BURST, 1 / PAIR_INTERVAL_MS),
        );
        if (!pair.has(now)) {
          return refusal(
            131056,
            'Too many messages sent from this phone number to the same person in a short time.',
          );
        }
        pair.take(now);
      }
      if (Number.isFinite(number.throughput)) throughput.take(now);
      return null;
    },
    takeInbound(number, now) {
      if (Number.isFinite(number.throughput)) throughputOf(number).take(now);
    },
  };
}

function remembered<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
