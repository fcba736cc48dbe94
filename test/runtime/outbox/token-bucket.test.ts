import { createPacing } from '@parley/runtime/outbox/pacing.ts';
import type { Slowed } from '@parley/runtime/outbox/shared-rates.ts';
import { createTokenBucket } from '@parley/runtime/outbox/token-bucket.ts';
import { describe, expect, test } from 'vitest';

describe('a token bucket', () => {
  test('lets a burst go at once and the rest at its rate', () => {
    const bucket = createTokenBucket({ perSecond: 10, burst: 3 });
    const waits = Array.from({ length: 5 }, () => {
      const wait = bucket.waitMs(1_000);
      bucket.take(1_000);
      return wait;
    });
    expect(waits).toEqual([0, 0, 0, 100, 200]);
  });

  test('fills again while nothing happens, and no further than it was', () => {
    const bucket = createTokenBucket({ perSecond: 10, burst: 2 });
    for (let n = 0; n < 2; n++) bucket.take(0);
    expect(bucket.waitMs(0)).toBe(100);
    expect(bucket.isFull(199)).toBe(false);
    expect(bucket.isFull(200)).toBe(true);
    for (let n = 0; n < 2; n++) {
      expect(bucket.waitMs(60_000)).toBe(0);
      bucket.take(60_000);
    }
    expect(bucket.waitMs(60_000)).toBe(100);
  });

  test('lets nothing go during a pause, whatever was saved up', () => {
    const bucket = createTokenBucket({ perSecond: 10, burst: 5 });
    bucket.pause(1_000);
    expect(bucket.waitMs(400)).toBe(600);
    expect(bucket.waitMs(1_000)).toBe(0);
  });
});

describe('a token bucket whose rate changes', () => {
  test('is paid back what was taken, at the new rate', () => {
    const bucket = createTokenBucket({ perSecond: 10, burst: 1 });
    for (let n = 0; n < 3; n++) bucket.take(0);
    bucket.change({ perSecond: 5, burst: 1 }, 100);
    expect(bucket.owed(100)).toBe(2);
    expect(bucket.waitMs(100)).toBe(400);
  });

  test('gains nothing by it: changing to and fro gives no new burst', () => {
    const bucket = createTokenBucket({ perSecond: 10, burst: 5 });
    for (let n = 0; n < 5; n++) bucket.take(0);
    for (let n = 0; n < 10; n++) {
      bucket.change({ perSecond: 20, burst: 10 }, 0);
      bucket.change({ perSecond: 10, burst: 5 }, 0);
    }
    expect(bucket.waitMs(0)).toBe(100);
  });

  test('keeps a pause as long as it was', () => {
    const bucket = createTokenBucket({ perSecond: 10, burst: 5 });
    bucket.pause(1_000);
    bucket.change({ perSecond: 1, burst: 1 }, 200);
    expect(bucket.waitMs(200)).toBeGreaterThanOrEqual(800);
    bucket.change({ perSecond: 100, burst: 50 }, 300);
    expect(bucket.waitMs(300)).toBe(700);
    expect(bucket.waitMs(1_000)).toBe(0);
  });
});

describe('pacing', () => {
  /** What this process knows of others: by itself unless told. */
  const among = (known: { processes?: number; slowed?: Slowed } = {}) => {
    const { processes = 1, slowed = null } = known;
    return {
      ...{ share: () => 1 / processes, processes: () => processes },
      slowed: (channelId: string) => (channelId === 'number' ? slowed : null),
    };
  };
  const to = (conversation_id: string, channel_id = 'number') => ({ channel_id, conversation_id });

  test('lets 45 messages go to one person, and then one every six seconds', () => {
    const pacing = createPacing(among(), () => 0);
    const waits = Array.from({ length: 47 }, () => pacing.reserve(to('alpha'), 1_000, 60_000));
    expect(Math.max(...waits.slice(0, 45))).toBeLessThan(100);
    expect(waits.slice(45).map(Math.round)).toEqual([6_000, 12_000]);
    expect(pacing.reserve(to('beta'), 1_000, 60_000)).toBeLessThan(100);
  });

  test('spreads the messages of a second over the second', () => {
    const pacing = createPacing(among(), () => 0);
    const waits = Array.from({ length: 100 }, (_, n) => pacing.reserve(to(`p${n}`), 100, 60_000));
    expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(waits.at(-1)).toBeCloseTo(950);
    expect(pacing.reserve(to('alpha', 'another number'), 100, 60_000)).toBe(0);
  });

  test('counts nothing that would have to wait for too long', () => {
    const pacing = createPacing(among(), () => 0);
    for (let n = 0; n < 45; n++) pacing.reserve(to('alpha'), 1_000, 1_000);
    for (let n = 0; n < 3; n++) expect(Math.round(pacing.reserve(to('alpha'), 1_000, 1_000))).toBe(6_000);
  });

  test('holds the whole number back when WhatsApp says that it is too fast', () => {
    const rates = among();
    const pacing = createPacing({ ...rates, slowed: (id) => slowed.get(id) ?? null }, () => 0);
    const slowed = new Map<string, Slowed>();
    pacing.reserve(to('alpha'), 80, 0);
    slowed.set('number', { untilMs: 2_000, perSecond: 40 });
    expect(pacing.reserve(to('beta'), 80, 0)).toBe(2_000);
    expect(pacing.reserve(to('beta', 'another number'), 80, 0)).toBe(0);
  });

  test('goes on at the slower rate after that, and gets back to what is granted step by step, never beyond', () => {
    let now = 0;
    const pacing = createPacing(among({ slowed: { untilMs: 1_000, perSecond: 40 } }), () => now);
    const allowedAt = (ms: number) => {
      now = ms;
      return pacing.allowed('number', 80);
    };
    expect([1_000, 5_999, 6_000, 11_000, 50_999, 51_000, 900_000].map(allowedAt)).toEqual([
      ...[40, 40, 44, 48, 76, 80, 80],
    ]);
    expect(pacing.allowed('another number', 80)).toBe(80);
  });

  test('takes its share of the number and leaves the rest to the others', () => {
    const pacing = createPacing(among({ processes: 4 }), () => 0);
    const waits = Array.from({ length: 21 }, (_, n) => pacing.reserve(to(`p${n}`), 80, 60_000));
    expect(waits.at(-1)).toBeCloseTo(1_000);
  });

  describe('with others that may write to the same person', () => {
    const burst = (pacing: ReturnType<typeof createPacing>, most = 60) => {
      let went = 0;
      while (
        went < most &&
        !pacing.mustAsk(to('alpha')) &&
        pacing.reserve(to('alpha'), 1_000, 1_000) <= 1_000
      )
        went++;
      return went;
    };

    test('asks about everybody once when they have come, and then only about those who hear much', () => {
      const pacing = createPacing(among({ processes: 3 }), () => 0);
      expect(pacing.mustAsk(to('alpha'))).toBe(true);
      pacing.learn(to('alpha'), []);
      expect(burst(pacing)).toBe(14);
      expect(pacing.mustAsk(to('alpha'))).toBe(true);
    });

    test('counts what the others sent', () => {
      const pacing = createPacing(among({ processes: 3 }), () => 0);
      pacing.learn(
        to('alpha'),
        Array.from({ length: 43 }, () => 0),
      );
      expect(pacing.reserve(to('alpha'), 1_000, 1_000)).toBeGreaterThan(5_000);
      pacing.learn(
        to('beta'),
        Array.from({ length: 30 }, () => 0),
      );
      expect(pacing.reserve(to('beta'), 1_000, 1_000)).toBe(0);
    });

    test('knows that old messages are paid back', () => {
      const pacing = createPacing(among({ processes: 2 }), () => 0);
      pacing.learn(
        to('alpha'),
        Array.from({ length: 45 }, () => 280_000),
      );
      expect(pacing.reserve(to('alpha'), 1_000, 1_000)).toBe(0);
    });

    test('never asks when it is by itself', () => {
      const pacing = createPacing(among(), () => 0);
      expect(burst(pacing)).toBe(45);
      expect(pacing.mustAsk(to('alpha'))).toBe(false);
    });
  });
});
