import { SAFETY_MARGIN_MS, WINDOW_MS, windowAt } from '@parley/flows/window.ts';
import { expect, test } from 'vitest';

const wrote = new Date('2026-10-01T12:00:00Z');
const after = (ms: number) => new Date(wrote.getTime() + ms);

test('the window is open for 24 hours after the contact’s message, less a margin for the way to WhatsApp', () => {
  expect(WINDOW_MS).toBe(24 * 3600_000 - SAFETY_MARGIN_MS);
  expect(SAFETY_MARGIN_MS).toBeGreaterThanOrEqual(1000);
  const closesAt = after(WINDOW_MS);
  expect(windowAt(wrote, wrote)).toEqual({ open: true, closesAt });
  expect(windowAt(wrote, after(WINDOW_MS - 1))).toEqual({ open: true, closesAt });
  expect(windowAt(wrote, after(WINDOW_MS))).toEqual({ open: false, closesAt });
});

test('a contact who never wrote has no window', () => {
  expect(windowAt(null, wrote)).toEqual({ open: false, closesAt: null });
});
