import { cutText } from '@parley/runtime/whatsapp/cut-text.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('cutText', () => {
  test('a text that fits is left alone', () => {
    expect(cutText('abc', 3)).toBe('abc');
  });

  test('a longer text is cut to the limit', () => {
    expect(cutText('abcdef', 4)).toBe('abcd');
  });

  test('an emoji of several parts is left out rather than broken', () => {
    expect(cutText('ab👨‍👩‍👧', 5)).toBe('ab');
    expect(cutText('ab👋', 3)).toBe('ab');
  });

  test('one character longer than the limit is cut, yet never in half a surrogate pair', () => {
    expect(cutText(`a${'\u0301'.repeat(20)}`, 5)).toHaveLength(5);
    expect(cutText('👨‍👩‍👧', 4)).toBe('👨\u200d');
  });

  test('the result is a beginning of the text, within the limit and well formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, max) => {
        const cut = cutText(text, max);
        expect(text.startsWith(cut)).toBe(true);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});
