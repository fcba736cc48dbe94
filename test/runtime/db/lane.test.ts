import { LANES, laneOf } from '@parley/runtime/db/lane.ts';
import { namedUuid } from '@parley/runtime/db/named-uuid.ts';
import { expect, test } from 'vitest';

test('the lane of a conversation never changes, since it is stored in every key', () => {
  expect(laneOf('0b0e9f2c-7d1f-8a55-9a55-3f1a6b1d2c01', '4fd7a9a0-53bb-8d4e-b1f2-9f0a11c2d3e4')).toBe(10);
});

test('conversations spread over all lanes about evenly', () => {
  const counts = Array.from({ length: LANES }, () => 0);
  for (let i = 0; i < 16_000; i++) {
    const lane = laneOf(namedUuid('channel'), namedUuid(`wa_id:49151${i}`));
    counts[lane] = (counts[lane] ?? 0) + 1;
  }
  expect(counts).toHaveLength(LANES);
  for (const count of counts) expect(count).toBeGreaterThan(850);
});

test('a named id is a valid UUID of version 8, the same for the same name', () => {
  expect(namedUuid('wa_id:4915112345678')).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(namedUuid('a')).toBe(namedUuid('a'));
  expect(namedUuid('a')).not.toBe(namedUuid('b'));
});
