import { createPacing } from '@parley/runtime/outbox/pacing.ts';
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

describe('pacing', () => {
  const to = (conversation_id: string, channel_id = 'number') => ({ channel_id, conversation_id });

  test('lets 45 messages go to one person, and then one every six seconds', () => {
    const pacing = createPacing(() => 0);
    const waits = Array.from({ length: 47 }, () => pacing.reserve(to('ana'), 1_000, 60_000));
    expect(Math.max(...waits.slice(0, 45))).toBeLessThan(100);
    expect(waits.slice(45).map(Math.round)).toEqual([6_000, 12_000]);
    expect(pacing.reserve(to('ben'), 1_000, 60_000)).toBeLessThan(100);
  });

  test('spreads the messages of a second over the second', () => {
    const pacing = createPacing(() => 0);
    const waits = Array.from({ length: 100 }, (_, n) => pacing.reserve(to(`p${n}`), 100, 60_000));
    expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(waits.at(-1)).toBeCloseTo(950);
    expect(pacing.reserve(to('ana', 'another number'), 100, 60_000)).toBe(0);
  });

  test('counts nothing that would have to wait for too long', () => {
    const pacing = createPacing(() => 0);
    for (let n = 0; n < 45; n++) pacing.reserve(to('ana'), 1_000, 1_000);
    for (let n = 0; n < 3; n++) expect(Math.round(pacing.reserve(to('ana'), 1_000, 1_000))).toBe(6_000);
  });

  test('holds the whole number back when WhatsApp says that it is too fast', () => {
    const pacing = createPacing(() => 0);
    pacing.reserve(to('ana'), 80, 0);
    pacing.pause(to('ana'), 2_000);
    expect(pacing.reserve(to('ben'), 80, 0)).toBe(2_000);
    expect(pacing.reserve(to('ben', 'another number'), 80, 0)).toBe(0);
  });
});
