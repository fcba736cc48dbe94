import { delayMs, parseDelay } from '@parley/flows/delay.ts';
import { durationMs, durationWords } from '@parley/flows/duration.ts';
import { isOpenAt } from '@parley/flows/hours.ts';
import type { Facts } from '@parley/flows/input.ts';
import { isTimezone, localTime, zonedInstant } from '@parley/flows/zone.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const HOUR = 3_600_000;

function factsAt(time: string, timezone = 'Europe/Berlin', windowClosesAt: number | null = null): Facts {
  return {
    now: Date.parse(time),
    contact: { name: '', phone: '', locale: '', timezone },
    windowClosesAt,
  };
}

function wait(key: string, facts: Facts): number {
  const delay = parseDelay(key);
  if (!delay) throw new Error(`no delay ${key}`);
  return delayMs(delay, facts);
}

describe('durations', () => {
  test.each([
    ['PT20H', 20 * HOUR],
    ['P1DT2H', 26 * HOUR],
    ['PT90S', 90_000],
    ['P2D', 48 * HOUR],
  ])('%s is %d ms', (text, ms) => expect(durationMs(text)).toBe(ms));

  test.each(['', 'P', 'PT', 'PT0S', '20h', 'P1Y', 'P1M', 'PT-1H', 'PT1.5H'])('“%s” is none', (text) =>
    expect(durationMs(text)).toBeNull(),
  );

  test('reads as words', () => {
    expect(durationWords(26 * HOUR)).toBe('1 d 2 h');
    expect(durationWords(90_000)).toBe('1 min 30 s');
    expect(durationWords(0)).toBe('0 s');
  });
});

describe('until a clock time of the contact', () => {
  test('is later today when it is still to come', () => {
    expect(wait('until 18:30', factsAt('2026-03-02T09:00:00Z'))).toBe(8.5 * HOUR);
  });

  test('is tomorrow when it has passed, and when it is just now', () => {
    expect(wait('until 08:00', factsAt('2026-03-02T09:00:00Z'))).toBe(22 * HOUR);
    expect(wait('until 10:00', factsAt('2026-03-02T09:00:00Z'))).toBe(24 * HOUR);
  });

  test('follows the contact’s zone and its summer time', () => {
    expect(wait('until 09:00', factsAt('2026-03-28T20:00:00Z'))).toBe(11 * HOUR);
    expect(wait('until 09:00', factsAt('2026-03-27T20:00:00Z'))).toBe(12 * HOUR);
    expect(wait('until 09:00', factsAt('2026-03-27T20:00:00Z', 'Asia/Tokyo'))).toBe(4 * HOUR);
  });

  test('rolls over the end of a month', () => {
    expect(wait('until 01:00', factsAt('2026-01-31T12:00:00Z', 'UTC'))).toBe(13 * HOUR);
  });

  test.each([
    'until 24:00',
    'until 9:00',
    'until',
    '-5',
    'PT1H',
    'before-window-closes',
    'before-window-closes 1h',
  ])('“%s” is no delay', (key) => expect(parseDelay(key)).toBeNull());
});

describe('before the window closes', () => {
  const closesAt = Date.parse('2026-03-03T08:00:00Z');

  test('is that long before', () => {
    expect(wait('before-window-closes PT2H', factsAt('2026-03-02T09:00:00Z', 'UTC', closesAt))).toBe(
      21 * HOUR,
    );
  });

  test('is at once when that time has passed, or the window is closed', () => {
    expect(wait('before-window-closes PT2H', factsAt('2026-03-03T07:00:00Z', 'UTC', closesAt))).toBe(0);
    expect(wait('before-window-closes PT2H', factsAt('2026-03-03T07:00:00Z'))).toBe(0);
  });
});

describe('zones', () => {
  test('an unknown zone is not one, and counts as UTC', () => {
    expect(isTimezone('Europe/Berlin')).toBe(true);
    expect(isTimezone('Berlin')).toBe(false);
    expect(isTimezone('')).toBe(false);
    expect(localTime(0, 'Berlin')).toEqual({ year: 1970, month: 1, day: 1, hour: 0, minute: 0, weekday: 4 });
  });

  test('the time that a spring change skips is moved forward; the one that autumn repeats is the first', () => {
    const wall = { year: 2026, month: 3, day: 29, hour: 2, minute: 30 };
    expect(new Date(zonedInstant(wall, 'Europe/Berlin')).toISOString()).toBe('2026-03-29T01:30:00.000Z');
    const twice = { year: 2026, month: 10, day: 25, hour: 2, minute: 30 };
    expect(new Date(zonedInstant(twice, 'Europe/Berlin')).toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });

  test('every instant is found again by what the wall clock shows', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Pacific/Auckland',
      'UTC',
    );
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 365 * 30 });
    fc.assert(
      fc.property(zones, minutes, (zone, minute) => {
        const at = Date.UTC(2005, 0, 1) + minute * 60_000;
        const found = zonedInstant(localTime(at, zone), zone);
        expect([at, at - HOUR]).toContain(found);
      }),
    );
  });
});

describe('opening hours', () => {
  const berlin = (open: Parameters<typeof isOpenAt>[0]['open']) => ({ timezone: 'Europe/Berlin', open });
  const weekdays = berlin([{ days: [1, 2, 3, 4, 5], from: '08:00', to: '20:00' }]);

  test.each([
    ['2026-03-02T06:59:00Z', false],
    ['2026-03-02T07:00:00Z', true],
    ['2026-03-02T18:59:00Z', true],
    ['2026-03-02T19:00:00Z', false],
    ['2026-03-01T12:00:00Z', false],
  ])('at %s: %s', (time, open) => expect(isOpenAt(weekdays, Date.parse(time))).toBe(open));

  test('a night shift belongs to the day on which it begins', () => {
    const night = berlin([{ days: [7], from: '22:00', to: '02:00' }]);
    expect(isOpenAt(night, Date.parse('2026-03-01T22:30:00Z'))).toBe(true);
    expect(isOpenAt(night, Date.parse('2026-03-02T00:30:00Z'))).toBe(true);
    expect(isOpenAt(night, Date.parse('2026-03-02T22:30:00Z'))).toBe(false);
  });
});
